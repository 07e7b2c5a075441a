package io.steward.settings.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingSourcesTest {
  private Given everywhere(Path folder) throws IOException {
    Path file = folder.resolve("steward.properties");
    Files.writeString(file, "steward.jwt.issuer=the file\n");
    return Given.enough()
        .jndi("jwt.issuer", "JNDI")
        .property("jwt.issuer", "the property")
        .environment("JWT_ISSUER", "the environment")
        .file(file);
  }

  private static String issuer(Given given) {
    return given.settings().jwt().issuer();
  }

  @Test
  void jndi_comes_first(@TempDir Path folder) throws IOException {
    assertThat(issuer(everywhere(folder))).isEqualTo("JNDI");
  }

  @Test
  void a_system_property_comes_second(@TempDir Path folder) throws IOException {
    Given given = Given.enough().property("jwt.issuer", "the property");
    assertThat(issuer(given.environment("JWT_ISSUER", "the environment")))
        .isEqualTo("the property");
  }

  @Test
  void the_environment_comes_third(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "steward.jwt.issuer=the file");
    assertThat(issuer(Given.enough().file(file).environment("JWT_ISSUER", "the environment")))
        .isEqualTo("the environment");
  }

  @Test
  void the_file_comes_fourth(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "steward.jwt.issuer=the file");
    assertThat(issuer(Given.enough().file(file))).isEqualTo("the file");
  }

  @Test
  void the_default_comes_last() {
    assertThat(issuer(Given.enough())).isEqualTo("steward");
  }

  @Test
  void the_first_source_wins_even_if_its_value_is_empty() {
    Given given = Given.enough().property("jwt.issuer", "").environment("JWT_ISSUER", "x");
    assertThat(given.faults())
        .containsExactly(
            "STEWARD_JWT_ISSUER (system property) is empty: give it a value or remove it");
  }

  @Test
  void jndi_may_hold_numbers() {
    assertThat(Given.enough().jndi("http.port", 9090).settings().http().port()).isEqualTo(9090);
  }

  @Test
  void jndi_may_not_hold_other_objects() {
    assertThat(Given.enough().jndi("jwt.secret", new Object()).faults())
        .containsExactly("STEWARD_JWT_SECRET (JNDI) is not text: bind a java.lang.String there");
  }

  @Test
  void every_other_source_may_name_the_settings_file(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "steward.jwt.issuer=the file");
    String name = file.toString();
    assertThat(Given.enough().jndi("config", name).settings().jwt().issuer()).isEqualTo("the file");
    assertThat(Given.enough().property("config", name).settings().jwt().issuer())
        .isEqualTo("the file");
  }

  @Test
  void a_process_without_jndi_reads_the_other_sources() {
    System.setProperty("steward.jwt.leeway", "7");
    try {
      assertThat(SettingSources.ofProcess().value(Setting.JWT_LEEWAY)).contains("7");
    } finally {
      System.clearProperty("steward.jwt.leeway");
    }
  }

  @Test
  void a_value_can_be_read_before_it_is_checked() {
    SettingSources sources = Given.nothing().environment("JWT_SECRET", "short").sources();
    assertThat(sources.value(Setting.JWT_SECRET)).isEqualTo(Optional.of("short"));
    assertThat(sources.value(Setting.DATABASE_URL)).isEmpty();
    assertThat(sources.value(Setting.HTTP_PORT)).isEmpty();
  }

  @Test
  void an_unknown_system_property_is_a_fault() {
    assertThat(Given.enough().property("jwt.leway", "1").property("quux", "1").faults())
        .containsExactly(
            "The system property \"steward.jwt.leway\" is not a setting:"
                + " did you mean steward.jwt.leeway?",
            "The system property \"steward.quux\" is not a setting: remove it");
  }

  @Test
  void an_unknown_environment_variable_is_a_warning_only() {
    Given given =
        Given.enough()
            .environment("SERVICE_HOST", "10.0.0.1")
            .environment("JWT_SECRT", "something");
    given.settings();
    assertThat(given.sources().warnings())
        .containsExactly(
            "The environment variable \"STEWARD_JWT_SECRT\" is not a setting:"
                + " did you mean STEWARD_JWT_SECRET?",
            "The environment variable \"STEWARD_SERVICE_HOST\" is not a setting: ignored");
  }

  @Test
  void names_of_other_products_are_ignored() {
    SettingSources sources =
        SettingSources.of(
            name -> null, Map.of("stewards.x", "1", "java.home", "1"), Map.of("STEWARDS_X", "1"));
    assertThat(sources.faults()).isEmpty();
    assertThat(sources.warnings()).isEmpty();
  }
}
