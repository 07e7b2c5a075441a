package io.steward.token.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.file.FileFault;
import io.steward.settings.jwt.JwtAlgorithm;
import io.steward.token.key.rotation.KeyRotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyFileTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final String K = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr8";
  private static final Duration USE = Duration.ofDays(7);

  @TempDir private Path folder = Path.of("");

  private KeyFile file() {
    return new KeyFile(folder.resolve("keys.json"), JwtAlgorithm.HS256);
  }

  private static List<String> ids(List<StoredKey> keys) {
    return keys.stream().map(StoredKey::id).toList();
  }

  @Test
  void a_written_keys_file_is_read_back_and_private_to_its_owner() throws Exception {
    StoredKey one = KeyRotation.fresh(JwtAlgorithm.HS256, NOW);
    StoredKey two = KeyRotation.fresh(JwtAlgorithm.HS256, NOW.plusSeconds(60));
    file().create(List.of(one, two));
    assertThat(file().read(NOW)).isEqualTo(List.of(one, two));
    assertThat(file().file().isOpenToOthers()).isFalse();
    assertThat(Files.getPosixFilePermissions(folder.resolve("keys.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void a_keys_file_with_access_for_others_is_detected() throws Exception {
    file().create(List.of(KeyRotation.fresh(JwtAlgorithm.HS256, NOW)));
    Files.setPosixFilePermissions(
        folder.resolve("keys.json"), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(file().file().isOpenToOthers()).isTrue();
  }

  @Test
  void a_key_without_nbf_is_in_force_at_once() throws Exception {
    write("{'keys':[{'kty':'oct','kid':'a','k':'" + K + "'}]}");
    assertThat(ids(file().read(Instant.EPOCH))).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nonsense | is not a JWK Set",
        "[] | is not a JWK Set",
        "{} | is not a JWK Set",
        "{'keys':[]} | has no key that is in force yet",
        "{'keys':[{'kty':'oct','kid':'a','k':'AAAA'}]}"
            + " | has the key a, shorter than the 32 bytes that HS256 needs",
        "{'keys':[{'kty':'oct','kid':'a','k':'"
            + K
            + "'},{'kty':'oct','kid':'b'}]}"
            + " | has a key that cannot be read",
        "{'keys':[{'kty':'oct','k':'" + K + "'}]} | has a key without a kid",
        "{'keys':[{'kty':'oct','kid':'a b','k':'" + K + "'}]} | has a key without a kid",
        "{'keys':[{'kty':'oct','kid':'a','alg':'HS512','k':'"
            + K
            + "'}]}"
            + " | has the key a for an algorithm other than HS256",
        "{'keys':[{'kty':'oct','kid':'a','nbf':'x','k':'"
            + K
            + "'}]}"
            + " | has the key a, whose nbf is not a number of seconds",
        "{'keys':[{'kty':'oct','kid':'a','nbf':-1,'k':'"
            + K
            + "'}]}"
            + " | has the key a, whose nbf is not a number of seconds",
        "{'keys':[{'kty':'oct','kid':'a','k':'"
            + K
            + "'},{'kty':'oct','kid':'a','k':'"
            + K
            + "'}]}"
            + " | has two keys with the kid a",
        "{'keys':[{'kty':'oct','kid':'a','nbf':1800000001,'k':'"
            + K
            + "'}]}"
            + " | has no key that is in force yet"
      })
  void an_unusable_keys_file_is_refused_without_showing_a_key(String text, String complaint)
      throws Exception {
    write(text);
    assertThatExceptionOfType(FileFault.class)
        .isThrownBy(() -> file().read(NOW))
        .withMessageContaining(complaint)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(K).doesNotContain("nonsense"));
  }

  @Test
  void a_missing_keys_file_is_refused_with_the_command_that_creates_it() {
    assertThatExceptionOfType(FileFault.class)
        .isThrownBy(() -> file().read(NOW))
        .withMessageContaining("does not exist: create it with 'keys generate'");
  }

  @Test
  void a_new_key_signs_after_the_delay_and_unused_old_keys_are_removed() {
    KeyRotation rotation = new KeyRotation(JwtAlgorithm.HS256, Duration.ofSeconds(60), USE);
    StoredKey first = KeyRotation.fresh(JwtAlgorithm.HS256, NOW);
    List<StoredKey> two = rotation.rotated(List.of(first), NOW);
    StoredKey second = two.get(1);
    assertThat(KeyRotation.signing(two, NOW.plusSeconds(59))).contains(first);
    assertThat(KeyRotation.signing(two, NOW.plusSeconds(60))).contains(second);
    Instant unused = second.notBefore().plus(USE);
    assertThat(rotation.inUse(two, unused)).isEqualTo(two);
    assertThat(rotation.inUse(two, unused.plusSeconds(1))).isEqualTo(List.of(second));
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("keys.json"), text.replace('\'', '"'));
  }
}
