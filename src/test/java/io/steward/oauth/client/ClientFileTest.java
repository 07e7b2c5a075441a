package io.steward.oauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.file.FileFault;
import io.steward.settings.source.SettingsException;
import io.steward.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientFileTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ClientSecret SECRET = new ClientSecret("s3cret");
  private static final ClientSecret OTHER = new ClientSecret("an0ther");

  @TempDir private Path folder = Path.of("");

  private Path path() {
    return folder.resolve("clients");
  }

  private ClientFile file() {
    return new ClientFile(path());
  }

  private static String line(String id) {
    return id + " " + SECRET.hash() + "\n";
  }

  @Test
  void adding_and_removing_a_client_keeps_all_other_lines() throws Exception {
    file().add("portal", SECRET);
    Files.writeString(path(), "# ours\n\n" + line("portal") + line("gate") + "  # end");
    file().add("third", OTHER);
    assertThat(file().read())
        .containsOnlyKeys("portal", "gate", "third")
        .containsEntry("third", OTHER.hash());
    file().remove("portal");
    assertThat(Files.readString(path()))
        .isEqualTo("# ours\n\n" + line("gate") + "  # end\nthird " + OTHER.hash() + "\n");
  }

  @Test
  void the_clients_file_is_private_to_its_owner_and_holds_no_secret() throws Exception {
    ClientSecret secret = ClientSecret.random();
    file().add("portal", secret);
    assertThat(Files.getPosixFilePermissions(path()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(secret.reveal()).hasSize(43);
    assertThat(Files.readString(path())).doesNotContain(secret.reveal());
    assertThat(secret).hasToString("(secret)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "portal                | line 1",
        "portal abc            | line 1",
        "por:tal HASH          | line 1",
        "portal HASH extra     | line 1",
        "# x\\nportal: HASH    | line 2",
        "a HASH\\na HASH       | twice",
      })
  void a_broken_clients_file_is_refused_with_the_number_of_the_line(
      String content, String complaint) throws IOException {
    Files.writeString(path(), content.replace("\\n", "\n").replace("HASH", SECRET.hash()));
    assertThatExceptionOfType(FileFault.class)
        .isThrownBy(file()::read)
        .withMessageContaining(complaint);
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> new Clients(Optional.of(path())))
        .withMessageStartingWith("STEWARD_CLIENTS_FILE names the file " + path() + ", which ")
        .withMessageNotContaining("clients add")
        .satisfies(e -> assertThat(e.faults()).hasSize(1));
  }

  @Test
  void a_missing_clients_file_is_refused_with_the_command_that_creates_it() {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> new Clients(Optional.of(path())))
        .withMessageContaining("does not exist: create it with 'clients add'");
  }

  @Test
  void only_the_right_secret_of_the_right_client_is_accepted() throws Exception {
    file().add("portal", SECRET);
    file().add("gate", OTHER);
    Clients clients = new Clients(Optional.of(path()));
    assertThat(clients.find("portal", SECRET)).contains(new OauthClient("portal"));
    assertThat(clients.find("portal", OTHER)).isEmpty();
    assertThat(clients.find("gate", SECRET)).isEmpty();
    assertThat(clients.find("nobody", SECRET)).isEmpty();
    assertThat(clients.find("", new ClientSecret(""))).isEmpty();
    assertThat(new Clients(Optional.empty()).find("portal", SECRET)).isEmpty();
  }

  @Test
  void an_added_or_removed_client_takes_effect_within_a_second() throws Exception {
    file().add("portal", SECRET);
    try (Clients clients = new Clients(Optional.of(path()))) {
      clients.start();
      file().add("gate", OTHER);
      Await.until(
          "the added client is known", PATIENCE, () -> clients.find("gate", OTHER).isPresent());
      file().remove("portal");
      Await.until(
          "the removed client is unknown",
          PATIENCE,
          () -> clients.find("portal", SECRET).isEmpty());
      assertThat(clients.find("gate", OTHER)).isPresent();
    }
  }
}
