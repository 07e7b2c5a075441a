package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands below {@code users}, for people and for scripts. */
final class UsersCommandIT {
  private static final Path FOLDER = Folders.fresh("users-command");
  private static final TestDatabase DATABASE = TestDatabase.create();

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
    assertThat(run.code()).isZero();
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
        .contains("last_name  Lovelace", "is_staff  true");
    assertThat(out("show", "ADA@example.com")).contains("first_name  Ada", "groups  Editors");
    assertThat(users("delete", id).refusal()).contains("--yes");
    assertThat(out("delete", id, "--yes")).isEqualTo("The user is deleted.");
    assertThat(DATABASE.query("select id from users")).isEmpty();
    assertThat(
            DATABASE.query(
                "select event from audit where user_id = %s order by time".formatted(id)))
        .containsExactly("user-created", "user-changed", "user-deleted");
  }

  @Test
  void the_exit_code_tells_a_missing_user_from_a_fault() {
    for (String command : List.of("show", "change", "sessions", "revoke")) {
      CommandRun missing = users(command, "eve@example.com");
      assertThat(missing.code()).as(command).isEqualTo(3);
      assertThat(missing.err()).containsExactly("user 'eve@example.com' does not exist");
    }
    assertThat(users("show", "4711").code()).isEqualTo(3);
    assertThat(users("delete", "4711", "--yes").code()).isEqualTo(3);
    assertThat(users("show").code()).isEqualTo(2);
    CommandRun faulty = users("create", "no address");
    assertThat(faulty.err()).containsExactly("email: Enter a valid email address.");
    assertThat(faulty.code()).isEqualTo(1);
  }

  @Test
  void the_sessions_of_a_user_are_listed_and_ended() {
    DATABASE.execute("insert into users (email, password) values ('ada@example.com', '!')");
    DATABASE.execute(
        "insert into sessions (id, user_id, key_id, expires_at, ip, user_agent) select"
            + " 'one', id, 'key', now() + interval '1 day', '192.0.2.1', '' from users");
    assertThat(out("sessions", "ada@example.com")).startsWith("one  ").contains("  192.0.2.1  -");
    assertThat(out("sessions", "ada@example.com", "--json")).contains("\"ip\":\"192.0.2.1\"");
    assertThat(out("revoke", "ada@example.com")).isEqualTo("All sessions of the user have ended.");
    assertThat(out("sessions", "ada@example.com")).isEmpty();
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
}
