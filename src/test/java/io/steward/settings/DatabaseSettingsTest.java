package io.steward.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.Driver;

final class DatabaseSettingsTest {
  private static DatabaseSettings database(Given given) {
    return given.settings().database();
  }

  @Test
  void a_url_alone_is_enough() {
    DatabaseSettings database = database(Given.enough());
    assertThat(database.url()).contains(Given.URL);
    assertThat(database.username()).isEmpty();
    assertThat(database.password().reveal()).isEmpty();
    assertThat(database.jndi()).isEmpty();
    assertThat(database.poolSize()).isEqualTo(10);
  }

  @Test
  void everything_can_be_set() {
    DatabaseSettings database =
        database(
            Given.enough()
                .environment("DATABASE_USERNAME", "app")
                .environment("DATABASE_PASSWORD", " p w ")
                .environment("DATABASE_POOL_SIZE", "200"));
    assertThat(database.username()).contains("app");
    assertThat(database.password().reveal()).isEqualTo(" p w ");
    assertThat(database.poolSize()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java:comp/env/jdbc/steward", "jdbc/app", "java:/Steward"})
  void a_data_source_may_replace_the_url(String name) {
    Given given = Given.enough().without("DATABASE_URL").environment("DATABASE_JNDI", name);
    assertThat(database(given).jndi()).contains(name);
  }

  @Test
  void a_url_may_contain_a_user_and_a_password() {
    String url = Given.URL + "?user=app&password=hunter22";
    assertThat(database(Given.enough().environment("DATABASE_URL", url)).url()).contains(url);
  }

  @Test
  void an_empty_database_password_is_accepted() {
    Given given = Given.enough().environment("DATABASE_PASSWORD", "");
    assertThat(database(given).password().reveal()).isEmpty();
  }

  @Test
  void settings_with_neither_a_url_nor_a_data_source_are_a_fault() {
    assertThat(Given.enough().without("DATABASE_URL").faults())
        .singleElement()
        .asString()
        .startsWith("STEWARD_DATABASE_URL is not set: set it to a URL such as jdbc:postgresql:");
  }

  @Test
  void a_url_together_with_a_data_source_is_a_fault() {
    assertThat(Given.enough().jndi("database.jndi", "jdbc/app").faults())
        .containsExactly(
            "STEWARD_DATABASE_URL (environment) and STEWARD_DATABASE_JNDI (JNDI) are both set:"
                + " remove one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://app:hunter22@localhost/steward",
        "jdbc:mysql://localhost/steward?password=hunter22",
        "JDBC:postgresql://localhost/steward",
        "jdbc:postgresql://app:hunter22@localhost/steward",
        "jdbc:postgresql://localhost:5432?password=hunter22",
        "jdbc:postgresql://localhost:port/steward?password=hunter22",
        "jdbc:postgresql://localhost:5432/stew/ard?password=hunter22",
        "jdbc:postgresql://localhost:5432/steward?password=100%hunter22",
        "jdbc:postgresql://localhost:5432/steward?password=hunter 22"
      })
  void a_url_that_the_driver_cannot_parse_is_a_fault_and_not_shown(String url) {
    assertThat(Given.enough().environment("DATABASE_URL", url).faults())
        .containsExactly(
            "STEWARD_DATABASE_URL (environment) must be a URL such as "
                + Given.URL
                + ", with the user's name and password in separate settings");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:steward",
        "jdbc:postgresql:///steward",
        "jdbc:postgresql://[::1]:5432/steward",
        "jdbc:postgresql://one.example,two.example:5433/?targetServerType=primary",
        "jdbc:postgresql://localhost/st%20eward?options=-c%20search_path=x&currentSchema=a@b/c"
      })
  void every_form_of_url_that_the_driver_parses_is_accepted(String url) {
    assertThat(database(Given.enough().environment("DATABASE_URL", url)).url()).contains(url);
    assertThat(Driver.parseURL(url, null)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ldap://evil/x", "ldap:x", "rmi://evil/x"})
  void a_jndi_name_with_a_remote_scheme_is_a_fault(String name) {
    Given given = Given.enough().without("DATABASE_URL").environment("DATABASE_JNDI", name);
    assertThat(given.faults())
        .containsExactly(
            "STEWARD_DATABASE_JNDI (environment) must be a name such as"
                + " java:comp/env/jdbc/steward, not \""
                + name
                + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "201", "-1", "ten", "1e1", "+5", "99999999999", "\u0665", "5 0"})
  void a_pool_size_is_a_number_from_1_to_200(String size) {
    assertThat(Given.enough().environment("DATABASE_POOL_SIZE", size).faults())
        .containsExactly(
            "STEWARD_DATABASE_POOL_SIZE (environment) must be a whole number from 1 to 200, not \""
                + size
                + "\"");
  }

  @Test
  void a_line_break_after_the_password_is_a_fault() {
    assertThat(Given.enough().environment("DATABASE_PASSWORD", "hunter22\n").faults())
        .containsExactly(
            "STEWARD_DATABASE_PASSWORD (environment) contains a control or undecodable"
                + " character: remove it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"?password=hunter22", "?sslPassword=hunter22", "?user=a@b", "&PASSWORD=hunter22"})
  void a_url_that_may_contain_a_password_is_not_printed(String query) {
    Given given = Given.enough().environment("DATABASE_URL", Given.URL + query);
    assertThat(database(given)).hasToString("DatabaseSettings[(secret), poolSize=10]");
  }

  @Test
  void a_url_without_a_password_is_printed() {
    assertThat(database(Given.enough()))
        .hasToString("DatabaseSettings[" + Given.URL + ", poolSize=10]");
  }
}
