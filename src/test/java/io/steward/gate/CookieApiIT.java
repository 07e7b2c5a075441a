package io.steward.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Browser;
import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TokenPair;
import io.steward.testing.TwoNodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests may use the session of a browser instead of an access token. */
final class CookieApiIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String OWN_ACCOUNT = "/user/update/";
  private static final String[] OWN_SCRIPT = {"Sec-Fetch-Site", "same-origin"};
  private static final int AT_ONCE = 3;

  @AutoClose
  private static final TestServer server =
      TestServer.start(
          DATABASE,
          Map.of(
              "cookie.api", "on",
              "throttle", "on",
              "throttle.account", AT_ONCE + "/3600",
              "throttle.known", AT_ONCE + "/3600",
              "cors.origins", "https://app.example.com"));

  @AutoClose private static final TestServer unchanged = TestServer.start(DATABASE);

  private final String email = TwoNodes.addUser(DATABASE);
  private final Browser browser = new Browser(server);
  private String cookie = "";

  @BeforeEach
  void sign_in() {
    browser.signIn(email).assertStatus(303);
    cookie = "steward=" + browser.cookie("steward");
  }

  private ServerAnswer send(String method, String path, String json, String... headers) {
    List<String> all = new ArrayList<>(List.of("Cookie", cookie));
    all.addAll(Arrays.asList(headers));
    return new Http(server.url("")).json(method, path, json, all.toArray(String[]::new));
  }

  private void assertIgnored(ServerAnswer answer) {
    assertThat(answer.isProblem(401).member("detail"))
        .isEqualTo("Authentication credentials were not provided.");
  }

  @Test
  void a_script_of_the_own_origin_uses_the_account_of_its_browser() {
    ServerAnswer read =
        new Http(server.url(""))
            .get(OWN_ACCOUNT, "Cookie", cookie, "Sec-Fetch-Site", "same-origin");
    assertThat(read.is(200).member("email")).isEqualTo(email);
    send("PATCH", OWN_ACCOUNT, "{\"first_name\":\"Augusta\"}", OWN_SCRIPT).is(200);
    assertThat(browser.get("/account/").body()).contains("Augusta");
    assertThat(send("OPTIONS", OWN_ACCOUNT, "", OWN_SCRIPT).is(200).body()).contains("first_name");
  }

  @Test
  void the_session_is_the_browser_s_own_and_can_be_ended() {
    String sessions = send("GET", "/user/sessions/", "", OWN_SCRIPT).is(200).body();
    String id = cookie.substring("steward=".length(), cookie.indexOf('.'));
    assertThat(sessions).contains("\"id\":\"" + id + "\"", "\"current\":true");
    send("DELETE", "/user/sessions/" + id + "/", "", OWN_SCRIPT).is(204);
    assertThat(
            DATABASE.query(
                "select event from audit where session_id = '%s' order by time desc limit 1"
                    .formatted(id)))
        .containsExactly("session-ended");
    assertIgnored(send("GET", OWN_ACCOUNT, "", OWN_SCRIPT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cross-site", "same-site", "none", "Same-Origin", "same-origin, none", ""})
  void without_the_word_of_the_browser_that_the_page_is_own_a_cookie_is_ignored(String site) {
    assertIgnored(send("GET", OWN_ACCOUNT, "", "Sec-Fetch-Site", site));
    assertIgnored(send("PATCH", OWN_ACCOUNT, "{\"first_name\":\"Eve\"}", "Sec-Fetch-Site", site));
    assertIgnored(
        send("GET", OWN_ACCOUNT, "", "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Site", site));
  }

  @Test
  void a_cookie_alone_or_with_an_origin_is_ignored() {
    assertIgnored(send("GET", OWN_ACCOUNT, ""));
    assertIgnored(send("GET", OWN_ACCOUNT, "", "Origin", server.url("")));
    assertIgnored(
        send(
            "GET",
            OWN_ACCOUNT,
            "",
            "Origin",
            "https://app.example.com",
            "Sec-Fetch-Site",
            "same-site"));
  }

  @Test
  void a_request_with_an_authorization_header_is_judged_by_that_alone() {
    for (String other : List.of("Bearer x.y.z", "Bearer ", "Basic eDp5", "x")) {
      send("GET", OWN_ACCOUNT, "", "Sec-Fetch-Site", "same-origin", "Authorization", other)
          .isProblem(401);
    }
    String another = TwoNodes.addUser(DATABASE);
    String bearer = TokenPair.logIn(new Http(server.url("")), another).bearer();
    ServerAnswer read =
        send("GET", OWN_ACCOUNT, "", "Sec-Fetch-Site", "same-origin", "Authorization", bearer);
    assertThat(read.is(200).member("email")).isEqualTo(another);
  }

  @Test
  void altered_doubled_and_ended_cookies_are_ignored() {
    String good = cookie;
    cookie = good.substring(0, good.length() - 1) + (good.endsWith("A") ? "B" : "A");
    assertIgnored(send("GET", OWN_ACCOUNT, "", OWN_SCRIPT));
    cookie = good + "; " + good;
    assertIgnored(send("GET", OWN_ACCOUNT, "", OWN_SCRIPT));
    cookie = good;
    send("GET", OWN_ACCOUNT, "", OWN_SCRIPT).is(200);
    browser.post("/logout/").assertStatus(303);
    assertIgnored(send("GET", OWN_ACCOUNT, "", OWN_SCRIPT));
  }

  @Test
  void the_session_of_a_deactivated_user_is_ignored() {
    DATABASE.execute("update users set is_active = false where email = '%s'".formatted(email));
    assertIgnored(send("GET", OWN_ACCOUNT, "", OWN_SCRIPT));
  }

  @Test
  void the_administration_takes_no_cookie_even_of_a_superuser() {
    DATABASE.execute(
        "update users set is_staff = true, is_superuser = true where email = '%s'"
            .formatted(email));
    for (String path : List.of("/admin/api/me/", "/admin/api/users/", "/admin/api/audit/")) {
      assertIgnored(send("GET", path, "", OWN_SCRIPT));
    }
    assertIgnored(send("POST", "/admin/api/groups/", "{\"name\":\"x\"}", OWN_SCRIPT));
  }

  @Test
  void no_cookie_is_exchanged_for_tokens() {
    String body =
        "{\"current_password\":\"%s\",\"new_password\":\"analytical engine\"}"
            .formatted(Caller.PASSWORD);
    assertIgnored(send("POST", "/user/change_password/", body, OWN_SCRIPT));
    for (String path :
        List.of("/user/obtain_token/", "/user/refresh_token/", "/user/verify_token/")) {
      assertThat(send("POST", path, "{}", OWN_SCRIPT).status()).isIn(400, 401);
    }
    send("GET", OWN_ACCOUNT, "", OWN_SCRIPT).is(200);
  }

  @Test
  void a_password_can_be_changed_and_the_browser_stays_signed_in() {
    String other = TokenPair.logIn(new Http(server.url("")), email).bearer();
    String change =
        "{\"password\":\"analytical engine\",\"current_password\":\"%s\"}"
            .formatted(Caller.PASSWORD);
    send("PATCH", OWN_ACCOUNT, change, OWN_SCRIPT).is(200);
    send("GET", OWN_ACCOUNT, "", OWN_SCRIPT).is(200);
    send("GET", OWN_ACCOUNT, "", "Authorization", other).isProblem(401);
  }

  @Test
  void wrong_passwords_are_counted_together_with_those_of_programs() {
    String bearer = TokenPair.logIn(new Http(server.url("")), email).bearer();
    String wrong = "{\"current_password\":\"wrong\"}";
    for (int i = 0; i < AT_ONCE; i++) {
      send("DELETE", OWN_ACCOUNT, wrong, OWN_SCRIPT).isProblem(400);
    }
    send("DELETE", OWN_ACCOUNT, wrong, OWN_SCRIPT).isProblem(429);
    send("DELETE", OWN_ACCOUNT, wrong, "Authorization", bearer).isProblem(429);
  }

  @Test
  void without_the_setting_cookies_are_ignored() {
    Http http = new Http(unchanged.url(""));
    String[] headers = {"Cookie", cookie, "Sec-Fetch-Site", "same-origin"};
    assertIgnored(http.get(OWN_ACCOUNT, headers));
    assertIgnored(http.get("/user/sessions/", headers));
    assertIgnored(http.json("PATCH", OWN_ACCOUNT, "{\"first_name\":\"Eve\"}", headers));
  }
}
