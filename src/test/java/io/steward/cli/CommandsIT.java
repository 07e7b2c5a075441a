package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.password.Passwords;
import io.steward.standalone.tomcat.EmbeddedTomcat;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.LogLines;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of steward.war with an external database. */
final class CommandsIT {
  private static final String DATABASE_PASSWORD = "swordfish-of-the-database";
  private static final String PASSWORD = "correct horse battery";
  private static final String NEW_PASSWORD = "analytical engine";
  private static final String UMLAUTS = "größer als Überdruß";
  private static final String[] NO_TYPING = {};
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A variable that only a process of its own sees. */
  private static final String LOCALE = "LC_ALL";

  private static final Path FOLDER = Folders.fresh("commands");

  private final TestDatabase database = TestDatabase.create();
  private final Passwords passwords = new Passwords();

  private CommandRun run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private CommandRun run(Map<String, String> further, String... arguments) {
    return run(further, NO_TYPING, arguments);
  }

  private CommandRun run(Map<String, String> further, String[] typed, String... arguments) {
    Map<String, String> environment = new HashMap<>(Steward.environment(url()));
    environment.put("STEWARD_DATABASE_PASSWORD", DATABASE_PASSWORD);
    environment.putAll(further);
    CommandRun run =
        further.containsKey(LOCALE)
            ? CommandRun.inProcess(FOLDER, environment, List.of(typed), arguments)
            : CommandRun.of(FOLDER, environment, List.of(typed), arguments);
    assertThat(run.toString())
        .doesNotContain(TestServer.SECRET, DATABASE_PASSWORD, PASSWORD, NEW_PASSWORD);
    return run;
  }

  private String url() {
    return database.url() + "&password=" + DATABASE_PASSWORD;
  }

  private String name() {
    return database.url().replaceFirst("\\?.*", "");
  }

  private void migrate() {
    database.migrate();
  }

  private void migrateWithAda() {
    migrate();
    database.execute(
        "insert into users (email, first_name, last_name, password) values"
            + " ('ada@example.com', 'Ada', 'Lovelace', '%s')"
                .formatted(passwords.hash(new Password(PASSWORD)).encoded()));
  }

