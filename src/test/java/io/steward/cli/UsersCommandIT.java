package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.password.Passwords;
import io.steward.settings.source.SettingSources;
import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands below {@code users}, for people and for scripts. */
final class UsersCommandIT {
  private static final Path FOLDER = Folders.fresh("users-command");
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String WORDS =
      "active, inactive, staff, superuser, verified, unverified, waiting, new.";

  @BeforeAll
  static void migrate() {
    DATABASE.migrate();
  }

  @BeforeEach
  void removeUsers() {
    DATABASE.execute("delete from users");
  }

  private static CommandRun users(String... arguments) {
    List<String> all = new ArrayList<>(List.of("users"));
    all.addAll(List.of(arguments));
    return CommandRun.of(FOLDER, Steward.environment(DATABASE.url()), all.toArray(String[]::new));
  }

  private static String out(String... arguments) {
    CommandRun run = users(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).as(run.toString()).isZero();
    return String.join("\n", run.out());
  }

  @Test
  void a_user_is_created_shown_changed_and_deleted() {
    DATABASE.execute("insert into groups (name) values ('Editors') on conflict do nothing");
    assertThat(out("create", "ada@example.com", "--first-name=Ada", "--group=Editors", "--json"))
        .contains("\"email\":\"ada@example.com\"", "\"groups\":[\"Editors\"]")
        .contains("\"has_usable_password\":false");
    String id = DATABASE.query("select id from users").get(0);
    assertThat(out("change", id, "--last-name=Lovelace", "--staff=yes"))
        .contains("last_name  Lovelace", "is_staff  yes");
    assertThat(out("show", "ADA@example.com")).contains("first_name  Ada", "groups  Editors");
    assertThat(users("delete", id).misuse()).contains("--yes");
    assertThat(out("delete", id, "--yes")).isEqualTo("The user is deleted.");
    assertThat(DATABASE.query("select id from users")).isEmpty();
    assertThat(
            DATABASE.query(
                "select event from audit where user_id = %s order by time".formatted(id)))
        .containsExactly("user-created", "user-changed", "user-deleted");
  }

  @Test
  void the_exit_code_tells_a_missing_user_from_a_fault() {
    for (String command :
        List.of("show", "change", "sessions", "revoke", "activate", "deactivate")) {
      CommandRun missing = users(command, "eve@example.com");
      assertThat(missing.code()).as(command).isEqualTo(3);
      assertThat(missing.err()).containsExactly("user 'eve@example.com' does not exist");
    }
    assertThat(users("show", "4711").code()).isEqualTo(3);
    assertThat(users("set-password", "eve@example.com").code()).isEqualTo(3);
    assertThat(users("delete", "4711", "--yes").code()).isEqualTo(3);
    assertThat(users("show").code()).isEqualTo(2);
    CommandRun faulty = users("create", "no address");
    assertThat(faulty.err()).containsExactly("email: Enter a valid email address.");
    assertThat(faulty.code()).isEqualTo(2);
  }

  @Test
  void the_sessions_of_a_user_are_listed_and_ended() {
    DATABASE.execute("insert into users (email, password) values ('ada@example.com', '!')");
    DATABASE.execute(
        "insert into sessions (id, user_id, key_id, expires_at, ip, user_agent) select"
            + " 'one', id, 'key', now() + interval '1 day', '192.0.2.1', '' from users");
    assertThat(users("sessions", "ada@example.com").rows())
        .singleElement()
        .asString()
        .startsWith("one  ")
        .contains("  192.0.2.1  -");
    assertThat(out("sessions", "ada@example.com", "--json")).contains("\"ip\":\"192.0.2.1\"");
    assertThat(out("revoke", "ada@example.com")).isEqualTo("All sessions of the user have ended.");
    assertThat(users("sessions", "ada@example.com").rows()).isEmpty();
    assertThat(DATABASE.query("select event from audit where event = 'sessions-ended'")).hasSize(1);
  }

  @Test
  void users_without_a_command_lists_them_as_before() {
    DATABASE.execute("insert into users (email, password) values ('ada@example.com', '!')");
    assertThat(out()).contains("  ada@example.com  ").isEqualTo(out("list"));
    assertThat(out("list", "--json", "active"))
        .startsWith("{\"id\":")
        .contains("\"email\":\"ada@example.com\"", "\"last_login\":null");
  }

