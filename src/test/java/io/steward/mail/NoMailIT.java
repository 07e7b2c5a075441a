package io.steward.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Browser;
import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a mail server, requests that need mail say so; all others work. */
final class NoMailIT {
  private static final TestDatabase DATABASE = TestDatabase.create();

  /** There are links, but nothing that sends them. */
  @AutoClose
  private static final TestServer server =
      TestServer.start(
          DATABASE,
          Map.of(
              "public.url", "https://accounts.example.com", "mail.from", "accounts@example.com"));

  private static final Caller caller = new Caller(server);
  private static Visitor superuser;

  @BeforeAll
  static void arrive() {
    superuser = Visitor.arrive(DATABASE, caller);
    superuser.set("is_staff = true, is_superuser = true");
  }

  private static void assertUnavailable(Answer answer) {
    assertThat(answer.assertStatus(503).json())
        .containsEntry("type", "urn:steward:problem:mail-unavailable")
        .containsEntry("detail", "Steward is not set up to send this mail; ask an administrator.");
    assertThat(answer.header("Retry-After")).isEmpty();
  }

  private static Answer asSuperuser(String path, String json) {
    return superuser.as(superuser.logIn(), "POST", path, json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"send_verification", "reset_password"})
  void anonymous_requests_for_a_link_get_503_for_known_and_unknown_addresses(String path) {
    for (String email : new String[] {superuser.email(), "stranger@example.com"}) {
      assertUnavailable(caller.post("/user/" + path + "/", "{\"email\":\"" + email + "\"}"));
    }
  }

  @Test
  void a_change_of_address_by_link_gets_503() {
    assertUnavailable(
        asSuperuser(
            "/user/change_email/",
            "{\"email\":\"new@example.com\",\"current_password\":\"" + Caller.PASSWORD + "\"}"));
  }

  @Test
  void an_invitation_gets_503_and_leaves_nothing_behind() {
    assertUnavailable(asSuperuser("/admin/api/invitations/", "{\"email\":\"bob@example.com\"}"));
    assertThat(DATABASE.query("select 1 from invitations")).isEmpty();
    DATABASE.execute(
        "insert into invitations (email, expires_at) values ('eve@example.com', now() + '1 day')");
    String id = DATABASE.query("select id from invitations").get(0);
    assertUnavailable(asSuperuser("/admin/api/invitations/" + id + "/resend/", ""));
    DATABASE.execute("delete from invitations");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/forgot/", "/resend/"})
  void pages_that_ask_for_a_link_say_so(String path) {
    Browser browser = new Browser(server);
    assertThat(browser.get(path).status()).isEqualTo(200);
    Answer answer = browser.post(path, "email", superuser.email());
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("No message can be sent");
    assertThat(answer.header("Retry-After")).isEmpty();
  }

  @Test
  void the_log_in_page_offers_no_new_password() {
    assertThat(new Browser(server).get("/login/").body()).doesNotContain("/forgot/");
  }

  @Test
  void nothing_is_posted() {
    superuser.changePassword(superuser.logIn(), Caller.PASSWORD, "another horse battery staple");
    superuser.changePassword(
        Visitor.Pair.of(caller.logIn(superuser.email(), "another horse battery staple")),
        "another horse battery staple",
        Caller.PASSWORD);
    assertThat(DATABASE.query("select kind from mails")).isEmpty();
    assertThat(caller.get("/health/ready").body()).isEqualTo("{\"status\":\"ready\"}");
  }

  /** Otherwise nobody could ever log in to the account. */
  @Test
  void a_registration_whose_address_must_be_verified_is_refused_at_start() {
    for (String conceals : new String[] {"on", "off"}) {
      assertThat(startFault(Map.of("registration", "verified", "registration.conceal", conceals)))
          .contains("STEWARD_REGISTRATION is verified, but not all mail can be sent");
    }
  }

  private static String startFault(Map<String, String> settings) {
    try {
      TestServer.settings(DATABASE.url(), settings);
      return "";
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
