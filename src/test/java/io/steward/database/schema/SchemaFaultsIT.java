package io.steward.database.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.cli.CommandRun;
import io.steward.database.Database;
import io.steward.database.connection.DatabaseRefusal;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases that Steward cannot migrate or serve from: one line each. */
final class SchemaFaultsIT {
  private static final String NEWER =
      """
      insert into flyway_schema_history
        (installed_rank, version, description, type, script, checksum, installed_by,
         execution_time, success)
      values (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'steward', 1, %s)
      """;

  @TempDir private Path folder = Path.of("");
  private final TestDatabase database = TestDatabase.create();

  private static Database open(String url) {
    TestServer.registerDriver();
    return new Database(TestServer.settings(url, Map.of()).database());
  }

  /** Both {@code serve} and {@code migrate} refuse, and {@code check} prints the same. */
  private void assertRefused(String url, String... texts) {
    try (Database opened = open(url)) {
      assertThatThrownBy(opened.server()::migrate)
          .isInstanceOf(DatabaseRefusal.class)
          .message()
          .contains(texts)
          .doesNotContain("\n");
      assertThat(opened.server().schemaState().faults()).singleElement().asString().contains(texts);
    }
  }

  @Test
  void a_role_that_may_create_no_table_is_told_postgresqls_reason_and_the_grant() {
    String role = "poor_" + System.nanoTime();
    database.execute("revoke create on schema public from public; create role " + role + " login");
    String url = database.url().replace("user=steward", "user=" + role);
    assertRefused(
        url, "permission denied for schema public", "grant create on schema public to " + role);
    TestServer.registerDriver();
    CommandRun check = CommandRun.of(folder, Steward.environment(url), "check");
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.err())
        .anyMatch(line -> line.startsWith("Fault: Rights: permission denied for schema public"));
    database.execute("revoke usage on schema public from public");
    assertRefused(url, "Rights: the search path of role " + role);
    database.execute("drop role " + role);
  }

  @Test
  void a_role_that_does_not_own_the_tables_is_told_who_may_migrate() {
    database.migrate();
    String role = "other_" + System.nanoTime();
    database.execute(
        "create role %s login; grant select on flyway_schema_history, compatibility to %s"
            .formatted(role, role));
    database.execute(
        "delete from flyway_schema_history where version = (select max(version::int)::text from"
            + " flyway_schema_history)");
    assertRefused(
        database.url().replace("user=steward", "user=" + role),
        "the tables belong to role steward: run 'migrate' as steward");
    database.execute("drop owned by " + role + "; drop role " + role);
  }

  @Test
  void a_schema_whose_name_needs_quotes_is_used() {
    database.execute("create schema \"Odd Sch\"\"e'ma\" authorization steward");
    String url = database.url() + "&currentSchema=%22Odd%20Sch%22%22e'ma%22";
    try (Database opened = open(url)) {
      opened.server().migrate();
      assertThat(opened.server().schemaState().faults()).isEmpty();
    }
    assertThat(
            database.query(
                "select nspname from pg_class join pg_namespace n on n.oid = relnamespace"
                    + " where relname = 'users'"))
        .containsExactly("Odd Sch\"e'ma");
    TestServer.registerDriver();
    CommandRun check = CommandRun.of(folder, Steward.environment(url), "check");
    assertThat(check.err()).noneMatch(line -> line.startsWith("Fault"));
    assertThat(check.code()).isZero();
  }

  @Test
  void a_read_only_database_is_refused_with_the_setting() {
    String name = database.query("select current_database()").get(0);
    database.execute("alter database " + name + " set default_transaction_read_only = on");
    TestServer.registerDriver();
    CommandRun check = CommandRun.of(folder, Steward.environment(database.url()), "check");
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.err()).anyMatch(line -> line.contains("default_transaction_read_only is on"));
  }

  @Test
  void a_schema_with_tables_of_another_program_is_refused() {
    database.execute("create table customers (id int)");
    assertRefused(database.url(), "Schema: public contains tables of another program (customers)");
  }

  @Test
  void a_database_that_cannot_store_every_text_is_refused() {
    TestDatabase latin = TestDatabase.create("encoding 'LATIN1' locale 'C' template template0");
    assertRefused(latin.url(), "Encoding: the database stores texts as LATIN1");
  }

  @Test
  void a_newer_schema_is_used_only_if_it_says_that_this_program_may() {
    database.migrate();
    database.execute(NEWER.formatted("true"));
    database.execute("alter table users add column later text");
    try (Database opened = open(database.url())) {
      assertThatCode(opened.server()::migrate).doesNotThrowAnyException();
      assertThat(opened.server().schemaState().faults()).isEmpty();
    }
    database.execute("update compatibility set oldest_version = 99");
    assertRefused(database.url(), "Schema: version 99 needs a newer Steward than this one");
    database.execute("delete from compatibility");
    assertRefused(database.url(), "Schema: version 99 needs a newer Steward than this one");
  }

  @Test
  void a_migration_that_failed_halfway_is_refused() {
    database.migrate();
    database.execute(NEWER.formatted("false"));
    assertRefused(database.url(), "Schema: the migration to version 99 failed halfway");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alter table users rename first_name to given_name | "first_name" does not exist
          alter table sessions rename to renamed | relation "sessions" does not exist
          alter table throttles add column later int not null | column throttles.later has no default
          """)
  void tables_of_another_shape_are_refused(String change, String reason) {
    database.migrate();
    database.execute(change);
    assertRefused(database.url(), reason, "Schema: ", "start the Steward that made these tables");
  }

  @Test
  void the_tables_of_an_extension_are_no_obstacle() {
    database.execute(
        """
        create extension citext;
        create table of_extension (id int);
        alter extension citext add table of_extension
        """);
    database.migrate();
    assertThat(List.copyOf(database.query("select to_regclass('users')"))).containsExactly("users");
  }
}
