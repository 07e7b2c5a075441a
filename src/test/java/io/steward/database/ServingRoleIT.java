package io.steward.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.cli.CommandRun;
import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.LogLines;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steward under the role, and with exactly the grants, that the guide for operations shows. */
final class ServingRoleIT {
  private static final Pattern GRANTS =
      Pattern.compile("(?s)## A role without rights.*?```sql\n(.*?)```.*?```sql\n(.*?)```");

  @TempDir private Path folder = Path.of("");
  private final TestDatabase database = TestDatabase.create();
  private final String role = "serve_" + System.nanoTime();

  @AfterEach
  void dropRole() {
    database.execute("drop owned by " + role + "; drop role " + role);
  }

  private void migrateAndGrant() throws IOException {
    database.migrate();
    Matcher grants = GRANTS.matcher(Files.readString(Path.of("deploy/operations.md")));
    assertThat(grants.find()).isTrue();
    database.execute(
        (grants.group(1) + grants.group(2))
            .replace("on database steward", "on database " + name())
            .replace("steward_serve", role));
  }

  private String name() {
    return database.query("select current_database()").get(0);
  }

  private String url() {
    return database.url().replace("user=steward", "user=" + role);
  }

  @Test
  void the_guides_grants_are_enough_to_serve() throws IOException {
    migrateAndGrant();
    List<String> lines =
        LogLines.of(
            "io.steward",
            Level.WARNING,
            () -> {
              try (TestServer server = TestServer.start(url(), Map.of())) {
                Caller caller = new Caller(server);
                caller.get("/health/ready").assertStatus(200);
                live(caller);
              }
            });
    assertThat(lines).noneMatch(line -> line.contains("chore") || line.contains("503"));
  }

  @Test
  void check_finds_no_fault_under_the_guides_grants_and_names_missing_ones() throws IOException {
    migrateAndGrant();
    assertThat(check().code()).isZero();
    database.execute("revoke insert on audit from " + role);
    database.execute("revoke execute on function audit_upkeep(integer) from " + role);
    database.execute("revoke select on groups, users from " + role);
    CommandRun check = check();
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.err())
        .contains(
            "Fault: Rights: the role lacks insert on audit, execute on function"
                + " audit_upkeep(integer), select on groups, select on users: grant it");
  }

  @Test
  void check_tells_what_it_has_found_even_if_a_later_step_fails() throws IOException {
    migrateAndGrant();
    database.execute("revoke select on flyway_schema_history from " + role);
    CommandRun check = check();
    assertThat(check.code()).isEqualTo(1);
    assertThat(check.err()).anyMatch(line -> line.contains("flyway_schema_history"));
    assertThat(check.out()).anyMatch(line -> line.startsWith("Container: "));
  }

  private CommandRun check() {
    TestServer.registerDriver();
    return CommandRun.of(folder, Steward.environment(url()), "check");
  }

  private void live(Caller caller) {
    caller.register("ada@example.org", Caller.PASSWORD).assertStatus(201);
    Visitor visitor = Visitor.arrive(database, caller);
    visitor.set("is_staff = true");
    Visitor.Pair pair = visitor.refreshed(visitor.logIn());
    visitor.read(pair).assertStatus(200);
    visitor.sessions(pair).assertStatus(200);
    Answer changed = visitor.changePassword(pair, Caller.PASSWORD, "another good pass phrase");
    assertThat(changed.status()).isLessThan(300);
    Visitor leaving = Visitor.arrive(database, caller);
    assertThat(leaving.deleteAccount(leaving.logIn()).status()).isLessThan(300);
  }

  @Test
  void the_role_makes_the_audits_months_but_cannot_change_tables_or_the_audit() throws Exception {
    migrateAndGrant();
    String month = database.query("select 'audit_' || to_char(now(), 'YYYY_MM')").get(0);
    database.execute("drop table " + month);
    database.execute("set role " + role + "; select audit_upkeep(365)");
    assertThat(database.query("select to_regclass('" + month + "')")).containsExactly(month);
    for (String statement :
        List.of(
            "drop table " + month,
            "delete from audit",
            "truncate sessions",
            "alter table users add column x int",
            "create table mine (id int)",
            "insert into flyway_schema_history select * from flyway_schema_history",
            "update compatibility set oldest_version = 1")) {
      assertThatThrownBy(() -> database.execute("set role " + role + "; " + statement))
          .as(statement)
          .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }
  }

  @Test
  void nobody_else_may_run_the_function_that_has_the_owners_rights() throws IOException {
    migrateAndGrant();
    String stranger = "stranger_" + System.nanoTime();
    database.execute("create role " + stranger);
    assertThatThrownBy(() -> database.execute("set role " + stranger + "; select audit_upkeep(1)"))
        .hasMessageContaining("permission denied for function audit_upkeep");
    database.execute("drop role " + stranger);
    assertThat(database.query("select proconfig::text from pg_proc where proname = 'audit_upkeep'"))
        .singleElement()
        .asString()
        .contains("search_path=public, pg_temp");
  }
}
