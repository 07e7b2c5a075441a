package io.steward.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Browser;
import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of the own account. */
final class AccountPagesIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String NEW_PASSWORD = "analytical engine";
  @AutoClose private static final TestServer server = TestServer.start(DATABASE);
  private static final Caller caller = new Caller(server);

  private Visitor ada;
  private Browser browser;

  @BeforeEach
  void sign_in() {
    ada = Visitor.arrive(DATABASE, caller);
    browser = new Browser(server);
    browser.signIn(ada.email()).assertStatus(303);
  }

  private void finish(Answer answer, String says) {
    String location = answer.assertStatus(303).header("Location");
    assertThat(location).endsWith("?done");
    assertThat(browser.get(location.replaceFirst("^http://[^/]+", "")).body()).contains(says);
  }

  @Test
  void a_name_is_shown_as_text_whatever_it_contains() {
    String name = "<script>alert(1)</script>";
    Answer changed =
        browser.post(
            "/account/", "first_name", name, "last_name", "\u202Eevil \"x\"", "language", "");
    finish(changed, "Your profile is saved.");
    String body = browser.get("/account/").body();
    assertThat(body).doesNotContain("<script>", "evil \"x\"\"").contains("&lt;script&gt;");
    String longName = "n".repeat(150);
    browser.post("/account/", "first_name", longName).assertStatus(303);
    assertThat(browser.get("/account/").body()).contains(longName);
    assertThat(browser.post("/account/", "first_name", longName + "n").assertStatus(400).body())
        .contains("This text is too long.", "href=\"#first_name\"", "aria-invalid=\"true\"");
  }

  @Test
  void the_language_of_the_profile_is_spoken() {
    browser.post("/account/", "language", "de").assertStatus(303);
    assertThat(browser.get("/account/").body()).contains("<html lang=\"de\">", "Ihr Profil");
    browser.post("/account/", "language", "<b>").assertStatus(400);
    ada.set("language = 'de-AT'");
    assertThat(browser.get("/account/").body())
        .contains("<option value=\"de\" selected>")
        .doesNotContain("de-AT");
  }

  @Test
  void a_new_password_ends_all_other_sessions() {
    String other = ada.logIn().access();
    Answer wrong =
        browser.post(
            "/account/password/", "current_password", "wrong", "new_password", NEW_PASSWORD);
    assertThat(wrong.assertStatus(400).body()).contains("This is not your current password.");
    Answer weak =
        browser.post(
            "/account/password/", "current_password", Caller.PASSWORD, "new_password", "password");
    assertThat(weak.assertStatus(400).body()).contains("on lists that attackers try first");
    finish(
        browser.post(
            "/account/password/",
            "current_password",
            Caller.PASSWORD,
            "new_password",
            NEW_PASSWORD),
        "Your password is changed.");
    caller.account(other).assertStatus(401);
    caller.logIn(ada.email(), NEW_PASSWORD).assertStatus(200);
  }

  @Test
  void a_new_address_needs_the_password_and_must_be_free() {
    Visitor bob = Visitor.arrive(DATABASE, caller);
    String fresh = "new-" + ada.email();
    assertThat(
            browser
                .post("/account/email/", "email", fresh, "current_password", "wrong")
                .assertStatus(400)
                .body())
        .contains("This is not your current password.", fresh);
    assertThat(
            browser
                .post("/account/email/", "email", bob.email(), "current_password", Caller.PASSWORD)
                .assertStatus(400)
                .body())
        .contains("already has an account");
    assertThat(
            browser
                .post("/account/email/", "email", ada.email(), "current_password", Caller.PASSWORD)
                .assertStatus(400)
                .body())
        .contains("This is already your address.");
    assertThat(browser.post("/account/email/", "email", "ada").assertStatus(400).body())
        .contains("Enter an email address", "Fill in this field.");
    finish(
        browser.post("/account/email/", "email", fresh, "current_password", Caller.PASSWORD),
        "Your email address is changed.");
    assertThat(browser.get("/account/email/").body()).contains(fresh);
  }

  @Test
  void sessions_are_shown_in_words_and_ended_one_by_one_or_all_others() {
    Visitor.Pair phone = ada.logIn();
    Visitor.Pair laptop = ada.logIn();
    assertThat(browser.get("/account/sessions/").body())
        .contains("this one", "From 127.0.0.1", phone.sessionId());
    finish(
        browser.post("/account/sessions/", "end", phone.sessionId()),
        "Only the sessions in this list go on.");
    caller.account(phone.access()).assertStatus(401);
    caller.account(laptop.access()).assertStatus(200);
    finish(
        browser.post("/account/sessions/", "end", "others"),
        "Only the sessions in this list go on.");
    caller.account(laptop.access()).assertStatus(401);
    assertThat(browser.get("/account/").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sessions", "activity"})
  void times_are_shown_in_utc_which_a_script_can_change(String page) {
    browser.sending("Accept-Language", "de");
    String body = browser.get("/account/" + page + "/").assertStatus(200).body();
    assertThat(body)
        .containsPattern(
            "<time datetime=\"20[0-9-]+T[0-9:]{8}Z\">\\d+\\. \\p{L}+ 20\\d\\d, \\d\\d:\\d\\d UTC</time>");
    Matcher script =
        Pattern.compile("type=\"module\" src=\"(/assets/times-[^\"]+)\"").matcher(body);
    assertThat(script.find()).isTrue();
    Answer module = browser.get(script.group(1)).assertStatus(200);
    assertThat(module.header("Content-Type")).startsWith("text/javascript");
  }

  @Test
  void nobody_ends_or_sees_what_belongs_to_others() {
    Visitor bob = Visitor.arrive(DATABASE, caller);
    Visitor.Pair tokens = bob.logIn();
    browser.post("/account/sessions/", "end", tokens.sessionId()).assertStatus(303);
    caller.account(tokens.access()).assertStatus(200);
    assertThat(browser.get("/account/sessions/").body()).doesNotContain(tokens.sessionId());
    Browser other = new Browser(server);
    other.signIn(bob.email());
    other.post("/account/", "first_name", "Bob");
    assertThat(browser.get("/account/activity/").body())
        .contains("Signed in")
        .doesNotContain("Account changed");
  }

  @Test
  void events_are_shown_without_the_address_of_an_administrator() {
    DATABASE.query(
        "insert into audit (time, event, actor_id, user_id, ip, user_agent, session_id, request_id,"
            + " detail, operator) values (now(), 'user-changed', 424242, "
            + ada.id()
            + ", '198.51.100.77', '', '', '', '', '') returning event");
    assertThat(browser.get("/account/activity/").body())
        .contains("Account changed")
        .doesNotContain("198.51.100.77");
  }

  @Test
  void an_invited_person_does_not_see_what_was_before_the_invitation() {
    Visitor bob = Visitor.arrive(DATABASE, caller);
    Browser other = new Browser(server);
    other.signIn(bob.email());
    DATABASE.execute(
        """
        insert into audit (time, event, user_id, ip, user_agent, session_id, request_id, detail)
        select now() - make_interval(hours => h), event, %s, '198.51.100.7', '', '', request, detail
        from (values (9, 'throttled', 'r1', ''), (5, 'user-changed', 'r2', 'invitation'),
          (4, 'email-verified', 'r2', 'invitation')) rows (h, event, request, detail)
        """
            .formatted(bob.id()));
    assertThat(other.get("/account/activity/").body())
        .contains("Signed in", "Account changed", "Email address confirmed")
        .doesNotContain("Too many attempts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?before=x",
        "?before=2026-99-99T00:00:00Z_1",
        "?before=-1000-01-01T00:00:00Z_1",
        "?before=0000-01-01T00:00:00Z_1",
        "?before=2026-01-01T00:00:00Z_1",
        "?x=%00"
      })
  void a_strange_position_shows_no_error(String query) {
    browser.get("/account/activity/" + query).assertStatus(200);
  }

  @Test
  void the_account_is_deleted_only_with_the_password() {
    browser.post("/account/delete/", "current_password", "wrong").assertStatus(400);
    Answer deleted =
        browser.post("/account/delete/", "current_password", Caller.PASSWORD).assertStatus(303);
    assertThat(browser.cookie("steward")).isEmpty();
    assertThat(deleted.header("Location")).endsWith("/logout/?deleted");
    assertThat(browser.get("/logout/?deleted").body()).contains("Your account is deleted");
    caller.logIn(ada.email(), Caller.PASSWORD).assertStatus(403);
  }

  @Test
  void every_page_leads_visitors_to_sign_in_and_comes_with_its_policy() {
    List<String> pages =
        List.of(
            "/account/",
            "/account/email/",
            "/account/password/",
            "/account/sessions/",
            "/account/activity/",
            "/account/delete/");
    for (String page : pages) {
      assertThat(browser.get(page).assertStatus(200).header("Content-Security-Policy"))
          .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'");
      Answer answer = new Browser(server).get(page).assertStatus(303);
      assertThat(answer.header("Location")).endsWith("/login/?next=" + page);
    }
  }
}