  @Test
  void the_list_of_users_is_complete_beyond_a_page_and_can_be_filtered() {
    DATABASE.execute(
        "insert into users (email, password, first_name, is_staff) select"
            + " 'user' || i || '@example.com', '!', 'First' || i, i = 7"
            + " from generate_series(1, 205) i");
    assertThat(users("list").rows()).hasSize(205);
    assertThat(users("list", "staff", "active").rows())
        .singleElement()
        .asString()
        .contains("  user7@example.com  First7  -  yes  yes  no  ");
    assertThat(users("--search=first20 user20", "new").rows()).hasSize(7);
    assertThat(users("list", "inactive").rows()).isEmpty();
    assertThat(users("list", "active", "inactive").misuse()).contains("choose one");
    assertThat(users("list", "unverified", "verified").misuse()).contains("choose one");
    assertThat(users("list", "--search=" + "x".repeat(201)).misuse())
        .startsWith("--search: At most");
  }

  @Test
  void the_list_of_users_can_be_filtered_by_times_and_by_the_state_of_a_registration() {
    DATABASE.execute(
        """
        insert into users
          (email, password, date_joined, last_login, email_verified_at, awaits_approval) values
          ('a@example.com', '!', '2026-01-01', '2026-03-01', now(), false),
          ('b@example.com', '!', '2026-02-01', '2026-02-02', null, false),
          ('c@example.com', '!', '2026-03-01', null, null, true)
        """);
    assertThat(listed("--joined-after=2026-02-01")).isEqualTo("b c");
    assertThat(listed("--joined-before=2026-02-01T00:00:00Z")).isEqualTo("a");
    assertThat(listed("--joined-after=24h")).isEmpty();
    assertThat(listed("--last-login-after=2026-02-03")).isEqualTo("a");
    assertThat(listed("--last-login-before=2026-03-01")).isEqualTo("b");
    assertThat(listed("verified")).isEqualTo("a");
    assertThat(listed("unverified")).isEqualTo("b c");
    assertThat(listed("waiting")).isEqualTo("c");
    assertThat(users("list", "--last-login-before=yesterday").misuse())
        .startsWith("--last-login-before: must be a time such as ");
  }

  private static String listed(String filter) {
    return users("list", filter).rows().stream()
        .map(row -> row.replaceAll("^[0-9]+  (.)@.*", "$1"))
        .collect(Collectors.joining(" "));
  }

  @Test
  void an_id_may_have_19_digits() {
    DATABASE.execute(
        "insert into users (id, email, password) overriding system value values"
            + " (9223372036854775807, 'ada@example.com', '!')");
    assertThat(out("show", "9223372036854775807")).contains("ada@example.com");
    assertThat(users("show", "9223372036854775808").missing()).contains("does not exist");
  }

  @Test
  void a_user_can_be_created_with_a_verified_address() {
    assertThat(out("create", "ada@example.com", "--verified")).contains("\nemail_verified_at  2");
    assertThat(out("create", "bob@example.com")).contains("\nemail_verified_at  -");
  }

  @Test
  void a_user_can_be_deactivated_until_a_time() {
    DATABASE.execute("insert into users (email, password) values ('ada@example.com', '!')");
    String ada = "ada@example.com";
    assertThat(out("deactivate", ada, "--until=9000-01-31"))
        .isEqualTo(
            "User 'ada@example.com' is deactivated until 9000-01-31T00:00:00Z; all sessions have"
                + " ended");
    assertThat(out("show", ada)).contains("is_active  no", "inactive_until  9000-01-31T00:00:00Z");
    out("deactivate", ada, "--until=2d");
    assertThat(
            DATABASE.query(
                "select inactive_until between now() + interval '47 hours'"
                    + " and now() + interval '48 hours' from users"))
        .containsExactly("t");
    out("deactivate", ada);
    assertThat(out("show", ada)).contains("is_active  no", "inactive_until  -");
    assertThat(users("deactivate", ada, "--until=2026-01-31").misuse())
        .isEqualTo("--until must be in the future.");
  }

