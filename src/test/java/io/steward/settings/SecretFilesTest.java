package io.steward.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.file.FileFault;
import io.steward.settings.jwt.JwtSettings;
import io.steward.settings.source.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that settings name by a file. */
final class SecretFilesTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("secret"), text);
  }

  private Given withSecret(String text) throws IOException {
    return Given.enough()
        .without("JWT_SECRET")
        .environment("JWT_SECRET_FILE", file(text).toString());
  }

  private Given withPassword(String text) throws IOException {
    return Given.enough().environment("DATABASE_PASSWORD_FILE", file(text).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void one_line_break_at_the_end_is_not_part_of_a_secret(String end) throws IOException {
    assertThat(withSecret(Given.SECRET + end).settings().jwt().secret().reveal())
        .isEqualTo(Given.SECRET);
    assertThat(withPassword(" pass word " + end).settings().database().password().reveal())
        .isEqualTo(" pass word ");
  }

  @Test
  void a_secret_and_its_file_exclude_each_other() throws IOException {
    assertThat(withSecret(Given.SECRET).environment("JWT_SECRET", Given.SECRET).faults())
        .containsExactly(
            "STEWARD_JWT_SECRET (environment) and STEWARD_JWT_SECRET_FILE (environment) are both"
                + " set: remove one");
    assertThat(withPassword("a").environment("DATABASE_PASSWORD", "").faults())
        .singleElement()
        .asString()
        .endsWith("are both set: remove one");
    assertThat(withSecret(Given.SECRET).environment("JWT_KEYS_FILE", "keys.json").faults())
        .singleElement()
        .asString()
        .endsWith("are both set: remove one");
  }

  @Test
  void a_file_is_checked_like_the_value_and_never_quoted() throws IOException {
    assertThat(withSecret("too-short-Z9x").faults())
        .singleElement()
        .asString()
        .startsWith("STEWARD_JWT_SECRET (STEWARD_JWT_SECRET_FILE " + folder)
        .doesNotContain("Z9x");
    assertThat(withSecret(Given.SECRET + "\n\n").faults()).hasSize(1);
    assertThat(withPassword("one\ntwo").faults())
        .singleElement()
        .asString()
        .contains("contains a control or undecodable character")
        .doesNotContain("one");
    assertThat(withSecret("").faults()).singleElement().asString().contains("is empty");
    assertThat(Given.enough().environment("DATABASE_PASSWORD_FILE", folder + "/missing").faults())
        .containsExactly(
            "STEWARD_DATABASE_PASSWORD_FILE names the file "
                + folder
                + "/missing, which does not exist: create it or correct the path");
  }

  @Test
  void a_changed_secret_is_checked_again() throws IOException, FileFault {
    JwtSettings settings = withSecret(Given.SECRET).settings().jwt();
    SecretFile file = settings.secretFile().orElseThrow();
    file("Another-" + Given.SECRET + "\n");
    assertThat(settings.read(file).reveal()).isEqualTo("Another-" + Given.SECRET);
    file("short");
    assertThatExceptionOfType(FileFault.class).isThrownBy(() -> settings.read(file));
  }

  @Test
  void a_changed_password_is_checked_again() throws IOException, FileFault {
    SecretFile file = withPassword("first").settings().database().passwordFile().orElseThrow();
    file("second\n");
    assertThat(file.read()).isEqualTo("second");
    file("one\ntwo");
    assertThatExceptionOfType(FileFault.class).isThrownBy(file::read);
  }
}
