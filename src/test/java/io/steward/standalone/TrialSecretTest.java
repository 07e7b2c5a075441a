package io.steward.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The secret of a trial run. */
final class TrialSecretTest {
  @Test
  void the_trial_secret_is_created_once_and_private_to_its_owner(@TempDir Path home)
      throws IOException {
    TrialSecret made = TrialSecret.in(home);
    assertThat(made.value().reveal()).matches("[A-Za-z0-9_-]{64}");
    assertThat(made.state()).isEqualTo(TrialSecret.State.MADE);
    assertThat(mode(made.file())).isEqualTo("rw-------");
    TrialSecret kept = TrialSecret.in(home);
    assertThat(kept.value().reveal()).isEqualTo(made.value().reveal());
    assertThat(kept.state()).isEqualTo(TrialSecret.State.KEPT);
  }

  /** {@code java -jar} creates the folder itself; a start from the sources does not. */
  @Test
  void the_trial_secret_creates_its_folder_for_the_owner_only(@TempDir Path folder)
      throws IOException {
    Path home = folder.resolve("not/there");
    assertThat(TrialSecret.in(home).state()).isEqualTo(TrialSecret.State.MADE);
    assertThat(mode(home)).isEqualTo("rwx------");
  }

  @Test
  void the_trial_secret_is_not_part_of_a_message(@TempDir Path home) throws IOException {
    TrialSecret made = TrialSecret.in(home);
    assertThat(made.toString()).doesNotContain(made.value().reveal());
  }

  @Test
  void the_trial_secret_loses_access_for_others_at_start(@TempDir Path home) throws IOException {
    Path file = TrialSecret.in(home).file();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(TrialSecret.in(home).state()).isEqualTo(TrialSecret.State.CLOSED);
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