  @Test
  void a_change_adds_and_removes_groups_and_permissions() {
    DATABASE.execute(
        "insert into users (email, password) values ('ada@example.com', '!');"
            + " insert into groups (name) values ('One'), ('Two'), ('Three')");
    assertThat(out("change", "ada@example.com", "--add-group=One", "--add-group=Two"))
        .contains("groups  One Two");
    assertThat(
            out(
                "change",
                "ada@example.com",
                "--remove-group=One",
                "--add-group=Three",
                "--grant=users.view_user",
                "--last-name=L"))
        .contains("groups  Three Two", "\npermissions  users.view_user", "last_name  L")
        .contains("effective_permissions  \"users.view_user (user)\"");
    assertThat(out("list", "--group=Two", "--permission=users.view_user")).contains("ada@");
    assertThat(out("change", "ada@example.com", "--revoke=users.view_user"))
        .contains("\npermissions  -", "groups  Three Two");
    assertThat(users("change", "ada@example.com", "--add-group=Four").missing())
        .isEqualTo("groups: Not known: Four.");
    assertThat(users("change", "ada@example.com", "--grant=a.b", "--revoke=a.b").misuse())
        .contains("--grant and --revoke");
    DATABASE.execute("delete from groups");
  }

  @Test
  void scripts_read_the_user_after_each_change() {
    DATABASE.execute("insert into users (email, password) values ('ada@example.com', '!')");
    String ada = "ada@example.com";
    assertThat(out("deactivate", ada, "--json"))
        .startsWith("{\"id\":")
        .contains("\"is_active\":false");
    assertThat(out("activate", ada, "--json")).contains("\"is_active\":true");
    assertThat(out("revoke", ada, "--json")).contains("\"sessions\":0");
    CommandRun set =
        CommandRun.of(
            FOLDER,
            Steward.environment(DATABASE.url()),
            List.of("correct horse battery"),
            "users",
            "set-password",
            ada,
            "--json");
    assertThat(set.out()).singleElement().asString().contains("\"has_usable_password\":true");
    assertThat(set.code()).isZero();
    assertThat(out("delete", ada, "--yes", "--json")).contains("\"email\":\"ada@example.com\"");
  }

  private static CommandRun piped(String input, String... arguments) {
    return CommandRun.of(
        FOLDER, Steward.environment(DATABASE.url()), input.lines().toList(), arguments);
  }

  @Test
  void a_script_sets_a_password_by_the_first_line_of_its_input() {
    DATABASE.execute("insert into users (email, password) values ('ada@example.com', '!')");
    String[] command = {"users", "set-password", "ada@example.com"};
    assertThat(piped("", command).misuse())
        .isEqualTo("Standard input has no password: give it as the first line.");
    assertThat(piped("a1b2c3d\n", command).misuse()).contains("This password is too short.");
    assertThat(DATABASE.query("select password from users")).containsExactly("!");
    piped("correct horse battery\nof no concern", command)
        .succeeds("Password changed successfully for user 'ada@example.com'");
    String hash = DATABASE.query("select password from users").get(0);
    assertThat(
            new Passwords()
                .verify(new Password("correct horse battery"), Optional.of(new PasswordHash(hash))))
        .isTrue();
  }

  @Test
  void a_mistyped_command_or_word_is_answered_with_those_that_exist() {
    assertThat(users("frobnicate").misuse())
        .startsWith("There is no command 'users frobnicate'. The commands are list, show, create, ")
        .endsWith("; the words that select users are " + WORDS);
    assertThat(users("list", "bogus").misuse())
        .startsWith("There is no word 'bogus'; the words are active, ")
        .contains("--search");
    for (String[] arguments :
        new String[][] {{"show", "--bogus"}, {"show", "a@example.com", "--bogus"}, {"--bogus"}}) {
      CommandRun unknown = users(arguments);
      assertThat(unknown.code()).isEqualTo(2);
      assertThat(unknown.err().get(0)).isEqualTo("Unknown option: '--bogus'");
    }
  }

  @Test
  void the_list_of_users_has_a_header_and_times_to_the_second() {
    DATABASE.execute(
        "insert into users (email, password, date_joined) values"
            + " ('ada@example.com', '!', '2026-01-31 12:00:00.123456+01')");
    assertThat(out("list").lines().findFirst().orElseThrow().split(" +"))
        .containsExactly(
            "ID",
            "EMAIL",
            "FIRST_NAME",
            "LAST_NAME",
            "ACTIVE",
            "STAFF",
            "SUPERUSER",
            "DATE_JOINED",
            "LAST_LOGIN");
    assertThat(out("list")).contains("  2026-01-31T11:00:00Z  -");
    assertThat(out("show", "ada@example.com")).contains("date_joined  2026-01-31T11:00:00Z\n");
    assertThat(out("list", "--json")).contains("\"2026-01-31T11:00:00.123456Z\"");
    assertThat(users("list", "--csv", "--group=None").missing()).contains("None");
  }

