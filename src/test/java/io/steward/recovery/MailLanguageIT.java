package io.steward.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Browser;
import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.mail.ReceivedMail;
import io.steward.testing.mail.SmtpServer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which language a message has if the account has none. */
final class MailLanguageIT {
  private static final String NEW_PASSWORD = "another horse battery staple";
  private static final TestDatabase DATABASE = TestDatabase.create();
  @AutoClose private static final SmtpServer mail = SmtpServer.start();
  @AutoClose private static final TestServer server = TestServer.start(DATABASE, settings());
  private static final Caller caller = new Caller(server);

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(mail.settings());
    settings.put("mail.notices", "all");
    return settings;
  }

  private static Visitor verified() {
    Visitor visitor = Visitor.arrive(DATABASE, caller);
    visitor.set("email_verified_at = now()");
    return visitor;
  }

  private static String language(String address) {
    return language(mail.await(address));
  }

  private static String language(ReceivedMail message) {
    return message.header("Content-Language");
  }

  private static String stored(Visitor visitor) {
    return DATABASE
        .query("select coalesce(language, '') from users where id = " + visitor.id())
        .get(0);
  }

  private static Answer german(String path, String json) {
    Map<String, String> reader = Map.of("Accept-Language", "de-AT,de;q=0.9,en;q=0.5");
    return caller.json("POST", path, reader, json.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer changeEmail(Visitor visitor, String address) {
    Map<String, String> headers = new HashMap<>(Caller.bearer(caller.token(visitor.email())));
    headers.put("Accept-Language", "de");
    String body =
        "{\"email\":\"%s\",\"current_password\":\"%s\"}".formatted(address, Caller.PASSWORD);
    return caller.json(
        "POST", "/user/change_email/", headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String token(String address) {
    return mail.await(address).link().replaceFirst(".*#", "");
  }

  @Test
  void a_new_address_hears_the_language_of_its_owner_and_the_old_one_not_that_of_a_thief() {
    Visitor ada = verified();
    String fresh = "fresh-" + ada.email();
    changeEmail(ada, fresh).assertStatus(202);
    ReceivedMail link = mail.await(fresh);
    assertThat(language(link)).isEqualTo("de");
    assertThat(stored(ada)).isEmpty();
    german("/user/change_email_confirm/", "{\"token\":\"%s\"}".formatted(tokenOf(link)))
        .assertStatus(200);
    ReceivedMail notice = mail.await(ada.email());
    assertThat(language(notice)).isEqualTo("en");
    assertThat(stored(ada)).isEmpty();
    german("/user/change_email_undo/", "{\"token\":\"%s\"}".formatted(tokenOf(notice)))
        .assertStatus(200);
    assertThat(language(ada.email())).as("password changed").isEqualTo("de");
    assertThat(language(ada.email())).as("reset").isEqualTo("de");
    assertThat(stored(ada)).isEqualTo("de-AT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "en"})
  void a_changed_address_is_asked_in_the_language_of_the_account_or_else_of_the_request(
      String stored) {
    Visitor ada = Visitor.arrive(DATABASE, caller);
    ada.set("language = nullif('" + stored + "', '')");
    String expected = stored.isEmpty() ? "de" : stored;
    Map<String, String> headers = new HashMap<>(Caller.bearer(caller.token(ada.email())));
    headers.put("Accept-Language", "de-AT,de;q=0.9,en;q=0.5");
    for (String method : new String[] {"PATCH", "PUT"}) {
      String fresh = method + stored + "-" + ada.email();
      String body =
          "{\"email\":\"%s\",\"current_password\":\"%s\"}".formatted(fresh, Caller.PASSWORD);
      caller
          .json(method, "/user/update/", headers, body.getBytes(StandardCharsets.UTF_8))
          .assertStatus(200);
      assertThat(language(fresh)).isEqualTo(expected);
    }
    String page = "page" + stored + "-" + ada.email();
    Browser browser = new Browser(server).sending("Accept-Language", "de");
    browser.signIn("PUT" + stored + "-" + ada.email()).assertStatus(303);
    browser
        .post("/account/email/", "email", page, "current_password", Caller.PASSWORD)
        .assertStatus(303);
    assertThat(language(page)).isEqualTo(expected);
    assertThat(stored(ada)).isEqualTo(stored);
  }

  @Test
  void a_refused_log_in_is_followed_by_a_link_in_the_language_of_the_request() {
    Map<String, String> settings = settings();
    settings.put("registration", "verified");
    try (TestServer strict = TestServer.start(DATABASE, settings)) {
      Visitor ada = Visitor.arrive(DATABASE, caller);
      String body =
          "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(ada.email(), Caller.PASSWORD);
      new Caller(strict)
          .json(
              "POST",
              "/user/obtain_token/",
              Map.of("Accept-Language", "de"),
              body.getBytes(StandardCharsets.UTF_8))
          .assertStatus(403);
      assertThat(language(ada.email())).isEqualTo("de");
      new Browser(strict).sending("Accept-Language", "de").signIn(ada.email()).assertStatus(403);
      assertThat(language(ada.email())).isEqualTo("de");
    }
  }

  private static String tokenOf(ReceivedMail message) {
    return message.link().replaceFirst(".*#", "");
  }

  @Test
  void a_stored_language_comes_first() {
    Visitor ada = verified();
    ada.set("language = 'en'");
    changeEmail(ada, "other-" + ada.email()).assertStatus(202);
    assertThat(language("other-" + ada.email())).isEqualTo("en");
    caller.post("/user/reset_password/", "{\"email\":\"%s\"}".formatted(ada.email()));
    reset(token(ada.email())).assertStatus(200);
    assertThat(language(ada.email())).isEqualTo("en");
    assertThat(stored(ada)).isEqualTo("en");
  }

  private static Answer reset(String token) {
    return german(
        "/user/reset_password_confirm/",
        "{\"token\":\"%s\",\"new_password\":\"%s\"}".formatted(token, NEW_PASSWORD));
  }

  @Test
  void the_language_of_somebody_who_changes_a_password_is_not_that_of_the_notice() {
    Visitor ada = verified();
    Map<String, String> headers = new HashMap<>(Caller.bearer(caller.token(ada.email())));
    headers.put("Accept-Language", "de");
    String change =
        "{\"current_password\":\"%s\",\"new_password\":\"%s\"}"
            .formatted(Caller.PASSWORD, NEW_PASSWORD);
    caller
        .json("POST", "/user/change_password/", headers, change.getBytes(StandardCharsets.UTF_8))
        .assertStatus(200);
    assertThat(language(ada.email())).isEqualTo("en");
    assertThat(stored(ada)).isEmpty();
  }

  @Test
  void a_page_that_a_link_leads_to_remembers_the_language_of_its_reader() {
    Visitor ada = verified();
    caller.post("/user/reset_password/", "{\"email\":\"%s\"}".formatted(ada.email()));
    new Browser(server)
        .sending("Accept-Language", "de")
        .post("/reset/", "token", token(ada.email()), "new_password", NEW_PASSWORD)
        .assertStatus(303);
    assertThat(language(ada.email())).isEqualTo("de");
    assertThat(stored(ada)).isEqualTo("de");
  }

  @Test
  void an_accepted_invitation_remembers_the_language_of_its_reader() {
    Visitor root = verified();
    root.set("is_staff = true, is_superuser = true");
    String invitation = "{\"email\":\"%s@guests.example\"%s}";
    for (String language : new String[] {"", ",\"language\":\"fr\""}) {
      String name = "guest" + language.length();
      root.as(root.logIn(), "POST", "/admin/api/invitations/", invitation.formatted(name, language))
          .assertStatus(201);
      german(
              "/user/accept_invitation/",
              "{\"token\":\"%s\",\"password\":\"%s\"}"
                  .formatted(token(name + "@guests.example"), Caller.PASSWORD))
          .assertStatus(200);
      assertThat(
              DATABASE.query(
                  "select language from users where email = '" + name + "@guests.example'"))
          .containsExactly(language.isEmpty() ? "de-AT" : "fr");
    }
  }
}
