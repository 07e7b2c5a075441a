package io.steward.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.database.Database;
import io.steward.session.SessionTransactions;
import io.steward.session.browser.BrowserSessions;
import io.steward.testing.Answer;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.FilteredApp;
import io.steward.testing.Folders;
import io.steward.testing.PortalCookies;
import io.steward.testing.TestClients;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.testing.Visitor;
import io.steward.testing.Visitor.Pair;
import io.steward.token.portal.PortalCookie;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people with browsers get from an application behind the filter, beside a real Steward. */
final class PortalFilterIT {
  private static final String HOST = "shop.example.com";
  private static final String PAGE = "Sec-Fetch-Mode: navigate";
  private static final String OWN_PAGE = "Sec-Fetch-Site: same-origin";
  private static final String SIGN_IN = PortalCookies.PUBLIC_URL + "/login/";
  private static final Duration NOW = Duration.ZERO;
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration KNOWN = Duration.ofSeconds(2);
  private static final Pattern COOKIE = Pattern.compile("(__[A-Za-z-]+)=([^;,]*)");
  private static final TestDatabase DATABASE = TestDatabase.create();

  @AutoClose private static TestServer server;
  @AutoClose private static FilteredApp app;
  private static Caller caller;
  private static PortalCookies cookies;
  private static final Map<String, String> settings = new HashMap<>();
  private static final Map<String, String> parameters = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    Path folder = Folders.fresh("portal-filter-secrets");
    TestClients clients = new TestClients(folder.resolve("clients"));
    Path secret = Files.writeString(folder.resolve("secret"), clients.add("shop"));
    settings.putAll(
        PortalCookies.settings(
            Files.writeString(folder.resolve("rules.txt"), "* / authenticated\n")));
    settings.putAll(clients.setting());
    server = TestServer.start(DATABASE, settings);
    caller = new Caller(server);
    cookies = new PortalCookies(TestServer.settings(DATABASE.url(), settings));
    parameters.putAll(
        Map.of(
            "jwt.secret",
            TestServer.SECRET,
            "public",
            "/about",
            "roles",
            "/boss = boss",
            "login.url",
            SIGN_IN,
            "portal.domain",
            "example.com",
            "revocations.url",
            server.url("/revocations"),
            "revocations.client",
            "shop",
            "revocations.secret_file",
            secret.toString()));
    app = new FilteredApp("portal-filter", parameters);
    awaitFeed(app);
  }

  private static void awaitFeed(FilteredApp application) {
    String bearer = "Authorization: Bearer " + session().access();
    Await.until(
        "the filter follows revocations",
        PATIENCE,
        () -> application.ask("GET /shop/", HOST, bearer).status() == 200);
  }

  private static Pair session() {
    return Visitor.arrive(DATABASE, caller).logIn();
  }

  private static String value(Pair session, Duration age) {
    return cookies.of(HOST, session.sessionId(), age);
  }

  private static String cookie(Pair session, Duration age) {
    return "Cookie: " + value(session, age);
  }

  private static Answer ask(String line, String... headers) {
    return app.ask(line, HOST, headers);
  }

  /** The parameter {@code to} of an address. */
  private static String target(String location) {
    return Arrays.stream(URI.create(location).getRawQuery().split("&"))
        .filter(part -> part.startsWith("to="))
        .map(part -> URLDecoder.decode(part.substring(3), StandardCharsets.UTF_8))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_cookie_lets_a_person_in() {
    Answer answer = ask("GET /shop/x?y", cookie(session(), NOW), PAGE).assertStatus(200);
    assertThat(answer.body()).startsWith("user=7 principal=true type=Cookie staff=true");
  }

  @Test
  void a_page_without_the_cookie_leads_to_sign_in_and_back_to_where_it_was() {
    Answer answer = app.ask("GET /shop/a%20b/?q=1&r=%2F", "SHOP.example.com:8443", PAGE);
    String location = answer.assertStatus(302).header("Location");
    assertThat(location).startsWith(SIGN_IN + "?to=");
    assertThat(target(location)).isEqualTo("https://shop.example.com:8443/shop/a%20b/?q=1&r=%2F");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(steward(location, Map.of()).assertStatus(200).body())
        .as("Steward accepts the signature")
        .contains("name=\"to\" value=\"https://shop.example.com:8443/shop/a%20b/?q=1&amp;r=%2F\"");
    assertThat(target(ask("GET /shop/", PAGE).header("Location")))
        .isEqualTo("https://shop.example.com/shop/");
  }

  @Test
  void scripts_and_forms_get_a_401_that_names_the_sign_in_page() {
    List<Answer> answers =
        List.of(
            ask("GET /shop/", "Sec-Fetch-Mode: cors", "Accept: text/html"),
            ask("GET /shop/", "Accept: text/html", "X-Requested-With: XMLHttpRequest"),
            ask("GET /shop/", "Accept: application/json"),
            ask("GET /shop/"),
            ask("POST /shop/", PAGE, OWN_PAGE));
    for (Answer answer : answers) {
      assertThat(answer.assertStatus(401).header("Location")).isEmpty();
      assertThat(answer.text("sign_in")).isEqualTo(SIGN_IN);
      assertThat(answer.header("WWW-Authenticate"))
          .isEqualTo("Bearer realm=\"api\", sign_in=\"" + SIGN_IN + "\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.com", "example.com.evil.com", "evilexample.com", "127.0.0.1", "[::1]", "x"})
  void on_hosts_outside_the_domain_no_cookie_counts_and_no_way_leads_back(String host) {
    Answer answer = app.ask("GET /shop/", host, PAGE);
    assertThat(answer.assertStatus(401).header("Location")).isEmpty();
    app.ask("GET /shop/", host, cookie(session(), NOW)).assertStatus(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"//evil.com", "/shop//evil.com", "/shop/x/..//evil.com", "/shop/;x"})
  void paths_with_several_readings_are_refused(String path) {
    Answer answer = ask("GET " + path, PAGE);
    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.header("Location")).isEmpty();
  }

  @Test
  void a_query_cannot_change_where_the_way_back_leads() {
    String location = ask("GET /shop/?x&to=//evil.com&sig=1", PAGE).header("Location");
    assertThat(target(location)).isEqualTo("https://shop.example.com/shop/?x&to=//evil.com&sig=1");
    assertThat(location.split("sig=", -1)).hasSize(2);
  }

  @Test
  void an_old_cookie_is_renewed_when_a_page_opens_and_loses_no_post() {
    String old = cookie(session(), AN_HOUR);
    assertThat(ask("GET /shop/x", old, PAGE).assertStatus(302).header("Location"))
        .startsWith(SIGN_IN + "?to=");
    ask("POST /shop/x", old, PAGE, OWN_PAGE).assertStatus(200);
    ask("GET /shop/x", old, "Sec-Fetch-Mode: cors").assertStatus(200);
    String expired = cookie(session(), Duration.ofHours(13));
    ask("POST /shop/x", expired, PAGE, OWN_PAGE).assertStatus(401);
  }

  @Test
  void a_page_opens_with_an_old_cookie_while_steward_could_not_renew_it() {
    TestServer other = TestServer.start(DATABASE, settings);
    Map<String, String> following = new HashMap<>(parameters);
    following.put("revocations.url", other.url("/revocations"));
    String old = cookie(session(), AN_HOUR);
    try (FilteredApp shop = new FilteredApp("portal-filter-away", following)) {
      awaitFeed(shop);
      shop.ask("GET /shop/x", HOST, old, PAGE).assertStatus(302);
      other.close();
      Await.until(
          "the page opens",
          PATIENCE,
          () -> shop.ask("GET /shop/x", HOST, old, PAGE).status() == 200);
      shop.ask("GET /shop/x", HOST, PAGE).assertStatus(302);
    }
  }

  @Test
  void a_frame_keeps_working_with_an_old_cookie() {
    String old = cookie(session(), AN_HOUR);
    ask("GET /shop/x", old, PAGE, "Sec-Fetch-Dest: iframe").assertStatus(200);
    ask("GET /shop/x", old, PAGE, "Sec-Fetch-Dest: document").assertStatus(302);
    ask("GET /shop/x", PAGE, "Sec-Fetch-Dest: iframe").assertStatus(302);
  }

  @Test
  void the_end_of_the_session_refuses_the_cookie_within_two_seconds() {
    Pair session = session();
    String cookie = cookie(session, AN_HOUR);
    ask("GET /shop/", cookie).assertStatus(200);
    caller.post("/user/revoke_token/", "{\"refresh_token\":\"" + session.refresh() + "\"}");
    Await.until("the cookie is refused", KNOWN, () -> ask("GET /shop/", cookie).status() == 401);
  }

  @Test
  void cookies_and_access_tokens_are_never_mistaken_for_each_other() {
    Pair session = session();
    String token = value(session, NOW).replaceFirst("^[^=]*=", "");
    ask("GET /shop/", "Authorization: Bearer " + token).assertStatus(401);
    String access = PortalCookie.OF_DOMAIN + "=" + session.access();
    ask("GET /shop/", "Cookie: " + access).assertStatus(401);
    String renamed = PortalCookie.OF_HOST + "=" + token;
    ask("GET /shop/", "Cookie: " + renamed).assertStatus(401);
    String ofWiki = cookies.of("wiki.other.org", session.sessionId(), NOW);
    String wiki = PortalCookie.OF_DOMAIN + "=" + ofWiki.replaceFirst("^[^=]*=", "");
    ask("GET /shop/", "Cookie: " + wiki).assertStatus(401);
    ask("GET /shop/", cookie(session, NOW), "Authorization: Bearer a.b.c").assertStatus(401);
  }

  @Test
  void a_cookie_tossed_by_a_sibling_host_does_not_change_who_somebody_is() {
    String own = value(session(), NOW);
    String other = value(session(), NOW);
    String junk = PortalCookie.OF_DOMAIN + "=junk";
    ask("GET /shop/", "Cookie: " + junk + "; " + own).assertStatus(200);
    ask("GET /shop/", "Cookie: " + own + "; " + other).assertStatus(401);
    ask("GET /shop/", "Cookie: " + own, "Cookie: " + other).assertStatus(401);
    ask("GET /shop/", "Cookie: " + (junk + "; ").repeat(4) + own).assertStatus(401);
  }

  @Test
  void a_change_needs_proof_that_a_page_of_the_application_sends_it() {
    String cookie = cookie(session(), NOW);
    for (String own :
        List.of(OWN_PAGE, "Sec-Fetch-Site: none", "Origin: https://shop.example.com")) {
      ask("POST /shop/", cookie, own).assertStatus(200);
      ask("DELETE /shop/", cookie, own).assertStatus(200);
    }
    for (String foreign :
        List.of(
            "Sec-Fetch-Site: same-site",
            "Sec-Fetch-Site: cross-site",
            "Origin: https://blog.example.com",
            "Origin: http://shop.example.com",
            "Origin: https://shop.example.com:8443",
            "Origin: null",
            "X-Unrelated: 1")) {
      assertThat(ask("POST /shop/", cookie, foreign).assertStatus(403).body())
          .contains("Pages of other origins");
      ask("GET /shop/", cookie, foreign).assertStatus(200);
      ask("GET /shop/", cookie, foreign, "Upgrade: websocket").assertStatus(403);
    }
    ask("POST /shop/", cookie, OWN_PAGE, "Origin: https://blog.example.com").assertStatus(200);
    ask("POST /shop/", "Authorization: Bearer " + session().access()).assertStatus(200);
  }

  @Test
  void the_application_sees_no_cookie_of_stewards() {
    String own = value(session(), NOW);
    String all = "Cookie: a=b; " + own + "; __Host-steward=x; c=d";
    for (String line : List.of("GET /shop/", "GET /shop/about")) {
      assertThat(ask(line, all).assertStatus(200).body())
          .contains("cookies=[a, c] header=a=b; c=d headers=[a=b; c=d]");
      assertThat(ask(line, "Cookie: " + own).assertStatus(200).body())
          .contains("cookies=[] header=null headers=[] ")
          .doesNotContain("names=[cookie", ", cookie", "steward");
    }
    String bearer = "Authorization: Bearer " + session().access();
    assertThat(ask("GET /shop/", bearer, all).assertStatus(200).body())
        .contains("cookies=[a, c] header=a=b; c=d ");
  }

  @Test
  void a_public_page_needs_no_sign_in_and_knows_nobody() {
    assertThat(ask("GET /shop/about", PAGE).assertStatus(200).body()).startsWith("user=null");
    assertThat(ask("GET /shop/about", cookie(session(), AN_HOUR), PAGE).assertStatus(200).body())
        .startsWith("user=null");
  }

  @Test
  void rights_that_are_missing_never_cause_a_redirect() {
    Answer answer = ask("GET /shop/boss", cookie(session(), NOW), PAGE);
    assertThat(answer.assertStatus(403).header("Location")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cookie", "token"})
  void a_log_out_ends_the_session_at_steward_and_at_once_in_the_application(String kind) {
    Pair session = session();
    String proof =
        kind.equals("cookie") ? cookie(session, NOW) : "Authorization: Bearer " + session.access();
    assertThat(ask("POST /shop/leave", proof, OWN_PAGE).assertStatus(200).body())
        .startsWith("user=null principal=false type=null staff=false");
    ask("GET /shop/", proof).assertStatus(401);
    ask("GET /shop/", cookie(session, NOW)).assertStatus(401);
    assertThat(ask("GET /shop/", cookie(session, NOW), PAGE).assertStatus(302).header("Location"))
        .startsWith(SIGN_IN);
    caller.account(session.access()).assertStatus(401);
    assertThat(steward(SIGN_IN, browser(session)).assertStatus(200).body())
        .as("the browser is signed out of Steward, too")
        .contains("name=\"password\"");
    assertThat(
            DATABASE.query(
                "select detail from audit where event = 'logged-out'"
                    + " and session_id = '%s'".formatted(session.sessionId())))
        .containsExactly("client shop");
  }

  @Test
  void without_a_feed_a_log_out_says_that_it_cannot_end_the_session() {
    Pair session = session();
    try (FilteredApp alone = new FilteredApp("portal-filter-alone", withoutSteward())) {
      String bearer = "Authorization: Bearer " + session.access();
      assertThat(alone.ask("POST /shop/leave", HOST, bearer).assertStatus(502).body())
          .contains("The session has not ended", "revocations.url");
      alone.ask("GET /shop/", HOST, bearer).assertStatus(200);
      alone.ask("GET /shop/", HOST, cookie(session, NOW)).assertStatus(401);
      alone.ask("GET /shop/", HOST, PAGE).assertStatus(401);
    }
    caller.account(session.access()).assertStatus(200);
  }

  private static Map<String, String> withoutSteward() {
    return Map.of("jwt.secret", TestServer.SECRET);
  }

  /** The cookie jar of a browser that is signed in at Steward. */
  private static Map<String, String> browser(Pair session) {
    BrowserSessions browsers =
        new BrowserSessions(
            new SessionTransactions(
                TestServer.settings(DATABASE.url(), Map.of()),
                new Database(TestServer.settings(DATABASE.url(), Map.of()).database()),
                TestTokens.noRevocations()),
            cookies.keys());
    return new HashMap<>(Map.of("__Host-steward", browsers.value(session.sessionId())));
  }

  /** Opens an address of Steward's, through its proxy. */
  private static Answer steward(String location, Map<String, String> jar) {
    return caller.raw(
        "GET "
            + location.substring(PortalCookies.PUBLIC_URL.length())
            + " HTTP/1.1\r\nHost: steward\r\nConnection: close\r\n"
            + "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n"
            + "X-Forwarded-Host: accounts.example.com\r\n"
            + PAGE
            + "\r\nAccept: text/html\r\n"
            + line(jar)
            + "\r\n");
  }

  private static String line(Map<String, String> jar) {
    String pairs =
        jar.entrySet().stream()
            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
            .collect(Collectors.joining("; "));
    return pairs.isEmpty() ? "" : "Cookie: " + pairs + "\r\n";
  }

  /**
   * Follows redirects as a browser does; returns the last answer, and asserts that there is one.
   */
  private static Answer follow(FilteredApp application, String path, Map<String, String> jar) {
    String location = "https://" + HOST + path;
    for (int i = 0; i < 12; i++) {
      Answer answer =
          location.startsWith(PortalCookies.PUBLIC_URL)
              ? steward(location, jar)
              : application.ask(
                  "GET " + location.substring(("https://" + HOST).length()),
                  HOST,
                  Stream.of(PAGE, line(jar).strip())
                      .filter(header -> !header.isEmpty())
                      .toArray(String[]::new));
      Matcher set = COOKIE.matcher(answer.header("Set-Cookie"));
      while (set.find()) {
        jar.put(set.group(1), set.group(2));
      }
      if (answer.status() != 302) {
        return answer;
      }
      location = answer.header("Location");
    }
    throw new AssertionError("a loop");
  }

  @Test
  void a_person_who_is_signed_in_at_steward_enters_and_is_renewed_without_a_question() {
    Pair session = session();
    Map<String, String> jar = browser(session);
    assertThat(follow(app, "/shop/x?y", jar).assertStatus(200).body()).startsWith("user=");
    String fresh = jar.get(PortalCookie.OF_DOMAIN);
    assertThat(fresh).isNotEmpty();
    jar.put(PortalCookie.OF_DOMAIN, value(session, AN_HOUR).replaceFirst("^[^=]*=", ""));
    assertThat(follow(app, "/shop/z", jar).assertStatus(200).body()).startsWith("user=");
  }

  @Test
  void a_cookie_that_the_filter_refuses_ends_at_a_page_and_not_in_a_loop() {
    Map<String, String> stricter = new HashMap<>(parameters);
    stricter.put("portal.lifetime", "600");
    try (FilteredApp other = new FilteredApp("portal-filter-stricter", stricter)) {
      awaitFeed(other);
      Answer page = follow(other, "/shop/", browser(session()));
      assertThat(page.assertStatus(200).body()).contains("Allow cookies");
    }
  }
}