  @Test
  void the_language_of_a_user_is_set_at_creation_and_changed() {
    assertThat(out("create", "ada@example.com", "--language=de")).contains("\nlanguage  de\n");
    assertThat(out("change", "ada@example.com", "--language=pt-BR"))
        .contains("\nlanguage  pt-BR\n");
    assertThat(out("change", "ada@example.com", "--language=")).contains("\nlanguage  -\n");
    assertThat(users("create", "eve@example.com", "--language=not a tag").misuse())
        .startsWith("language: ");
  }

  @Test
  void lines_of_a_file_create_and_change_users() throws IOException {
    DATABASE.execute("insert into users (email, password) values ('ada@example.com', '!')");
    Path file =
        Files.writeString(
            FOLDER.resolve("users.jsonl"),
            """
            {"email": "ada@example.com", "first_name": "Ada"}
            {"email": "bob@example.com"}
            """);
    assertThat(out("apply", file.toString(), "--dry-run").lines())
        .hasSize(2)
        .last()
        .isEqualTo("{\"line\":2,\"status\":201}");
    assertThat(DATABASE.query("select count(*) from users")).containsExactly("1");
    assertThat(out("apply", file.toString()).lines())
        .hasSize(2)
        .allMatch(line -> line.contains("\"id\":"));
    assertThat(DATABASE.query("select email || ' ' || first_name from users order by id"))
        .containsExactly("ada@example.com Ada", "bob@example.com ");
    Files.writeString(file, "{\"email\": \"cara@example.com\"}\n\n{\"email\": \"dora@exa");
    CommandRun cut = users("apply", file.toString());
    assertThat(cut.out())
        .hasSize(2)
        .last()
        .asString()
        .contains("\"line\":3,\"status\":400", "may be cut off", ": line 3 column ");
    assertThat(cut.code()).isEqualTo(1);
    Files.writeString(file, "{\"email\": \"no address\"}\n");
    CommandRun refused = users("apply", file.toString());
    assertThat(refused.out()).singleElement().asString().contains("\"line\":1,\"status\":400");
    assertThat(refused.err()).containsExactly("Refused lines: 1 of 1.");
    assertThat(refused.code()).isEqualTo(1);
    CommandRun quiet = users("apply", file.toString(), "--json");
    assertThat(quiet.out()).isEqualTo(refused.out());
    assertThat(quiet.err()).isEmpty();
    assertThat(quiet.code()).isEqualTo(1);
    assertThat(users("apply", FOLDER.resolve("none").toString()).refusal()).contains("Cannot read");
  }

  @Test
  void lines_may_come_from_the_standard_input() {
    InputStream own = System.in;
    String lines = "{\"email\": \"ada@example.com\", \"first_name\": \"Zo\u00eb\"}\n";
    System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(out("apply", "-")).contains("\"line\":1,\"status\":201");
    } finally {
      System.setIn(own);
    }
    assertThat(DATABASE.query("select first_name from users")).containsExactly("Zo\u00eb");
  }

  @Test
  void a_terminal_shows_how_far_the_lines_are() throws IOException {
    Path file =
        Files.writeString(
            FOLDER.resolve("two.jsonl"), "{\"email\": \"ada@example.com\"}\n{\"email\": \"x\"}\n");
    TestServer.registerDriver();
    ScriptedTerminal terminal = new ScriptedTerminal(false);
    Map<String, String> settings = Steward.environment(DATABASE.url());
    int code =
        Main.commandLine(
                terminal,
                settings::get,
                SettingSources.of(name -> null, Map.of(), settings),
                List.of("users"))
            .execute("users", "apply", file.toString());
    assertThat(code).isEqualTo(1);
    assertThat(terminal.transcript).hasSize(3).last().isEqualTo("! Refused lines: 1 of 2.");
    assertThat(terminal.progress)
        .contains("[" + "#".repeat(30) + "]  lines: 2, refused: 1")
        .endsWith("");
  }
}
