package io.steward.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Browser;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in and out in a browser, and what its cookie is worth. */
final class SignInIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String COOKIE = "steward";

  @AutoClose
  private static final TestServer server =
      TestServer.start(DATABASE, Map.of("proxy.trusted", "127.0.0.1"));

  private static final Caller caller = new Caller(server);

  private Visitor ada;
  private Browser browser;

  @BeforeEach
  void arrive() {
    ada = Visitor.arrive(DATABASE, caller);
    browser = new Browser(server);
  }

  private static String location(Answer answer) {
    return answer.assertStatus(303).header("Location");
  }

  private boolean isSignedIn() {
    return browser.get("/account/").status() == 200;
  }

  @Test
  void signing_in_leads_to_the_account_and_signing_out_ends_the_session() {
    assertThat(location(browser.signIn(ada.email()))).isEqualTo("/account/");
    assertThat(browser.get("/account/").assertStatus(200).body()).contains("Ada Lovelace");
    String cookie = browser.cookie(COOKIE);
    assertThat(location(browser.post("/logout/"))).isEqualTo("/logout/");
    assertThat(browser.cookie(COOKIE)).isEmpty();
    browser.withCookie(COOKIE, cookie);
    assertThat(location(browser.get("/account/"))).isEqualTo("/login/?next=/account/");
  }

  @Test
  void a_visitor_comes_back_to_the_page_of_the_account_that_was_asked_for() {
    assertThat(location(browser.get("/account/sessions/")))
        .isEqualTo("/login/?next=/account/sessions/");
    assertThat(browser.get("/login/?next=/account/sessions/").body())
        .contains("value=\"/account/sessions/\"");
    Answer answer =
        browser.post(
            "/login/",
            "email",
            ada.email(),
            "password",
            Caller.PASSWORD,
            "next",
            "/account/sessions/");
    assertThat(location(answer)).isEqualTo("/account/sessions/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/account/../../evil",
        "/account//evil.example/",
        "javascript:alert(1)",
        "/user/update/"
      })
  void no_other_page_can_be_named(String next) {
    Answer answer =
        browser.post("/login/", "email", ada.email(), "password", Caller.PASSWORD, "next", next);
    assertThat(location(answer)).isEqualTo("/account/");
  }

  @Test
  void no_line_break_reaches_a_header() {
    String next = "/account/\r\nSet-Cookie:x=y";
    Answer answer =
        browser.post("/login/", "email", ada.email(), "password", Caller.PASSWORD, "next", next);
    assertThat(location(answer)).isEqualTo("/account/");
    assertThat(browser.cookie("x")).isEmpty();
  }

  @Test
  void no_redirect_names_the_host_that_the_sender_chose() {
    browser.sending("X-Forwarded-Host", "evil.example").sending("X-Forwarded-Proto", "https");
    assertThat(location(browser.get("/account/"))).isEqualTo("/login/?next=/account/");
    assertThat(location(browser.post("/logout/"))).isEqualTo("/logout/");
    assertThat(location(browser.signIn(ada.email()))).isEqualTo("/account/");
  }

  @Test
  void each_sign_in_starts_a_new_session_and_ends_the_one_before() {
    browser.signIn(ada.email());
    String first = browser.cookie(COOKIE);
    browser.signIn(ada.email());
    assertThat(browser.cookie(COOKIE)).isNotEqualTo(first);
    assertThat(isSignedIn()).isTrue();
    browser.withCookie(COOKIE, first);
    assertThat(isSignedIn()).isFalse();
  }

  @Test
  void the_cookie_lasts_longer_than_the_browser_only_if_the_person_wants_to_stay() {
    assertThat(browser.signIn(ada.email()).header("Set-Cookie"))
        .contains("HttpOnly", "SameSite=Lax", "Path=/")
        .doesNotContain("Max-Age", "Domain", "Secure");
    assertThat(
            browser
                .post("/login/", "email", ada.email(), "password", Caller.PASSWORD, "stay", "on")
                .header("Set-Cookie"))
        .contains("Max-Age=604800");
  }

  @Test
  void over_https_the_cookie_is_bound_to_the_host() {
    browser.sending("X-Forwarded-Proto", "https").sending("X-Forwarded-For", "192.0.2.7");
    assertThat(browser.signIn(ada.email()).header("Set-Cookie"))
        .startsWith("__Host-steward=")
        .contains("; Secure", "Path=/")
        .doesNotContain("Domain");
    assertThat(isSignedIn()).isTrue();
    browser.withCookie(COOKIE, browser.cookie("__Host-steward"));
    browser.sending("X-Forwarded-Proto", "http");
    assertThat(isSignedIn()).as("the value in a cookie without the prefix").isTrue();
    browser.withCookie(COOKIE, "");
    assertThat(isSignedIn()).isFalse();
  }

  /** Only a cookie without the prefix can come from there (RFC 6265bis, 4.1.3.2). */
  @Test
  void a_cookie_tossed_by_a_sibling_host_does_not_change_who_somebody_is() {
    browser.sending("X-Forwarded-Proto", "https").sending("X-Forwarded-For", "192.0.2.7");
    Visitor eve = Visitor.arrive(DATABASE, caller);
    browser.signIn(eve.email()).assertStatus(303);
    String tossed = browser.cookie("__Host-steward");
    browser.withCookie("__Host-steward", "");
    browser.signIn(ada.email()).assertStatus(303);
    for (String junk : List.of(tossed, tossed + "; " + COOKIE + "=" + tossed, "x".repeat(8_192))) {
      browser.withCookie(COOKIE, junk);
      assertThat(browser.get("/account/email/").assertStatus(200).body())
          .contains(ada.email())
          .doesNotContain(eve.email());
    }
  }

  @Test
  void without_https_no_cookie_counts_on_another_host() {
    browser.signIn(ada.email()).assertStatus(303);
    assertThat(isSignedIn()).isTrue();
    browser.sending("X-Forwarded-Host", "accounts.example.com");
    browser.sending("X-Forwarded-For", "192.0.2.7").sending("X-Forwarded-Proto", "http");
    assertThat(isSignedIn()).isFalse();
  }

  @Test
  void without_https_nobody_signs_in_on_another_host() {
    browser.sending("X-Forwarded-Host", "accounts.example.com");
    browser.sending("X-Forwarded-For", "192.0.2.7").sending("X-Forwarded-Proto", "http");
    Answer answer = browser.signIn(ada.email()).assertStatus(400);
    assertThat(answer.body()).contains("not opened over https");
    assertThat(answer.header("Set-Cookie")).isEmpty();
  }

  @Test
  void a_wrong_password_keeps_the_address_and_not_the_password() {
    Answer answer = browser.post("/login/", "email", ada.email(), "password", "wr0ng \"battery\"");
    assertThat(answer.assertStatus(403).body())
        .contains("do not match an active account", "value=\"" + ada.email() + "\"")
        .doesNotContain("wr0ng");
    assertThat(browser.post("/login/", "email", ada.email()).assertStatus(400).body())
        .contains("Enter your email address and your password.");
  }

  @Test
  void a_page_that_cannot_send_mail_asks_to_check_nothing() {
    assertThat(browser.post("/forgot/", "email", ada.email()).assertStatus(503).body())
        .contains("<h2>No message can be sent</h2>", "not set up for it")
        .doesNotContain("Please check this");
  }

  @Test
  void a_wrong_password_keeps_the_wish_to_stay_signed_in() {
    assertThat(isChecked(browser.get("/login/"))).isFalse();
    String[] wrong = {"email", ada.email(), "password", "wrong"};
    assertThat(isChecked(browser.post("/login/", wrong))).isFalse();
    String[] staying = {"email", ada.email(), "password", "wrong", "stay", "on"};
    assertThat(isChecked(browser.post("/login/", staying))).isTrue();
    assertThat(isChecked(browser.post("/login/", "email", "", "stay", "on"))).isTrue();
  }

  private static boolean isChecked(Answer page) {
    assertThat(page.body()).contains("name=\"stay\"");
    return Pattern.compile("<input [^>]*name=\"stay\"[^>]* checked").matcher(page.body()).find();
  }

  @Test
  void a_refusal_speaks_the_language_of_the_browser() {
    browser.sending("Accept-Language", "fr, de;q=0.7, en;q=0.3");
    assertThat(browser.post("/login/", "email", ada.email(), "password", "wrong").body())
        .contains("<html lang=\"de\">", "passen zu keinem aktiven Konto");
  }

  @Test
  void an_inactive_account_is_told_why_only_with_the_right_password() {
    DATABASE.query(
        "update users set is_active = false, awaits_approval = true where id = "
            + ada.id()
            + " returning id");
    assertThat(browser.signIn(ada.email()).assertStatus(403).body())
        .contains("<h2>Your account is not open yet</h2>", "approve")
        .doesNotContain("Please check this");
    assertThat(
            browser
                .post("/login/", "email", ada.email(), "password", "wrong")
                .assertStatus(403)
                .body())
        .doesNotContain("approve");
    caller.logIn(ada.email(), Caller.PASSWORD).assertStatus(403);
  }

  @ParameterizedTest
  @CsvSource({
    "en, null, 'If you need it, ask an administrator.'",
    "en, '2031-05-06 07:08Z', 'until 6 May 2031, 07:08 UTC. If you need it earlier'",
    "de, null, 'fragen Sie Ihre Administration.'",
    "de, '2031-05-06 07:08Z', 'bis 6. Mai 2031, 07:08 UTC nicht'",
  })
  void a_deactivated_account_is_told_so_only_with_the_right_password(
      String language, String until, String says) {
    String time = until.equals("null") ? until : "'" + until + "'";
    ada.set("is_active = false, inactive_until = " + time);
    browser.sending("Accept-Language", language);
    assertThat(browser.signIn(ada.email()).assertStatus(403).body())
        .contains(language.equals("en") ? "account is deactivated" : "Konto ist deaktiviert", says)
        .doesNotContain("Please check this", "passen zu keinem");
    assertThat(browser.cookie(COOKIE)).isEmpty();
    String known = browser.post("/login/", "email", ada.email(), "password", "wrong").body();
    String unknown =
        browser.post("/login/", "email", "x" + ada.email(), "password", "wrong").body();
    assertThat(known.replace(ada.email(), "")).isEqualTo(unknown.replace("x" + ada.email(), ""));
    assertThat(withoutId(caller.logIn(ada.email(), Caller.PASSWORD)))
        .as("the API does not say which of both is wrong")
        .isEqualTo(withoutId(caller.logIn(ada.email(), "wrong")));
  }

  private static Map<String, Object> withoutId(Answer problem) {
    Map<String, Object> members = new HashMap<>(problem.assertStatus(403).json());
    members.remove("instance");
    return members;
  }

  @ParameterizedTest
  @CsvSource({
    "cross-site, '', 403",
    "same-site, '', 403",
    "same-origin, '', 303",
    "none, '', 303",
    "'', https://evil.example, 403",
    "'', 'null', 403",
    "'', own, 303",
    "'', '', 303",
    "same-origin, https://evil.example, 303",
  })
  void sign_in_is_refused_from_pages_of_others(String site, String origin, int status) {
    browser.sending("Sec-Fetch-Site", site);
    browser.sending("Origin", origin.equals("own") ? server.url("") : origin);
    browser.signIn(ada.email()).assertStatus(status);
  }

  @Test
  void a_post_with_the_cookie_must_say_where_it_comes_from() {
    browser.signIn(ada.email());
    browser.sending("Sec-Fetch-Site", "");
    for (String path : new String[] {"/login/", "/logout/", "/account/", "/account/delete/"}) {
      browser.post(path).assertStatus(403);
    }
    assertThat(isSignedIn()).isTrue();
    browser.sending("Origin", server.url(""));
    assertThat(location(browser.post("/logout/"))).isEqualTo("/logout/");
  }

  @Test
  void a_cookie_with_any_changed_character_is_worthless() {
    browser.signIn(ada.email());
    String value = browser.cookie(COOKIE);
    for (int i = 0; i < value.length(); i += 7) {
      char other = value.charAt(i) == 'A' ? 'B' : 'A';
      browser.withCookie(COOKIE, value.substring(0, i) + other + value.substring(i + 1));
      assertThat(isSignedIn()).as("character " + i).isFalse();
    }
    browser.withCookie(COOKIE, value + "; " + COOKIE + "=" + value);
    assertThat(isSignedIn()).as("two cookies").isFalse();
    for (String tooLong : List.of(value + "x".repeat(8_192), "x".repeat(8_192))) {
      browser.withCookie(COOKIE, tooLong);
      assertThat(location(browser.get("/account/"))).isEqualTo("/login/?next=/account/");
      browser.get("/login/").assertStatus(200);
    }
    browser.withCookie(COOKIE, value);
    assertThat(isSignedIn()).isTrue();
  }

  @Test
  void tokens_and_cookies_do_not_replace_each_other() {
    Visitor.Pair tokens = ada.logIn();
    for (String token : new String[] {tokens.access(), tokens.refresh(), tokens.sessionId()}) {
      browser.withCookie(COOKIE, token);
      assertThat(isSignedIn()).isFalse();
    }
    browser.withCookie(COOKIE, "");
    browser.signIn(ada.email());
    String value = browser.cookie(COOKIE);
    caller.account(value).assertStatus(401);
    caller.post("/user/refresh_token/", "{\"refresh_token\":\"" + value + "\"}").assertStatus(401);
    browser.sending("Accept", "application/json");
    assertThat(browser.get("/user/update/").status()).as("a bearer endpoint").isEqualTo(401);
  }

  @Test
  void the_session_is_listed_and_ended_like_all_others() {
    browser.signIn(ada.email());
    String id = browser.cookie(COOKIE).substring(0, 22);
    String token = ada.logIn().access();
    assertThat(caller.send("GET", "/user/sessions/", Caller.bearer(token), new byte[0]).body())
        .contains(id);
    caller
        .send("DELETE", "/user/sessions/" + id + "/", Caller.bearer(token), new byte[0])
        .assertStatus(204);
    assertThat(isSignedIn()).isFalse();
  }

  @Test
  void a_deactivated_user_is_out() {
    browser.signIn(ada.email());
    DATABASE.query("update users set is_active = false where id = " + ada.id() + " returning id");
    assertThat(isSignedIn()).isFalse();
  }

  @Test
  void the_use_of_a_session_is_noted_and_an_idle_session_ends() {
    browser.signIn(ada.email());
    String id = browser.cookie(COOKIE).substring(0, 22);
    age(id, "10 minutes");
    assertThat(isSignedIn()).isTrue();
    assertThat(
            DATABASE.query(
                "select last_used_at > now() - interval '1 minute' from sessions where id = '"
                    + id
                    + "'"))
        .containsExactly("t");
    age(id, "2 days");
    assertThat(isSignedIn()).isFalse();
  }

  private static void age(String id, String interval) {
    DATABASE.query(
        "update sessions set last_used_at = now() - interval '%s' where id = '%s' returning id"
            .formatted(interval, id));
  }

  @Test
  void people_get_pages_and_programs_get_problems() {
    Answer page = browser.get("/no/such/page").assertStatus(404);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(page.body()).contains("This page does not exist");
    for (String api : List.of("/user/x", "/oauth2/introspect", "/revocations", "/health/x")) {
      assertThat(browser.get(api).header("Content-Type")).isEqualTo("application/problem+json");
    }
    browser.sending("Accept", "application/json, text/html;q=0.5");
    assertThat(browser.get("/no/such/page").header("Content-Type"))
        .isEqualTo("application/problem+json");
    browser.sending("Accept", "*/*");
    assertThat(browser.get("/no/such/page").header("Content-Type"))
        .isEqualTo("application/problem+json");
  }

  @Test
  void brand_and_logo_are_shown_and_kept_by_browsers() throws IOException {
    Path logo =
        Files.writeString(
            Folders.fresh("brand").resolve("logo.svg"), "<svg><script>alert(1)</script></svg>");
    Map<String, String> brand =
        Map.of("brand.color", "#ffdd00", "brand.logo", logo.toString(), "brand.name", "Portal");
    try (TestServer branded = TestServer.start(DATABASE, brand)) {
      Browser visitor = new Browser(branded);
      String page = visitor.get("/login/").body();
      assertThat(page).contains("<span>Portal</span>");
      Answer style = visitor.get(address(page, "style")).assertStatus(200);
      assertThat(style.body()).contains("--brand:#ffdd00;--on-brand:#000");
      assertThat(style.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
      Answer picture = visitor.get(address(page, "logo")).assertStatus(200);
      assertThat(picture.header("Content-Type")).isEqualTo("image/svg+xml");
      assertThat(picture.header("Content-Security-Policy")).startsWith("default-src 'none';");
      visitor.get("/assets/logo-other").assertStatus(404);
    }
  }

  private static String address(String page, String asset) {
    Matcher found = Pattern.compile("\"(/assets/" + asset + "-[^\"]+)\"").matcher(page);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }
}