  private String user(String columns) {
    List<String> rows = database.query("select concat_ws(' ', %s) from users".formatted(columns));
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private boolean opens(String password) {
    return passwords.verify(
        new Password(password), Optional.of(new PasswordHash(user("password"))));
  }

  @Test
  void before_the_first_migration_check_lists_migrations_and_account_commands_fail() {
    assertThat(check())
        .startsWith(
            "Settings: good",
            "Database: " + name() + " answers",
            "Migrations: " + migrations() + " to apply: run migrate, or start serve");
    String refusal = "The database has pending migrations: run migrate first.";
    run("changepassword", "ada@example.com").fails(refusal);
    run("createsuperuser", "--noinput", "--email=a@b.cd", "--first_name=A", "--last_name=B")
        .fails(refusal);
    assertThat(database.query("select tablename from pg_tables where schemaname = 'public'"))
        .isEmpty();
  }

  /** The number of migrations, counted in another database to which all migrations were applied. */
  private static String migrations() {
    CommandsIT other = new CommandsIT();
    other.migrate();
    return other
        .database
        .query("select count(*) from flyway_schema_history where version is not null")
        .get(0);
  }

  @Test
  void sessions_end_all_ends_every_session_that_began_before_the_time() {
    migrate();
    String count = "select count(*) from bulk_revocations where user_id is null";
    assertThat(run("sessions", "end-all", "--before", "now").out())
        .singleElement()
        .asString()
        .startsWith("All sessions that began before ");
    assertThat(run("sessions", "end-all", "--before", "2026-01-31T12:00:00Z").code()).isZero();
    assertThat(
            database.query(
                "select started_before = '2026-01-31T12:00:00Z' and expires_at > clock_timestamp()"
                    + " and clock_timestamp() - issued_before between interval '-4 s' and interval"
                    + " '5 min' from bulk_revocations where user_id is null"
                    + " and started_before < '2026-02-02Z'"))
        .containsExactly("t");
    assertThat(database.query(count)).containsExactly("2");
    assertThat(run("sessions", "end-all", "--before", "9998-01-01").err())
        .containsExactly("--before must not be in the future.");
    assertThat(run("sessions", "end-all", "--before", "yesterday").code()).isEqualTo(2);
    assertThat(database.query(count)).containsExactly("2");
    assertThat(database.query("select count(*) from audit where event = 'sessions-ended'"))
        .containsExactly("2");
  }

  @Test
  void commands_about_accounts_need_no_key_and_no_data_source() throws IOException {
    migrate();
    database.execute(
        "insert into users (email, password, first_name, is_active) values"
            + " ('ada@example.com', '!', 'Ada', true), ('eve@example.com', '!', '=Eve', false)");
    Map<String, String> ofServer =
        Map.of(
            "STEWARD_DATABASE_JNDI",
            "java:comp/env/jdbc/steward",
            "STEWARD_JWT_SECRET_FILE",
            "/none");
    CommandRun refused = CommandRun.of(FOLDER, ofServer, "users");
    assertThat(refused.refusal()).contains("STEWARD_DATABASE_JNDI", "--database-url");
    String at = "--database-url=" + database.url();
    CommandRun users = CommandRun.of(FOLDER, ofServer, "users", "--csv", at);
    assertThat(users.out().get(0))
        .isEqualTo(
            "\"id\",\"email\",\"first_name\",\"last_name\",\"active\",\"staff\","
                + "\"superuser\",\"date_joined\",\"last_login\"");
    assertThat(users.out().get(1))
        .matches("'1','ada@example.com','Ada','','yes','no','no','20[^,]+Z',''".replace('\'', '"'));
    assertThat(users.out().get(2))
        .startsWith("\"2\",\"eve@example.com\",\"'=Eve\",\"\",\"no\",\"no\",\"no\",");
    Path config =
        Files.writeString(
            FOLDER.resolve("steward.env"), "STEWARD_DATABASE_URL='" + database.url() + "'\n");
    assertThat(
            CommandRun.of(FOLDER, Map.of(), "users", "inactive", "--config", config.toString())
                .rows())
        .singleElement()
        .asString()
        .startsWith("2  eve@example.com  \"=Eve\"  -  no  no  no  ");
    assertThat(CommandRun.of(FOLDER, ofServer, "users", "--search=ADA", at).rows()).hasSize(1);
    assertThat(CommandRun.of(FOLDER, ofServer, "deactivate", "ada@example.com", at).code())
        .isZero();
    assertThat(CommandRun.of(FOLDER, ofServer, "users", "active", at).rows()).isEmpty();
    assertThat(CommandRun.of(FOLDER, ofServer, "users", "activ", at).misuse())
        .contains("There is no command 'users activ'", "show", "inactive");
    Files.writeString(config, "\nSTEWARD_THROTTEL=off\n");
    assertThat(
            CommandRun.of(FOLDER, Map.of(), "audit", at, "--config", config.toString()).refusal())
        .contains("steward.env\", line 2, has the unknown key", "did you mean STEWARD_THROTTLE?");
  }

  @Test
  void a_name_cannot_forge_columns_in_the_list_of_users() {
    migrate();
    database.execute(
        "insert into users (email, password, first_name, last_name) values"
            + " ('ada@example.com', '!', 'Ada \"', 'x  yes  yes  2020-01-01')");
    assertThat(run("users").rows())
        .singleElement()
        .asString()
        .startsWith(
            "1  ada@example.com  \"Ada \\\"\"  \"x  yes  yes  2020-01-01\"  yes  no  no  20");
  }

  @Test
  void a_database_url_with_a_password_is_refused_as_an_option() {
    for (String key : List.of("?password=", "?ssl=true&password=", "?sslpassword=")) {
      assertThat(run("users", "--database-url=" + name() + key + "x").misuse())
          .contains("--database-url contains a password", "--database-password-file");
    }
  }

  @Test
  void each_command_explains_itself() {
    assertThat(run("activate", "--help").out())
        .contains("Allow log-in to a deactivated account again.");
    assertThat(run("deactivate", "--help").out())
        .contains("Forbid log-in to an account, and end its sessions.");
  }

  @Test
  void migrating_again_changes_nothing() {
    String upToDate = "The database " + name() + " is up to date; migrations applied: 0.";
    assertThat(run("migrate").out().toString())
        .containsPattern("up to date; migrations applied: [1-9]\\d?\\.");
    List<String> history = database.query("select installed_on from flyway_schema_history");
    assertThat(history).isNotEmpty();
    run("migrate").succeeds(upToDate);
    assertThat(database.query("select installed_on from flyway_schema_history")).isEqualTo(history);
    assertThat(check())
        .startsWith(
            "Settings: good", "Database: " + name() + " answers", "Migrations: all applied");
  }

  /**
   * The output of a successful check. Its only advice is that the test database may lose commits.
   */
  private List<String> check() {
    CommandRun checked = run(Map.of("STEWARD_THROTTLE", "on"), "check");
    assertThat(checked.err()).singleElement().asString().startsWith("Advice: Durability: ");
    assertThat(checked.code()).isZero();
    return checked.out();
  }

  @Test
  void check_reports_libraries_database_clock_pool_and_proxies() {
    migrate();
    assertThat(check())
        .anyMatch(line -> line.matches("Container: Apache Tomcat/10\\.1\\..* on Java .*"))
        .anyMatch(line -> line.matches("Jersey: 3\\.1\\.\\d+ from .*/jersey-server-3\\.1.*\\.jar"))
        .anyMatch(line -> line.matches("EclipseLink: 4\\.0.* from .*/eclipselink-.*\\.jar"))
        .anyMatch(line -> line.matches("jose4j: 0\\.9.* from .*/jose4j-0\\.9.*\\.jar"))
        .anyMatch(line -> line.matches("PostgreSQL: 17.*, as role steward"))
        .anyMatch(line -> line.matches("Clock: \\d+ ms (ahead of|behind) the database's clock"))
        .anyMatch(line -> line.startsWith("Pool: 10 connections for "))
        .anyMatch(line -> line.startsWith("Proxies: none trusted"))
        .contains("Key: age unknown, because a secret has no date (keys in total: 1)");
  }

  @Test
  void rows_of_other_programs_are_listed_and_sequences_moved_on() {
    migrate();
    database.execute(
        "insert into users (id, email, password) overriding system value"
            + " values (8, 'q@EXÄMPLE.example', 'x'), (9, 'p@xn--mnchen-3ya.example', 'x'),"
            + " (10, 'p@münchen.example', 'x')");
    String spelling = "Advice: Address: q@EXÄMPLE.example of user 8 is not canonical: ";
    String twins = "Advice: Address: p@münchen.example is the address of the users 9 ";
    CommandRun checked = run("check");
    assertThat(checked.err())
        .anyMatch(line -> line.startsWith(spelling))
        .anyMatch(line -> line.startsWith(twins))
        .anyMatch(line -> line.startsWith("Advice: Sequence: public.users_id_seq is behind"));
    assertThat(checked.code()).isZero();
    CommandRun migrated = run("migrate");
    assertThat(migrated.err())
        .anyMatch(line -> line.startsWith(spelling))
        .anyMatch(line -> line.startsWith(twins));
    assertThat(migrated.out())
        .contains("Sequence: moved public.users_id_seq past the greatest users.id, 10");
    assertThat(run("check").err()).noneMatch(line -> line.contains("Sequence"));
  }

  @ParameterizedTest
  @CsvSource({
    "q@EXÄMPLE.example, q@EXÄMPLE.example",
    "q@EXÄMPLE.example, Q@exämple.example",
    "q@EXÄMPLE.example, q@XN--EXMPLE-CUA.example",
    // The tables for scripts written from right to left, and for joiners.
    "q@xn--mgba3gch31f060k.example, q@نامه\u200cای.example",
    "q@xn--11b2ezcw70k.example, q@क्\u200dष.example",
  })
  void the_commands_find_an_address_in_every_spelling(String stored, String typed) {
    migrate();
    database.execute(
        "insert into users (email, password) values ('%s', '%s')"
            .formatted(stored, passwords.hash(new Password(PASSWORD)).encoded()));
    assertThat(run("deactivate", typed).code()).isZero();
    assertThat(user("is_active")).isEqualTo("f");
    run("createsuperuser", "--noinput", "--email=" + typed, "--first_name=A", "--last_name=B")
        .fails("CommandError: Error: That email is already taken.");
  }

  @Test
  void check_prints_a_fault_and_exits_with_1() {
    migrate();
    database.execute("revoke delete on sessions from steward");
    CommandRun checked = run("check");
    assertThat(checked.err())
        .contains("Fault: Rights: the role lacks delete on sessions: grant it");
    assertThat(checked.code()).isEqualTo(1);
  }

  @Test
  void check_reads_the_files_that_the_settings_name() throws IOException {
    Path clients = Files.writeString(FOLDER.resolve("clients"), "portal not-a-hash\n");
    CommandRun noClients = run(Map.of("STEWARD_CLIENTS_FILE", clients.toString()), "check");
    assertThat(noClients.err()).anyMatch(line -> line.startsWith("STEWARD_CLIENTS_FILE"));
    assertThat(noClients.code()).isEqualTo(1);
    Path rules = Files.writeString(FOLDER.resolve("rules"), "GET /a everybody\n");
    CommandRun noRules =
        run(
            Map.of("STEWARD_AUTHZ_RULES", rules.toString(), "STEWARD_PROXY_TRUSTED", "127.0.0.1"),
            "check");
    assertThat(noRules.err()).anyMatch(line -> line.contains(", which is wrong: line 1"));
    assertThat(noRules.code()).isEqualTo(1);
  }

  @Test
  void a_fault_that_check_finds_prevents_the_start() {
    migrate();
    database.execute("revoke delete on sessions from steward");
    List<String> logged =
        LogLines.of(
            "io.steward",
            () ->
                assertThatThrownBy(() -> TestServer.start(database.url(), Map.of()))
                    .isInstanceOf(EmbeddedTomcat.StartFailure.class));
    assertThat(logged)
        .anyMatch(line -> line.contains("Rights: the role lacks delete on sessions: grant it"));
  }

  @Test
  void a_port_in_use_ends_the_start_before_it_migrates_the_database() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      Map<String, String> port = Map.of("http.port", String.valueOf(taken.getLocalPort()));
      assertThatThrownBy(() -> TestServer.start(database.url(), port))
          .isInstanceOf(EmbeddedTomcat.StartFailure.class)
          .hasMessageStartingWith("Cannot listen on ");
    }
    assertThat(database.query("select tablename from pg_tables where schemaname = 'public'"))
        .isEmpty();
  }

  @Test
  void options_without_a_password_create_a_superuser_who_cannot_log_in_yet() {
    migrate();
    String longest = "x".repeat(150);
    run(
            "createsuperuser",
            "--noinput",
            "--email=ada@example.com",
            "--first_name=Ada",
            "--last_name=" + longest)
        .succeeds("Superuser created successfully.");
    assertThat(user("email, first_name, last_name, is_staff, is_superuser, is_active"))
        .isEqualTo("ada@example.com Ada " + longest + " t t t");
    assertThat(user("password")).startsWith("!");
  }

  @Test
  void a_superuser_from_the_environment_is_created_only_once() {
    migrate();
    Map<String, String> environment =
        Map.of(
            "DJANGO_SUPERUSER_EMAIL", "ada@example.com",
            "DJANGO_SUPERUSER_FIRST_NAME", "Ada",
            "DJANGO_SUPERUSER_LAST_NAME", "Lovelace",
            "DJANGO_SUPERUSER_PASSWORD", PASSWORD);
    run(environment, "createsuperuser", "--noinput").succeeds("Superuser created successfully.");
    assertThat(user("email, first_name, last_name, is_staff, is_superuser, is_active"))
        .isEqualTo("ada@example.com Ada Lovelace t t t");
    assertThat(opens(PASSWORD)).isTrue();
    assertThat(opens(NEW_PASSWORD)).isFalse();

    run(environment, "createsuperuser", "--noinput")
        .fails("CommandError: Error: That email is already taken.");
    // An email address that differs only in case is the same account.
    run(environment, "createsuperuser", "--noinput", "--email=ADA@example.com")
        .fails("CommandError: Error: That email is already taken.");
    assertThat(user("email")).isEqualTo("ada@example.com");
  }

  @Test
  void createsuperuser_refuses_missing_and_unknown_arguments() {
    migrate();
    run("createsuperuser", "--noinput", "--first_name=A", "--last_name=B")
        .fails("CommandError: You must use --email with --noinput.");
    run("createsuperuser", "--noinput")
        .fails("CommandError: You must use --email, --first_name and --last_name with --noinput.");
    run(
            "createsuperuser",
            "--noinput",
            "--email=ada@example.com",
            "--first_name=" + "x".repeat(151),
            "--last_name=B")
        .fails("CommandError: Ensure this value has at most 150 characters (it has 151).");
    run("createsuperuser", "--email=ada@example.com")
        .succeeds(
            "Superuser creation skipped due to not running in a TTY. You can run `createsuperuser`"
                + " in a terminal to create one manually.");
    assertThat(database.query("select email from users")).isEmpty();
  }

  @Test
  void after_changepassword_only_the_new_password_logs_in() {
    migrateWithAda();
    assertThat(opens(PASSWORD)).isTrue();
    database.execute(
        "insert into sessions (id, user_id, key_id, expires_at, ip, user_agent) select"
            + " 'of-the-old-password', id, 'key', now() + interval '1 day', '', '' from users");
    run(Map.of(), new String[] {NEW_PASSWORD, NEW_PASSWORD}, "changepassword", "ADA@example.com")
        .succeeds(
            "Changing password for user 'ada@example.com'",
            "Password: Password (again): Password changed successfully for user 'ada@example.com'");
    assertThat(opens(NEW_PASSWORD)).isTrue();
    assertThat(opens(PASSWORD)).isFalse();
    assertThat(database.query("select id from sessions")).isEmpty();
    assertThat(database.query("select session_id from revocations"))
        .containsExactly("of-the-old-password");
  }

  /**
   * The locale is C, as in many containers. If the command garbled the password, the user could not
   * log in with it.
   */
  @Test
  void a_typed_non_ascii_password_is_used_unchanged_or_refused() {
    migrateWithAda();
    String[] typed = {UMLAUTS, UMLAUTS};
    CommandRun ended = run(Map.of(LOCALE, "C"), typed, "changepassword", "ada@example.com");
    assertThat(opens(ended.code() == 0 ? UMLAUTS : PASSWORD)).isTrue();
  }

  @Test
  void the_third_bad_password_aborts_the_change() {
    migrateWithAda();
    String before = user("password");
    String[] typed = {PASSWORD, NEW_PASSWORD, "123456", "123456", "lovelace1", "lovelace1"};
    CommandRun aborted = run(Map.of(), typed, "changepassword", "ada@example.com");
    assertThat(aborted.err())
        .containsExactly(
            "This password is too short. It must contain at least 8 characters.",
            "This password is too common.",
            "This password is entirely numeric.",
            "The password is too similar to the last name.",
            "CommandError: Aborting password change for user 'ada@example.com' after 3 attempts");
    assertThat(aborted.out())
        .anyMatch(l -> l.contains("Passwords do not match. Please try again."));
    assertThat(aborted.code()).isEqualTo(1);
    assertThat(user("password")).isEqualTo(before);
  }

  @Test
  void changepassword_fails_for_an_unknown_user() {
    migrateWithAda();
    CommandRun missing = run("changepassword", "eve@example.com");
    assertThat(missing.err())
        .containsExactly("CommandError: user 'eve@example.com' does not exist");
    assertThat(missing.code()).isEqualTo(3);
  }

  @Test
  void every_command_prints_its_help() {
    assertThat(help()).contains("serve", "migrate", "createsuperuser", "changepassword", "check");
    assertThat(help("serve")).contains("STEWARD_HOME");
    assertThat(help("migrate")).contains("Usage: steward migrate");
    assertThat(help("createsuperuser"))
        .contains("--email=EMAIL", "--first_name=NAME", "--last_name=NAME", "--noinput, --no-input")
        .contains("DJANGO_SUPERUSER_EMAIL", "DJANGO_SUPERUSER_PASSWORD");
    assertThat(help("changepassword")).contains("USER");
    assertThat(help("check")).contains("exit code 1");
    assertThat(help()).contains("--database-url=URL", "--config=FILE");
    assertThat(help("users", "change"))
        .contains("Usage: steward users change [OPTIONS] USER", "--add-group", "steward --help")
        .doesNotContain("--database-url");
  }

  /** The text on one line. */
  private String help(String... command) {
    String[] arguments = Arrays.copyOf(command, command.length + 1);
    arguments[command.length] = "--help";
    CommandRun help = run(Map.of("STEWARD_DATABASE_URL", "nonsense"), arguments);
    assertThat(help.err()).isEmpty();
    assertThat(help.code()).isZero();
    return String.join("\n", help.out()).replaceAll("\\s+", " ");
  }

  @Test
  void an_unknown_command_prints_the_usage() {
    for (String[] arguments : new String[][] {{}, {"xyz"}, {"check", "--xyz"}}) {
      CommandRun refused = run(arguments);
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err()).anyMatch(line -> line.startsWith("Usage: steward"));
    }
    CommandRun mistyped = run("migrat");
    assertThat(mistyped.code()).isEqualTo(2);
    assertThat(mistyped.err().get(0))
        .startsWith("There is no command 'migrat'. Did you mean migrate");
    assertThat(mistyped.err().get(2)).startsWith("Commands: serve, migrate, createsuperuser, ");
  }

  @Test
  void a_wrong_call_is_answered_in_four_lines() {
    assertThat(run("groups").err())
        .containsExactly(
            "Give a command.",
            "Usage: steward groups [OPTIONS] [COMMAND]",
            "Commands: add, create, delete, grant, list, remove, revoke, show",
            "Help: steward groups --help");
    assertThat(run("permissions").err().get(2)).isEqualTo("Commands: create, delete, list");
    assertThat(run("groups", "lst").err().get(0))
        .startsWith("There is no command 'lst'. Did you mean list");
    assertThat(run("users", "create").err())
        .containsExactly(
            "Missing required parameter: 'EMAIL'",
            "Usage: steward users create [OPTIONS] EMAIL",
            "Help: steward users create --help");
    assertThat(run("users", "list", "--serch").err()).endsWith("Help: steward users list --help");
    assertThat(run("\u001b[31m").err().get(0)).doesNotContain("\u001b");
  }

  @Test
  void an_unreachable_database_is_reported_in_one_line() {
    String nobody = "jdbc:postgresql://127.0.0.1:" + Folders.freePort() + "/nowhere";
    CommandRun silent =
        run(
            Map.of(
                "STEWARD_THROTTLE",
                "on",
                "STEWARD_DATABASE_URL",
                nobody + "?password=" + DATABASE_PASSWORD),
            "check");
    assertThat(silent.err())
        .singleElement()
        .asString()
        .contains(nobody)
        .contains("does not respond");
    assertThat(silent.code()).isEqualTo(1);

    String unknown = url().replaceFirst("/steward_\\d+", "/nowhere");
    CommandRun refused =
        run(Map.of("STEWARD_THROTTLE", "on", "STEWARD_DATABASE_URL", unknown), "check");
    assertThat(refused.err()).singleElement().asString().contains("STEWARD_DATABASE_URL");
    assertThat(refused.code()).isEqualTo(1);
  }

  /** In a shell, because only a process has a standard output that can be closed. */
  private ChildProcess runInto(String reader) {
    Map<String, String> environment = new HashMap<>(Steward.environment(url()));
    environment.put("STEWARD_DATABASE_PASSWORD", DATABASE_PASSWORD);
    environment.put("STEWARD_HOME", FOLDER.resolve("home").toString());
    String command = "{ java -jar %s permissions list; echo $? >&2; } %s";
    return ChildProcess.start(
        FOLDER, List.of("sh", "-c", command.formatted(Folders.WAR, reader)), environment);
  }

  @Test
  void before_the_first_start_of_a_trial_commands_say_that_there_is_no_database() {
    Path home = FOLDER.resolve("never-started");
    Map<String, String> trial = Map.of("STEWARD_HOME", home.toString());
    for (String command : List.of("users", "createsuperuser --noinput", "audit")) {
      CommandRun.of(FOLDER, trial, command.split(" "))
          .fails(
              "There is no trial database in %s yet: start 'serve' once, or name another database in STEWARD_DATABASE_URL."
                  .formatted(home));
    }
    assertThat(home).doesNotExist();
  }

  @Test
  void a_command_whose_reader_has_ended_ends_without_a_message() {
    migrate();
    try (ChildProcess process = runInto("| true")) {
      process.awaitExit(PATIENCE);
      assertThat(process.err()).isEqualTo("141\n");
    }
  }

  @Test
  void a_command_whose_output_does_not_fit_says_so() {
    migrate();
    try (ChildProcess process = runInto("> /dev/full")) {
      process.awaitExit(PATIENCE);
      assertThat(process.err())
          .isEqualTo("The output cannot be written: No space left on device.\n1\n");
    }
  }
}
