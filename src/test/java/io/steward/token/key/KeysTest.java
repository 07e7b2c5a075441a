package io.steward.token.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.settings.jwt.JwtAlgorithm;
import io.steward.settings.jwt.JwtSettings;
import io.steward.settings.source.SettingsException;
import io.steward.testing.Await;
import io.steward.testing.LogLines;
import io.steward.testing.TestServer;
import io.steward.token.key.rotation.KeyRotation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeysTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path folder = Path.of("");

  private Path path() {
    return folder.resolve("keys.json");
  }

  private JwtSettings settings() {
    return TestServer.settings(
            "jdbc:postgresql://127.0.0.1/none",
            Map.of("jwt.secret", "", "jwt.keys_file", path().toString()))
        .jwt();
  }

  private Keys keys() {
    return new Keys(settings(), Clock.systemUTC());
  }

  private KeyFile file() {
    return new KeyFile(path(), JwtAlgorithm.HS256);
  }

  private static StoredKey key(Instant notBefore) {
    return KeyRotation.fresh(JwtAlgorithm.HS256, notBefore);
  }

  @Test
  void a_changed_secret_file_is_loaded_unless_the_secret_is_weak() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), TestServer.SECRET + "\n");
    try (Keys keys = new Keys(settings(file), Clock.systemUTC())) {
      keys.start();
      String before = keys.ring().signing().fingerprint();
      LogLines.during(
          "io.steward.file",
          Level.SEVERE,
          lines -> {
            write(file, "weak\n");
            Await.until("the secret is refused", PATIENCE, () -> !lines.isEmpty());
          });
      assertThat(keys.ring().signing().fingerprint()).isEqualTo(before);
      write(file, "Another-" + TestServer.SECRET + "\n");
      Await.until(
          "the changed secret is loaded",
          PATIENCE,
          () -> !keys.ring().signing().fingerprint().equals(before));
    }
  }

  private static JwtSettings settings(Path secretFile) {
    return TestServer.settings(
            "jdbc:postgresql://127.0.0.1/none",
            Map.of("jwt.secret", "", "jwt.secret_file", secretFile.toString()))
        .jwt();
  }

  @Test
  void a_secret_file_that_changes_after_the_settings_are_read_is_read_again() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), TestServer.SECRET + "\n");
    JwtSettings before = settings(file);
    Files.writeString(file, "Another-" + TestServer.SECRET + "\n");
    try (Keys keys = new Keys(before, Clock.systemUTC());
        Keys fresh = new Keys(settings(file), Clock.systemUTC())) {
      assertThat(keys.ring().signing().fingerprint())
          .isEqualTo(fresh.ring().signing().fingerprint());
    }
    Files.delete(file);
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> new Keys(before, Clock.systemUTC()))
        .withMessageStartingWith(
            "STEWARD_JWT_SECRET_FILE names the file " + file + ", which does not exist");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_changed_keys_file_is_loaded_unless_it_is_broken() throws Exception {
    List<StoredKey> stored = new ArrayList<>(List.of(key(Instant.EPOCH)));
    file().create(stored);
    try (Keys keys = keys()) {
      keys.start();
      String before = keys.ring().signing().id();
      stored.add(key(Instant.ofEpochSecond(1)));
      file().write(stored);
      Await.until("the changed file is loaded", PATIENCE, () -> keys.ring().all().size() == 2);
      assertThat(keys.ring().signing().id()).isEqualTo(stored.get(1).id()).isNotEqualTo(before);
      assertThat(keys.ring().byId(before).id()).isEqualTo(before);

      Files.writeString(path(), "{");
      stored.add(key(Instant.ofEpochSecond(2)));
      assertThat(keys.ring().all()).hasSize(2);
      Files.delete(path());
      assertThat(keys.ring().all()).hasSize(2);
      file().write(stored);
      Await.until("the changed file is loaded", PATIENCE, () -> keys.ring().all().size() == 3);
    }
  }

  @Test
  void a_broken_keys_file_stops_the_start_with_a_message_of_one_line() throws Exception {
    Files.writeString(path(), "{");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(this::keys)
        .withMessage(
            "STEWARD_JWT_KEYS_FILE names the file "
                + path()
                + ", which is not a JWK Set, or has a key that cannot be read");
  }
}
