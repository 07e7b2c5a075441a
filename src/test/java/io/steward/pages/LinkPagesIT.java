package io.steward.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Browser;
import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.mail.ReceivedMail;
import io.steward.testing.mail.SmtpServer;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registration, and the pages that links in messages lead to. */
final class LinkPagesIT {
  private static final String URL = "http://127.0.0.1:8080";
  private static final String NEW_PASSWORD = "analytical engine";
  private static final Pattern LINK = Pattern.compile(URL + "(/[a-z]+/\\?token=[0-9A-Za-z_-]+)");
  private static final TestDatabase DATABASE = TestDatabase.create();
  @AutoClose private static final SmtpServer mail = SmtpServer.start();
  @AutoClose private static final TestServer server = TestServer.start(DATABASE, settings());
  private static final Caller caller = new Caller(server);

  private Browser browser;

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(mail.settings());
    settings.keySet().removeIf(key -> key.startsWith("mail.link."));
    settings.put("public.url", URL);
    settings.put("throttle", "off");
    return settings;
  }

  @BeforeEach
  void open() {
    browser = new Browser(server);
  }

  private static String link(String recipient) {
    ReceivedMail received = mail.await(recipient);
    Matcher link = LINK.matcher(received.plain());
    assertThat(link.find()).as(received.plain()).isTrue();
    return link.group(1);
  }

  private static String token(String link) {
    return link.substring(link.indexOf('=') + 1);
  }

  private static String page(String link) {
    return link.substring(0, link.indexOf('?'));
  }

  private String shown(Answer answer) {
    String location = answer.assertStatus(303).header("Location");
    return browser.get(location.replaceFirst("^http://[^/]+", "")).assertStatus(200).body();
  }

  private Answer register(String email, String password) {
    return browser.post(
        "/register/", "email", email, "first_name", "Ada", "last_name", "", "password", password);
  }

  @Test
  void a_visitor_registers_confirms_the_address_and_signs_in() {
    String email = "register@golden.example";
    assertThat(shown(register(email, Caller.PASSWORD))).contains("Your account is ready");
    browser.signIn(email).assertStatus(303);
    String link = link(email);
    assertThat(page(link)).isEqualTo("/verify/");
    assertThat(browser.get(link).assertStatus(200).body()).contains("also this browser");
    assertThat(isVerified(email)).as("after opening the link").isFalse();
    assertThat(shown(browser.post("/verify/", "token", token(link))))
        .contains("Your address is confirmed");
    assertThat(isVerified(email)).isTrue();
    assertThat(browser.post("/verify/", "token", token(link)).assertStatus(400).body())
        .contains("The link was used already")
        .isEqualTo(browser.get(link).assertStatus(400).body());
    assertThat(browser.get("/account/").assertStatus(303).header("Location"))
        .as("the session from before has ended")
        .startsWith("/login/");
  }

  @Test
  void a_lost_link_is_sent_again() {
    Visitor ada = Visitor.arrive(DATABASE, caller);
    browser.signIn(ada.email()).assertStatus(303);
    assertThat(browser.get("/account/email/").body()).contains("href=\"/resend/\"");
    assertThat(shown(browser.post("/resend/", "email", ada.email()))).contains("Check your email");
    browser.post("/verify/", "token", token(link(ada.email()))).assertStatus(303);
    assertThat(isVerified(ada.email())).isTrue();
    browser.signIn(ada.email()).assertStatus(303);
    assertThat(browser.get("/account/email/").body()).doesNotContain("/resend/");
    assertThat(browser.post("/verify/", "token", "x".repeat(43)).assertStatus(400).body())
        .contains("href=\"/resend/\"");
  }

  private static boolean isVerified(String email) {
    return DATABASE
        .query("select email_verified_at is not null from users where email = '" + email + "'")
        .contains("t");
  }

  @Test
  void what_is_wrong_stands_at_the_fields_and_what_was_typed_stays() {
    Visitor ada = Visitor.arrive(DATABASE, caller);
    Answer answer = register(ada.email(), "password").assertStatus(400);
    assertThat(answer.body())
        .contains("on lists that attackers try first", "href=\"#password\"", "value=\"Ada\"")
        .doesNotContain("value=\"password\"");
    assertThat(register(ada.email(), Caller.PASSWORD).assertStatus(400).body())
        .contains("This address already has an account.");
    assertThat(register("short@golden.example", "Xy7-q").assertStatus(400).body())
        .contains("Choose a longer password.", "At least 8 characters.");
    assertThat(register("", "").assertStatus(400).body())
        .contains("Fill in this field.", "href=\"#email\"");
  }

  @Test
  void a_forgotten_password_is_replaced_by_the_link_in_the_message() {
    Visitor ada = Visitor.arrive(DATABASE, caller);
    assertThat(shown(browser.post("/forgot/", "email", ada.email()))).contains("Check your email");
    String link = link(ada.email());
    assertThat(page(link)).isEqualTo("/reset/");
    assertThat(browser.get(link).assertStatus(200).body()).contains("new-password");
    caller.logIn(ada.email(), Caller.PASSWORD).assertStatus(200);
    String token = token(link);
    assertThat(
            browser
                .post("/reset/", "token", token, "new_password", "12345678")
                .assertStatus(400)
                .body())
        .contains("href=\"#new_password\"", token);
    assertThat(shown(browser.post("/reset/", "token", token, "new_password", NEW_PASSWORD)))
        .contains("Your new password is saved");
    caller.logIn(ada.email(), NEW_PASSWORD).assertStatus(200);
    assertThat(
            browser
                .post("/reset/", "token", token, "new_password", Caller.PASSWORD)
                .assertStatus(400)
                .body())
        .contains("The link was used already", "/forgot/");
  }

  private String voidPage(String page) {
    return browser.get(page + "?token=" + "x".repeat(43)).assertStatus(400).body();
  }

  private static void change(String sql) {
    DATABASE.query(sql + " returning 1");
  }

  @Test
  void a_link_that_is_void_says_so_when_it_opens_and_nothing_else() {
    Visitor ada = Visitor.arrive(DATABASE, caller);
    browser.post("/forgot/", "email", ada.email()).assertStatus(303);
    String link = link(ada.email());
    String unknown = voidPage("/reset/");
    assertThat(unknown).contains("href=\"/forgot/\"").doesNotContain("<form");
    assertThat(browser.get(link.replace("/reset/", "/verify/")).body())
        .as("of another purpose")
        .isEqualTo(voidPage("/verify/"));
    change("update users set is_active = false where id = " + ada.id());
    assertThat(browser.get(link).body()).as("of a deactivated user").isEqualTo(unknown);
    change("update users set is_active = true where id = " + ada.id());
    browser.get(link).assertStatus(200);
    change("update one_time_tokens set expires_at = now() where user_id = " + ada.id());
    assertThat(browser.get(link).body()).as("expired").isEqualTo(unknown);
    change(
        "update one_time_tokens set expires_at = now() + interval '1 hour' where user_id = "
            + ada.id());
    browser.get(link).assertStatus(200);
    change("update users set password = 'x' where id = " + ada.id());
    assertThat(browser.get(link).body()).as("password changed since").isEqualTo(unknown);
    change("delete from users where id = " + ada.id());
    assertThat(browser.get(link).body()).as("of a deleted user").isEqualTo(unknown);
  }

  @Test
  void opening_a_link_does_not_show_whether_a_new_address_is_taken() {
    Visitor ada = Visitor.arrive(DATABASE, caller);
    ada.set("email_verified_at = now()");
    browser.signIn(ada.email()).assertStatus(303);
    String fresh = "taken-meanwhile@golden.example";
    browser
        .post("/account/email/", "email", fresh, "current_password", Caller.PASSWORD)
        .assertStatus(200);
    String change = link(fresh);
    register(fresh, Caller.PASSWORD);
    browser.get(change).assertStatus(200);
    browser.post("/change/", "token", token(change)).assertStatus(400);
  }

  @Test
  void an_invitation_that_was_withdrawn_is_explained_when_it_opens() {
    Visitor admin = Visitor.arrive(DATABASE, caller);
    admin.set("is_staff = true, is_superuser = true");
    String json = "{\"email\":\"withdrawn@golden.example\"}";
    admin.as(admin.logIn(), "POST", "/admin/api/invitations/", json).assertStatus(201);
    String link = link("withdrawn@golden.example");
    browser.get(link).assertStatus(200);
    change("update invitations set state = 'revoked' where email = 'withdrawn@golden.example'");
    assertThat(browser.get(link).body())
        .isEqualTo(voidPage("/invitation/"))
        .contains("ask the person who invited you");
  }

  @Test
  void a_page_that_refuses_too_many_attempts_says_when_to_try_again() {
    Map<String, String> settings = settings();
    settings.put("throttle", "on");
    try (TestServer throttling = TestServer.start(DATABASE, settings)) {
      browser = new Browser(throttling);
      String email = Visitor.arrive(DATABASE, caller).email();
      browser.signIn(email).assertStatus(303);
      String[] wrong = {"email", email, "password", "wrong"};
      String[] own = {"current_password", "wrong", "new_password", NEW_PASSWORD};
      assertSaysWhen(throttled("/login/", wrong));
      assertSaysWhen(throttled("/account/password/", own));
      assertSaysWhen(throttled("/forgot/", "email", email));
      browser.sending("Accept-Language", "de");
      assertThat(throttled("/login/", wrong).body())
          .contains("<h2>Das war zu oft</h2>", "Bitte warten Sie ")
          .doesNotContain("Bitte prüfen Sie");
    }
  }

  private Answer throttled(String page, String... fields) {
    Answer answer = browser.post(page, fields);
    for (int i = 0; i < 200 && answer.status() != 429; i++) {
      answer = browser.post(page, fields);
    }
    return answer.assertStatus(429);
  }

  private static void assertSaysWhen(Answer answer) {
    assertThat(answer.header("Content-Type")).startsWith("text/html");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
    assertThat(answer.body())
        .contains("<h2>That was too often</h2>", "lease wait ")
        .doesNotContain("Please check this");
  }

  @Test
  void an_unknown_address_is_answered_alike() {
    assertThat(shown(browser.post("/forgot/", "email", "nobody@golden.example")))
        .contains("Check your email");
    assertThat(browser.post("/forgot/", "email", "nobody").assertStatus(400).body())
        .contains("Enter an email address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "reset", "change", "undo", "invitation"})
  void a_link_that_is_incomplete_or_altered_is_explained(String page) {
    String path = "/" + page + "/";
    for (String query : new String[] {"", "?token=", "?token=" + "x".repeat(101), "?x=y"}) {
      assertThat(browser.get(path + query).assertStatus(400).body())
          .contains("A part of the address is missing.");
    }
    assertThat(browser.get(path + "?token=%3Cscript%3E").assertStatus(400).body())
        .doesNotContain("<script>")
        .isEqualTo(browser.get(path + "?token=" + "x".repeat(43)).assertStatus(400).body());
    assertThat(
            browser
                .post(
                    path,
                    "token",
                    "x".repeat(43),
                    "new_password",
                    NEW_PASSWORD,
                    "password",
                    NEW_PASSWORD)
                .assertStatus(400)
                .body())
        .contains("This link does not work");
  }

  @Test
  void an_invited_person_whose_link_is_incomplete_is_led_home() {
    assertThat(browser.get("/invitation/").assertStatus(400).body()).contains("To the start page");
  }

  @Test
  void an_invited_person_chooses_a_password_and_is_signed_in_with_the_names_of_the_invitation() {
    Visitor admin = Visitor.arrive(DATABASE, caller);
    admin.set("is_staff = true, is_superuser = true");
    String json =
        "{\"email\":\"guest@golden.example\",\"first_name\":\"Grace\",\"last_name\":\"Hopper\"}";
    admin.as(admin.logIn(), "POST", "/admin/api/invitations/", json).assertStatus(201);
    String link = link("guest@golden.example");
    assertThat(page(link)).isEqualTo("/invitation/");
    browser.get(link).assertStatus(200);
    assertThat(
            browser
                .post("/invitation/", "token", token(link), "password", "password")
                .assertStatus(400)
                .body())
        .contains("href=\"#password\"");
    Answer accepted =
        browser.post(
            "/invitation/",
            "token",
            token(link),
            "first_name",
            "",
            "last_name",
            "Murray",
            "password",
            NEW_PASSWORD);
    assertThat(accepted.assertStatus(303).header("Location")).endsWith("/account/");
    assertThat(browser.get("/account/").assertStatus(200).body()).contains("Grace Murray");
  }

  @Test
  void a_new_address_is_confirmed_and_taken_back_by_links() {
    Visitor ada = Visitor.arrive(DATABASE, caller);
    ada.set("email_verified_at = now()");
    browser.signIn(ada.email()).assertStatus(303);
    String fresh = "fresh@golden.example";
    assertThat(
            browser
                .post("/account/email/", "email", fresh, "current_password", Caller.PASSWORD)
                .assertStatus(200)
                .body())
        .contains("a message is on its way");
    String change = link(fresh);
    assertThat(page(change)).isEqualTo("/change/");
    assertThat(browser.get(change).assertStatus(200).body()).contains("Confirm the address");
    assertThat(browser.get("/account/email/").body()).contains(ada.email());
    assertThat(shown(browser.post("/change/", "token", token(change))))
        .contains("Your email address is changed");
    assertThat(browser.get("/account/email/").body()).contains(fresh);
    assertThat(
            browser
                .post("/account/delete/", "current_password", Caller.PASSWORD)
                .assertStatus(409)
                .body())
        .contains("the owner of the former address can still take that back");
    String undo = link(ada.email());
    assertThat(page(undo)).isEqualTo("/undo/");
    assertThat(shown(browser.post("/undo/", "token", token(undo))))
        .contains("Your account has its old address again");
    browser.get("/account/").assertStatus(303);
    caller.logIn(ada.email(), Caller.PASSWORD).assertStatus(403);
  }

  @ParameterizedTest
  @CsvSource({
    "verified, off, 'message to your address. Open its link, and then sign in.'",
    "verified, on, message to your address. It explains what to do next.",
    "approved, off, You will get a message when you can sign in.",
  })
  void registration_says_what_comes_next(String mode, String conceals, String says) {
    Map<String, String> settings = settings();
    settings.put("registration", mode);
    settings.put("registration.conceal", conceals);
    try (TestServer other = TestServer.start(DATABASE, settings)) {
      browser = new Browser(other);
      String email = mode + conceals + "@golden.example";
      assertThat(shown(register(email, Caller.PASSWORD))).contains(says);
      assertThat(browser.signIn(email).assertStatus(403).body())
          .contains(
              switch (mode + conceals) {
                case "verifiedoff" -> "href=\"/resend/\"";
                case "verifiedon" -> "do not match";
                default -> "has to approve";
              });
    }
  }

  @Test
  void without_mail_the_registration_promises_no_message_about_an_approval() {
    try (TestServer silent = TestServer.start(DATABASE, Map.of("registration", "approved"))) {
      browser = new Browser(silent);
      assertThat(shown(register("silent@golden.example", Caller.PASSWORD)))
          .contains("After the approval, you can sign in.")
          .doesNotContain("message");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "invited, You need an invitation.",
    "closed, Please ask an administrator for an account.",
  })
  void where_nobody_registers_the_page_says_what_to_do(String mode, String says) {
    try (TestServer closed = TestServer.start(DATABASE, Map.of("registration", mode))) {
      Browser visitor = new Browser(closed);
      assertThat(visitor.get("/register/").assertStatus(403).body()).contains(says);
      assertThat(visitor.post("/register/", "email", "x").assertStatus(403).body()).contains(says);
      assertThat(visitor.get("/").body()).doesNotContain("/register/");
      assertThat(visitor.get("/login/").body()).doesNotContain("/register/", "/forgot/");
    }
  }
}
