package io.steward.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingReader;
import io.steward.settings.source.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
  private static SettingReader reader(Given given) {
    return new SettingReader(given.sources());
  }

  @Test
  void all_faults_of_settings_are_reported_together() {
    SettingsException refusal =
        Given.nothing()
            .property("nonsense", "1")
            .environment("CONFIG", "/nowhere/at/all")
            .environment("JWT_SECRET", "secret")
            .environment("JWT_ALGORITHM", "none")
            .environment("HTTP_PORT", "http")
            .environment("HOME", "~/steward")
            .refusal();
    assertThat(refusal.faults())
        .extracting(fault -> fault.replaceAll(" (\\(|is not set|names|is not a).*", ""))
        .containsExactly(
            "The system property \"steward.nonsense\"",
            "STEWARD_CONFIG",
            "STEWARD_JWT_ALGORITHM",
            "STEWARD_JWT_SECRET",
            "STEWARD_JWT_SECRET",
            "STEWARD_HTTP_PORT",
            "STEWARD_HOME");
    assertThat(refusal).hasMessage(String.join("\n", refusal.faults()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DATABASE_URL", "DATABASE_PASSWORD", "JWT_SECRET"})
  void no_message_shows_a_secret(String name) {
    for (String text : List.of("hunter22", "hunter22\n", "\0hunter22", "tcp://hunter22")) {
      Given given = Given.enough().environment(name, text).environment("HTTP_PORT", "x");
      assertThat(given.refusal().getMessage()).doesNotContain("hunter22");
    }
  }

  @Test
  void nothing_prints_a_secret() {
    Given given =
        Given.enough()
            .environment("DATABASE_URL", Given.URL + "?password=hunter22")
            .environment("DATABASE_PASSWORD", "hunter22");
    Settings settings = given.settings();
    assertThat(settings.toString()).contains("(secret)").doesNotContain("hunter22", Given.SECRET);
    assertThat(given.sources().toString()).doesNotContain("hunter22", Given.SECRET);
    for (Setting setting : Setting.values()) {
      assertThat(given.sources().find(setting).toString()).doesNotContain("hunter22", Given.SECRET);
    }
  }

  @Test
  void the_default_home_is_in_the_users_home_folder() {
    assertThat(Given.enough().settings().home())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".steward"));
  }

  @Test
  void a_relative_home_is_made_absolute_and_not_created(@TempDir Path folder) {
    Path home = Given.enough().environment("HOME", "target/no/../home-x").settings().home();
    assertThat(home).isAbsolute().isEqualTo(Path.of("target/home-x").toAbsolutePath());
    assertThat(home).doesNotExist();
  }

  @Test
  void a_home_that_begins_with_a_tilde_is_refused() {
    assertThat(Given.enough().environment("HOME", "~/steward").faults())
        .containsExactly(
            "STEWARD_HOME (environment) must be written out as an absolute path,"
                + " not \"~/steward\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?", ""})
  void a_user_without_a_home_folder_must_set_the_home(String userHome) {
    SettingReader reader = reader(Given.enough());
    Settings.home(reader, userHome);
    assertThatThrownBy(reader::finish)
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "STEWARD_HOME (default) must be an absolute path, because this user has no home folder,"
                + " not \"${user.home}/.steward\"");
  }

  @Test
  void a_home_from_a_file_is_used(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "steward.home=" + folder.resolve("h"));
    assertThat(Given.enough().file(file).settings().home()).isEqualTo(folder.resolve("h"));
  }

  @Test
  void a_long_value_is_cut_in_a_message() {
    assertThat(Given.enough().environment("JWT_ALGORITHM", "x".repeat(61)).faults())
        .singleElement()
        .asString()
        .endsWith("not \"" + "x".repeat(60) + "…\"");
  }
}
