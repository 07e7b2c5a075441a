package io.steward.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.mail.SmtpServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands below {@code groups} and {@code permissions}. */
final class GroupsCommandIT {
  private static final Path FOLDER = Folders.fresh("groups-command");
  private static final TestDatabase DATABASE = TestDatabase.create();

  @BeforeAll
  static void migrate() {
    DATABASE.migrate();
  }

  @BeforeEach
  void empty() {
    DATABASE.execute(
        "delete from invitations; delete from users; delete from groups; delete from permissions where code like 'reports%';"
            + " insert into users (email, password) values ('ada@example.com', '!'),"
            + " ('bob@example.com', '!')");
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.of(FOLDER, Steward.environment(DATABASE.url()), arguments);
  }

  private static String out(String... arguments) {
    CommandRun run = run(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return String.join("\n", run.out());
  }

  @Test
  void a_group_is_created_granted_listed_and_deleted() {
    assertThat(out("groups", "create", "Reviewers", "--permission=users.view_user"))
        .contains("name  Reviewers", "permissions  users.view_user");
    assertThat(out("groups", "grant", "Reviewers", "auth.view_group", "users.add_user"))
        .contains("permissions  auth.view_group users.add_user users.view_user");
    assertThat(out("groups", "revoke", "Reviewers", "users.add_user", "--json"))
        .contains("\"permissions\":[\"auth.view_group\",\"users.view_user\"]");
    assertThat(run("groups", "list").rows())
        .singleElement()
        .asString()
        .matches("\\d+  Reviewers  0  auth.view_group users.view_user");
    assertThat(out("groups", "list", "--json", "--search=REVIEW")).startsWith("{\"id\":");
    assertThat(run("groups", "list", "--search=none").rows()).isEmpty();
    assertThat(run("groups", "delete", "Reviewers").misuse()).contains("--yes");
    assertThat(out("groups", "delete", "Reviewers", "--yes")).isEqualTo("The group is deleted.");
    assertThat(DATABASE.query("select name from groups")).isEmpty();
    assertThat(
            DATABASE.query("select event from audit where detail like '%Reviewers' order by time"))
        .containsExactly("group-created", "group-changed", "group-changed", "group-deleted");
  }

  @Test
  void users_are_added_to_a_group_and_removed() {
    out("groups", "create", "Editors");
    String id = DATABASE.query("select id from users where email like 'bob%'").get(0);
    assertThat(out("groups", "add", "Editors", "ADA@example.com", id)).contains("members  2");
    assertThat(run("users", "list", "--group=Editors").rows()).hasSize(2);
    assertThat(out("groups", "remove", "Editors", id)).contains("members  1");
    assertThat(out("groups", "show", "Editors", "--json")).contains("\"members\":1");
    CommandRun missing = run("groups", "add", "Editors", id, "eve@example.com");
    assertThat(missing.err()).containsExactly("user 'eve@example.com' does not exist");
    assertThat(missing.code()).isEqualTo(3);
    assertThat(out("groups", "show", "Editors")).contains("members  1");
  }

  @Test
  void the_exit_code_tells_a_missing_group_from_a_fault() {
    for (String[] arguments :
        new String[][] {
          {"show", "None"},
          {"delete", "None", "--yes"},
          {"grant", "None", "users.view_user"},
          {"revoke", "None", "users.view_user"},
          {"add", "None", "ada@example.com"},
          {"remove", "None", "ada@example.com"}
        }) {
      String[] all = new String[arguments.length + 1];
      all[0] = "groups";
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      CommandRun missing = run(all);
      assertThat(missing.err()).containsExactly("group 'None' does not exist");
      assertThat(missing.code()).as(arguments[0]).isEqualTo(3);
    }
    out("groups", "create", "Editors");
    assertThat(run("groups", "create", "Editors").refusal()).startsWith("name: ");
    assertThat(run("groups", "create", "a\nb").misuse()).startsWith("name: ");
    for (String change : new String[] {"grant", "revoke"}) {
      assertThat(run("groups", change, "Editors", "reports.none").missing())
          .isEqualTo("permissions: Not known: reports.none.");
      assertThat(run("groups", change, "Editors").code()).isEqualTo(2);
    }
    assertThat(run("groups").code()).isEqualTo(2);
  }

  @Test
  void a_permission_of_another_program_is_created_listed_and_deleted() {
    assertThat(out("permissions", "create", "reports.add_report", "Can add report"))
        .contains("code  reports.add_report", "name  \"Can add report\"", "is_custom  yes");
    assertThat(run("permissions", "list", "--custom").rows())
        .containsExactly("reports.add_report  \"Can add report\"  0  0");
    assertThat(out("permissions", "list", "--search=users.view_user", "--json"))
        .contains("\"code\":\"users.view_user\"", "\"is_custom\":false");
    out("groups", "create", "Editors", "--permission=reports.add_report");
    assertThat(run("permissions", "delete", "reports.add_report").refusal())
        .contains("groups: 1")
        .contains("'groups list --permission reports.add_report'", "'users list --permission ");
    out("groups", "create", "Others");
    assertThat(run("groups", "list", "--permission=reports.add_report").rows())
        .singleElement()
        .asString()
        .contains("  Editors  0  reports.add_report");
    out("groups", "delete", "Others", "--yes");
    out("groups", "delete", "Editors", "--yes");
    assertThat(out("permissions", "delete", "reports.add_report"))
        .isEqualTo("The permission is deleted.");
    assertThat(run("permissions", "delete", "reports.add_report").code()).isEqualTo(3);
    assertThat(run("permissions", "create", "users.steal", "x").misuse()).startsWith("code: ");
    assertThat(run("permissions", "delete", "users.view_user").refusal()).contains("Steward's own");
  }

  private static CommandRun invite(String... arguments) {
    List<String> words = new ArrayList<>(List.of("invite"));
    words.addAll(List.of(arguments));
    return withMail(words.toArray(String[]::new));
  }

  private static CommandRun withMail(String... words) {
    Map<String, String> environment = new HashMap<>(Steward.environment(DATABASE.url()));
    SmtpServer.settings(1)
        .forEach(
            (key, value) ->
                environment.put(
                    "STEWARD_" + key.replace('.', '_').toUpperCase(Locale.ROOT), value));
    return CommandRun.of(FOLDER, environment, words);
  }

  @Test
  void invitations_are_listed_sent_again_and_revoked() {
    assertThat(run("invitations", "list", "--state=open").rows()).isEmpty();
    assertThat(invite("zoe@example.com").out())
        .singleElement()
        .asString()
        .matches("Invitation \\d+ to 'zoe@example.com' is on its way; it lasts until 20\\S+Z\\.");
    String id = DATABASE.query("select id from invitations where email like 'zoe%'").get(0);
    assertThat(run("invitations", "list").out().get(0).split(" +"))
        .containsExactly("ID", "EMAIL", "STATE", "CREATED_AT", "EXPIRES_AT", "GROUPS");
    assertThat(run("invitations", "list", "--state=open").rows())
        .singleElement()
        .asString()
        .matches(id + "  zoe@example.com  open  20\\S+Z  20\\S+Z  -");
    assertThat(out("invitations", "list", "--json", "--state=open"))
        .contains("\"id\":" + id + ",", "\"invited_by\":null");
    assertThat(invite("ZOE@example.com").refusal())
        .isEqualTo(
            "ZOE@example.com has an open invitation: to send it again, run"
                + " 'invitations resend ZOE@example.com'.");
    assertThat(withMail("invitations", "resend", "ZOE@example.com").out())
        .singleElement()
        .asString()
        .startsWith("Invitation " + id + " to ");
    DATABASE.execute("update invitations set expires_at = now() - interval '1 day'");
    assertThat(run("invitations", "list", "--state=open").rows()).isEmpty();
    assertThat(withMail("invitations", "resend", "zoe@example.com", "--json").out())
        .singleElement()
        .asString()
        .contains("\"id\":" + id + ",", "\"state\":\"open\"");
    assertThat(out("invitations", "revoke", id)).isEqualTo("The invitation is revoked.");
    assertThat(run("invitations", "revoke", id).refusal()).isEqualTo("The invitation is not open.");
    assertThat(run("invitations", "resend", id).refusal())
        .contains("set STEWARD_MAIL_HOST, and STEWARD_PUBLIC_URL");
    assertThat(run("invitations", "revoke", "zoe@example.com").refusal())
        .isEqualTo("The invitation is not open.");
    assertThat(run("invitations", "revoke", "none@example.com").missing())
        .isEqualTo("There is no invitation to 'none@example.com'.");
    assertThat(
            DATABASE.query(
                "select event from audit where operator like '%%@%%' and detail = 'invitation %s'"
                        .formatted(id)
                    + " order by time"))
        .containsExactly("invited", "invitation-resent", "invitation-resent", "invitation-revoked");
  }

  @Test
  void an_open_invitation_is_named_even_if_a_stranger_registered_its_address() {
    assertThat(invite("bob@example.com").code()).isZero();
    assertThat(invite("bob@example.com").refusal()).contains("run 'invitations resend bob@");
    DATABASE.execute("update users set email_verified_at = now() where email = 'bob@example.com'");
    assertThat(invite("bob@example.com").refusal())
        .contains("already exists")
        .doesNotContain("resend");
  }

  @Test
  void an_invitation_by_command_waits_for_a_node_that_sends_it() {
    out("groups", "create", "Guests");
    CommandRun run = invite("eve@example.com", "--group=Guests", "--language=de", "--json");
    assertThat(String.join("", run.out())).contains("\"email\":\"eve@example.com\"");
    assertThat(
            DATABASE.query(
                "select i.email || ' ' || i.language || ' ' || g.name || ' ' || m.kind"
                    + " from invitations i join invitation_groups l on l.invitation_id = i.id"
                    + " join groups g on g.id = l.group_id join mails m on m.recipient = i.email"
                    + " where i.invited_by is null"))
        .containsExactly("eve@example.com de Guests invitation");
    DATABASE.execute("update users set email_verified_at = now() where email = 'ada@example.com'");
    assertThat(invite("ada@example.com").refusal()).contains("already exists");
    assertThat(invite("bad").misuse()).contains("valid email");
    assertThat(invite("zoe@example.com", "--group=Unheard").missing()).contains("Unheard");
    assertThat(run("invite", "zoe@example.com").refusal())
        .contains("set STEWARD_MAIL_HOST, and STEWARD_PUBLIC_URL");
  }
}
