package io.steward.settings.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsFileTest {
  private final Path file;

  SettingsFileTest(@TempDir Path folder) {
    file = folder.resolve("steward.properties");
  }

  private Given holding(String text) throws IOException {
    Files.writeString(file, text);
    return Given.enough().file(file);
  }

  private List<String> faults(String text) throws IOException {
    return holding(text).faults();
  }

  private String the(String what) {
    return line(1, what);
  }

  private String line(int number, String what) {
    return String.format(
        Locale.ROOT,
        "The file %s, line %d, %s",
        SettingValue.quoted(file.toString()),
        number,
        what);
  }

  @Test
  void a_value_is_utf_8_and_may_have_escapes() throws IOException {
    Given given = holding("# C:\\data\nsteward.jwt.issuer = h\u00e4u\\u0073er\\\n  \\:1\n");
    assertThat(given.settings().jwt().issuer()).isEqualTo("h\u00e4user:1");
  }

  @Test
  void a_byte_order_mark_in_the_file_is_ignored() throws IOException {
    assertThat(holding("\uFEFFsteward.jwt.issuer=x").settings().jwt().issuer()).isEqualTo("x");
  }

  @Test
  void a_missing_file_is_a_fault() {
    assertThat(Given.enough().file(file).faults())
        .singleElement()
        .asString()
        .startsWith("STEWARD_CONFIG (environment) names the file")
        .endsWith("which does not exist: create it or correct the path");
  }

  @Test
  void a_secret_that_other_users_can_read_is_a_warning() throws IOException {
    Files.writeString(file, "steward.database.password = from a file\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Given.enough().file(file).sources().warnings())
        .containsExactly(
            "users other than the owner can access the settings file "
                + file
                + " of STEWARD_CONFIG (environment): change its mode to 600");
    Files.writeString(file, "steward.jwt.issuer = x\n");
    assertThat(Given.enough().file(file).sources().warnings()).isEmpty();
  }

  @Test
  void settings_that_a_faulty_file_may_contain_are_not_called_missing() {
    assertThat(
            Given.enough()
                .without("JWT_SECRET")
                .without("DATABASE_URL")
                .file(file.resolveSibling("."))
                .faults())
        .singleElement()
        .asString()
        .endsWith("which cannot be read: give the path of a file");
  }

  @Test
  void a_folder_instead_of_a_file_is_a_fault() {
    assertThat(Given.enough().file(file.resolveSibling(".")).faults())
        .singleElement()
        .asString()
        .endsWith("which cannot be read: give the path of a file");
  }

  @Test
  void an_empty_file_name_is_a_fault() {
    assertThat(Given.enough().environment("CONFIG", "").faults())
        .containsExactly("STEWARD_CONFIG (environment) is empty: give it a value or remove it");
  }

  @Test
  void an_encoding_other_than_utf_8_is_a_fault() throws IOException {
    Files.writeString(file, "steward.jwt.issuer=h\u00e4user", ISO_8859_1);
    assertThat(Given.enough().file(file).faults())
        .singleElement()
        .asString()
        .endsWith("which is not UTF-8: save it as UTF-8");
  }

  @Test
  void a_broken_unicode_escape_is_a_fault() throws IOException {
    assertThat(faults("steward.jwt.issuer=\\u12G4"))
        .containsExactly(
            the("has \\u without four hexadecimal digits after it: write \\\\ for a backslash"));
  }

  @Test
  void a_meaningless_backslash_is_a_fault() throws IOException {
    assertThat(faults("steward.home=C:\\data"))
        .containsExactly(the("has a meaningless backslash: write \\\\ for a backslash"));
  }

  @Test
  void a_key_given_twice_is_a_fault() throws IOException {
    assertThat(faults("steward.jwt.leeway=1\nsteward.jwt.leeway=1"))
        .containsExactly(line(2, "sets STEWARD_JWT_LEEWAY again, after line 1: keep one of them"));
  }

  @Test
  void an_unknown_key_is_a_fault() throws IOException {
    assertThat(faults("steward.quux=1"))
        .containsExactly(the("has the unknown key \"steward.quux\": remove it"));
  }

  @Test
  void the_message_suggests_the_right_spelling_of_a_misspelt_key() throws IOException {
    assertThat(faults("steward.database.poolSize=1\nSTEWARD_JWT_LEEWY=1\nhttp.port=1"))
        .containsExactly(
            the(
                "has the unknown key \"steward.database.poolSize\":"
                    + " did you mean steward.database.pool_size?"),
            line(2, "has the unknown key \"STEWARD_JWT_LEEWY\": did you mean STEWARD_JWT_LEEWAY?"),
            line(3, "has the unknown key \"http.port\": did you mean steward.http.port?"));
  }

  @Test
  void a_settings_file_cannot_name_another_settings_file() throws IOException {
    assertThat(faults("steward.config=/other"))
        .containsExactly(
            the("sets steward.config, but a file cannot name another file: remove it"));
  }

  @Test
  void a_secret_on_a_line_without_its_key_is_not_shown() throws IOException {
    assertThat(faults("steward.jwt.leeway=1\n" + Given.SECRET))
        .containsExactly(line(2, "has a key that does not start with 'steward.': remove the key"));
  }

  @Test
  void a_nul_character_in_a_value_is_a_fault() throws IOException {
    assertThat(faults("steward.jwt.issuer=a\u0000b"))
        .singleElement()
        .asString()
        .startsWith("STEWARD_JWT_ISSUER (file ")
        .endsWith(") contains a control or undecodable character: remove it");
  }

  @Test
  void a_line_break_in_a_key_cannot_forge_a_line_of_the_message() throws IOException {
    assertThat(faults("steward.a\\nb=1"))
        .containsExactly(the("has the unknown key \"steward.a?b\": remove it"));
  }

  @Test
  void environment_variables_may_stand_in_the_file() throws IOException {
    Given given =
        holding(
            """
            # for systemd
            JAVA_OPTS=-Xmx300m
            STEWARD_JWT_ISSUER='h\\u0061 "q"'
            STEWARD_JWT_LEEWAY = 7
            steward.http.port=81
            """);
    assertThat(given.settings().jwt().issuer()).isEqualTo("h\\u0061 \"q\"");
    assertThat(given.settings().http().port()).isEqualTo(81);
  }

  @Test
  void variables_of_other_programs_are_ignored() throws IOException {
    Given given =
        holding(
            """
            TZ=UTC
            LANG=C.UTF-8
            http_proxy=http://proxy.example:3128
            HTTP_PROXY=http://proxy.example:3128
            DATABASE_URL=postgres://db/other
            HTTP_PORT=99999
            JAVA_OPTS=-Xmx300m \\
              -Xms100m
            STEWARD_JWT_LEEWAY=7
            """);
    assertThat(given.settings().jwt().leeway()).hasSeconds(7);
    assertThat(given.sources().warnings())
        .contains(
            "the file "
                + SettingValue.quoted(file.toString())
                + ", line 6, has the variable HTTP_PORT, which is ignored:"
                + " write STEWARD_HTTP_PORT if you mean the setting");
  }

  @Test
  void a_variable_that_takes_in_the_line_of_a_setting_is_a_fault() throws IOException {
    assertThat(faults("JAVA_HOME=C:\\jdk\\\nSTEWARD_JWT_LEEWAY=7"))
        .containsExactly(
            the("continues on a line that gives a setting: remove the backslash at its end"));
  }

  @Test
  void a_variable_of_steward_in_another_case_is_a_fault() throws IOException {
    assertThat(faults("steward_jwt_leeway=1"))
        .singleElement()
        .asString()
        .contains("has the unknown key \"steward_jwt_leeway\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\b", "\"a", "it's", "\"a\\\\b\""})
  void a_variable_that_other_readers_would_read_differently_is_a_fault(String value)
      throws IOException {
    assertThat(faults("\nSTEWARD_JWT_ISSUER=" + value))
        .containsExactly(
            line(2, "has a quote or backslash in the value: put the value between single quotes"));
  }

  @Test
  void a_fault_of_a_value_names_the_line() throws IOException {
    assertThat(faults("# comment\n\nsteward.jwt.issuer=a\\\n  b\nSTEWARD_JWT_LEEWAY=301\n"))
        .singleElement()
        .asString()
        .startsWith("STEWARD_JWT_LEEWAY (file ")
        .contains(", line 5) must be a whole number");
  }
}
