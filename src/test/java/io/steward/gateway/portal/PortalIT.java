package io.steward.gateway.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.database.Database;
import io.steward.session.SessionTransactions;
import io.steward.session.browser.BrowserSessions;
import io.steward.testing.Answer;
import io.steward.testing.Await;
import io.steward.testing.Browser;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.PortalCookies;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What portals, their proxies and browsers get from a running Steward. */
final class PortalIT {
  private static final String HOST = "app.example.com";
  private static final String PAGE = "Sec-Fetch-Mode: navigate";
  private static final String CHALLENGE =
      "Bearer realm=\"api\", sign_in=\"" + PortalCookies.PUBLIC_URL + "/login/\"";
  private static final Duration NOW = Duration.ZERO;
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Pattern SET =
      Pattern.compile("(__Secure-steward-portal=[^;]+)(; Domain[^,]*)");
  private static final Pattern RENEWALS = Pattern.compile("__Host-steward-renewals=[^;]+");
  private static final TestDatabase DATABASE = TestDatabase.create();

  @AutoClose private static TestServer server;
  private static Caller caller;
  private static PortalCookies cookies;

  @BeforeAll
  static void start() throws IOException {
    Path rules =
        Files.writeString(
            Folders.fresh("portals").resolve("rules.txt"),
            "* /public public\n* /boss group:boss\nGET,HEAD,POST / authenticated\n");
    Map<String, String> settings = PortalCookies.settings(rules);
    server = TestServer.start(DATABASE, settings);
    caller = new Caller(server);
    cookies = new PortalCookies(TestServer.settings(DATABASE.url(), settings));
  }

  private static Answer ask(String line, String... headers) {
    return caller.raw(
        line
            + " HTTP/1.1\r\nHost: steward\r\nConnection: close\r\n"
            + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining())
            + "\r\n");
  }

  private static Answer forward(String method, String host, String uri, String... more) {
    Stream<String> original =
        Stream.of(
            "X-Forwarded-Method: " + method,
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: " + host,
            "X-Forwarded-Uri: " + uri);
    return ask(
        "GET /authz/forward", Stream.concat(original, Arrays.stream(more)).toArray(String[]::new));
  }

  private static Pair session() {
    return Visitor.arrive(DATABASE, caller).logIn();
  }

  private static String cookie(Pair session, Duration age) {
    return "Cookie: theme=dark; " + cookies.of(HOST, session.sessionId(), age);
  }

  /** The parameter {@code to} of an address. */
  private static String target(String location) {
    String query = URI.create(location).getRawQuery();
    return Arrays.stream(query.split("&"))
        .filter(part -> part.startsWith("to="))
        .map(part -> URLDecoder.decode(part.substring(3), StandardCharsets.UTF_8))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_cookie_opens_a_portal() {
    Answer answer = forward("GET", HOST, "/x?y", cookie(session(), NOW), PAGE);
    assertThat(answer.assertStatus(200).header("Remote-Email")).isEqualTo("ada@golden.example");
  }

  @Test
  void a_page_without_a_cookie_leads_to_sign_in_and_back_to_where_it_was() {
    Answer answer = forward("GET", "APP.example.com.:8443", "/a%20b/?q=1&r=%2F|x", PAGE);
    String location = answer.assertStatus(302).header("Location");
    assertThat(location).startsWith(PortalCookies.PUBLIC_URL + "/login/?to=https%3A%2F%2Fapp.");
    assertThat(target(location)).isEqualTo("https://app.example.com:8443/a%20b/?q=1&r=%2F%7Cx");
  }

  @Test
  void proxies_that_pass_no_redirect_on_get_a_401_with_the_location() {
    for (String door : List.of("/authz/nginx", "/authz/haproxy")) {
      Answer answer =
          ask(
              "GET " + door,
              "X-Original-Method: GET",
              "X-Original-URI: /deep?x=1",
              "X-Original-Host: " + HOST,
              "Accept: text/html,*/*");
      assertThat(target(answer.assertStatus(401).header("Location")))
          .isEqualTo("https://app.example.com/deep?x=1");
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"api\"");
    }
  }

  @Test
  void scripts_and_forms_get_a_401_that_names_the_sign_in_page() {
    List<Answer> answers =
        List.of(
            forward("GET", HOST, "/x", "Sec-Fetch-Mode: cors", "Accept: */*"),
            forward("GET", HOST, "/x", "Accept: application/json"),
            forward("POST", HOST, "/x", PAGE));
    for (Answer answer : answers) {
      assertThat(answer.assertStatus(401).header("Location")).isEmpty();
      assertThat(answer.text("sign_in")).isEqualTo(PortalCookies.PUBLIC_URL + "/login/");
      assertThat(answer.header("WWW-Authenticate")).isEqualTo(CHALLENGE);
    }
  }

  @Test
  void a_script_that_asks_for_html_gets_a_page_instead_of_a_redirect() {
    String[] script = {"Accept: text/html", "X-Requested-With: XMLHttpRequest"};
    for (Answer answer :
        List.of(
            forward("GET", HOST, "/x", script),
            forward("GET", HOST, "/x", "Sec-Fetch-Mode: cors", "Accept: text/html"))) {
      assertThat(answer.assertStatus(401).header("Location")).isEmpty();
      assertThat(answer.header("WWW-Authenticate")).isEqualTo(CHALLENGE);
      assertThat(answer.header("Content-Type")).startsWith("text/html");
      assertThat(answer.body()).contains("<h1>");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.com",
        "example.com.evil.com",
        "evilexample.com",
        "other.org",
        "a.wiki.other.org",
        "127.0.0.1",
        "[::1]",
        "com"
      })
  void no_way_leads_to_other_hosts(String host) {
    Answer answer = forward("GET", host, "/x", PAGE);
    assertThat(answer.assertStatus(401).header("Location")).isEmpty();
    assertThat(answer.body()).doesNotContain("sign_in");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"api\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"app.example.com@evil.com", "evil.com/.example.com", "evil.com\\.example.com"})
  void hosts_with_several_readings_are_refused(String host) {
    assertThat(forward("GET", host, "/x", PAGE).assertStatus(403).header("Location")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"//evil.com", "/\\evil.com", "/x/..//evil.com", "/%0d%0aSet-Cookie:x"})
  void paths_with_several_readings_are_refused(String uri) {
    assertThat(forward("GET", HOST, uri, PAGE).assertStatus(403).header("Location")).isEmpty();
  }

  @Test
  void a_query_reaches_the_location_only_as_escaped_text() {
    String location = forward("GET", HOST, "/x?a=\"<b>\\ü&to=//evil.com", PAGE).header("Location");
    assertThat(target(location))
        .isEqualTo("https://app.example.com/x?a=%22%3Cb%3E%5C%FC&to=//evil.com");
    String tooLong = forward("GET", HOST, "/x?" + "a".repeat(5000), PAGE).header("Location");
    assertThat(target(tooLong)).isEqualTo("https://app.example.com/x");
  }

  @Test
  void an_old_cookie_is_renewed_when_a_page_opens_and_loses_no_post() {
    String old = cookie(session(), AN_HOUR);
    assertThat(forward("GET", HOST, "/x", old, PAGE).assertStatus(302).header("Location"))
        .startsWith(PortalCookies.PUBLIC_URL + "/login/?to=");
    forward("POST", HOST, "/x", old, PAGE).assertStatus(200);
    forward("GET", HOST, "/x", old, "Sec-Fetch-Mode: cors").assertStatus(200);
    String expired = cookie(session(), Duration.ofHours(13));
    forward("POST", HOST, "/x", expired, PAGE).assertStatus(401);
  }

  /** A frame on another domain could only show the sign-in page, which refuses to be framed. */
  @ParameterizedTest
  @ValueSource(strings = {HOST, "wiki.other.org"})
  void a_frame_keeps_working_with_an_old_cookie(String host) {
    String old = "Cookie: " + cookies.of(host, session().sessionId(), AN_HOUR);
    for (String frame : List.of("iframe", "frame", "embed", "object")) {
      forward("GET", host, "/x", old, PAGE, "Sec-Fetch-Dest: " + frame).assertStatus(200);
    }
    forward("GET", host, "/x", old, PAGE, "Sec-Fetch-Dest: document").assertStatus(302);
    forward("GET", host, "/x", PAGE, "Sec-Fetch-Dest: iframe").assertStatus(302);
  }

  @Test
  void the_end_of_a_session_closes_the_portals_within_a_second() {
    Visitor ada = Visitor.arrive(DATABASE, caller);
    Pair session = ada.logIn();
    String cookie = cookie(session, AN_HOUR);
    forward("POST", HOST, "/x", cookie).assertStatus(200);
    caller.post("/user/revoke_token/", "{\"refresh_token\":\"" + session.refresh() + "\"}");
    Await.until(
        "the cookie is refused",
        PATIENCE,
        () -> forward("POST", HOST, "/x", cookie).status() == 401);
    assertThat(
            DATABASE.query(
                "select expires_at > now() + interval '12 hours' from revocations"
                    + " where session_id = '%s'".formatted(session.sessionId())))
        .as("kept for as long as the cookie would be valid")
        .containsExactly("t");
  }

  @ParameterizedTest
  @CsvSource({"POST, deactivate/", "DELETE, ''"})
  void who_is_deactivated_or_deleted_is_out_of_the_portals_within_a_second(
      String method, String act) {
    Visitor root = Visitor.arrive(DATABASE, caller);
    root.set("is_staff = true, is_superuser = true");
    Pair administrator = root.logIn();
    Visitor ada = Visitor.arrive(DATABASE, caller);
    String cookie = cookie(ada.logIn(), AN_HOUR);
    forward("POST", HOST, "/x", cookie).assertStatus(200);
    String path = "/admin/api/users/" + ada.id() + "/" + act;
    assertThat(root.as(administrator, method, path, "").status()).isLessThan(300);
    Await.until(
        "the cookie is refused",
        PATIENCE,
        () -> forward("POST", HOST, "/x", cookie).status() == 401);
  }

  @Test
  void rights_that_are_missing_never_cause_a_redirect() {
    Answer answer = forward("GET", HOST, "/boss", cookie(session(), NOW), PAGE);
    assertThat(answer.assertStatus(403).header("Location")).isEmpty();
  }

  @Test
  void a_person_reads_that_no_rule_is_about_the_request() {
    Answer answer =
        forward("PUT", HOST, "/x", cookie(session(), NOW), "Accept: text/html").assertStatus(403);
    assertThat(answer.body()).contains("You are signed in as Ada");
    assertThat(forward("PUT", HOST, "/x", "Accept: text/html").assertStatus(403).body())
        .doesNotContain("signed in");
  }

  @Test
  void a_public_path_knows_the_visitor_and_needs_no_renewal() {
    String old = cookie(session(), AN_HOUR);
    assertThat(forward("GET", HOST, "/public", old, PAGE).assertStatus(200).header("Remote-User"))
        .isEqualTo("7");
    assertThat(forward("GET", HOST, "/public", PAGE).assertStatus(200).header("Remote-User"))
        .isEmpty();
  }

  @Test
  void cookies_and_access_tokens_are_never_mistaken_for_each_other() {
    Pair session = session();
    String value = cookies.of(HOST, session.sessionId(), NOW).replaceFirst("^[^=]*=", "");
    caller.account(value).assertStatus(401);
    forward("GET", HOST, "/x", "Authorization: Bearer " + value).assertStatus(401);
    String access = PortalCookie.OF_DOMAIN + "=" + session.access();
    forward("POST", HOST, "/x", "Cookie: " + access).assertStatus(401);
  }

  @Test
  void a_cookie_is_valid_for_its_own_hosts_only() {
    Pair session = session();
    String ofDomain = cookies.of(HOST, session.sessionId(), NOW).replaceFirst("^[^=]*=", "");
    String ofWiki = cookies.of("wiki.other.org", session.sessionId(), NOW);
    forward("POST", "wiki.other.org", "/x", "Cookie: " + ofWiki).assertStatus(200);
    String renamed = PortalCookie.OF_HOST + "=" + ofDomain;
    forward("POST", "wiki.other.org", "/x", "Cookie: " + renamed).assertStatus(401);
    String wiki = ofWiki.replaceFirst("^[^=]*=", "");
    forward("POST", HOST, "/x", "Cookie: " + PortalCookie.OF_DOMAIN + "=" + wiki).assertStatus(401);
    forward("POST", "evil.com", "/x", "Cookie: " + ofWiki).assertStatus(401);
  }

  @Test
  void a_cookie_tossed_by_a_sibling_host_does_not_change_who_somebody_is() {
    String own = cookies.of(HOST, session().sessionId(), NOW);
    String other = cookies.of(HOST, session().sessionId(), NOW);
    String junk = PortalCookie.OF_DOMAIN + "=junk";
    forward("POST", HOST, "/x", "Cookie: " + junk + "; " + own).assertStatus(200);
    forward("POST", HOST, "/x", "Cookie: " + own + "; " + other).assertStatus(401);
    forward("POST", HOST, "/x", "Cookie: " + own, "Cookie: " + other).assertStatus(401);
    forward("POST", HOST, "/x", "Cookie: " + (junk + "; ").repeat(4) + own).assertStatus(401);
    forward("POST", HOST, "/x", "Cookie: a=" + "x".repeat(8_192) + "; " + own).assertStatus(200);
    String tooLong = PortalCookie.OF_DOMAIN + "=" + "x".repeat(8_192);
    forward("POST", HOST, "/x", "Cookie: " + tooLong + "; " + own).assertStatus(200);
    forward("POST", HOST, "/x", "Cookie: " + tooLong).assertStatus(401);
    forward("GET", HOST, "/x", "Cookie: " + tooLong, PAGE).assertStatus(302);
    forward("GET", HOST, "/x", "Cookie: __Host-steward=" + "x".repeat(8_192), PAGE)
        .assertStatus(302);
  }

  @Test
  void a_portal_on_another_domain_sends_the_browser_over_its_own_host() {
    String first = forward("GET", "wiki.other.org", "/p?q=1", PAGE).header("Location");
    assertThat(first).startsWith("https://wiki.other.org/.steward/login?to=");
    Answer led = steward("wiki.other.org", first);
    assertThat(led.header("Set-Cookie")).startsWith("__Host-steward-state=").contains("HttpOnly");
    String location = led.assertStatus(302).header("Location");
    assertThat(location).startsWith(PortalCookies.PUBLIC_URL + "/login/?to=").contains("&state=");
    assertThat(target(location)).isEqualTo("https://wiki.other.org/p?q=1");
  }

  @Test
  void a_signed_address_is_worth_nothing_on_another_host_or_altered() {
    String query = cookies.wayBack(NOW).sign("https://wiki.other.org/p");
    for (String[] attempt :
        new String[][] {
          {"app.example.com", query},
          {"wiki.other.org", query.replace("%2Fp", "%2Fq")},
          {"wiki.other.org", query.replace("exp=", "exp=9")},
          {"wiki.other.org", "to=https%3A%2F%2Fevil.com%2F&exp=9999999999&sig=x"}
        }) {
      Answer answer = steward(attempt[0], "https://h/.steward/login?" + attempt[1]);
      assertThat(answer.assertStatus(302).header("Location"))
          .isEqualTo(PortalCookies.PUBLIC_URL + "/account/");
      assertThat(answer.header("Set-Cookie")).isEmpty();
    }
    String late = cookies.wayBack(AN_HOUR).sign("https://wiki.other.org/p");
    assertThat(steward("wiki.other.org", "https://h/.steward/login?" + late).header("Location"))
        .isEqualTo("https://wiki.other.org/p");
  }

  @Test
  void a_code_lets_in_only_the_browser_that_started_on_that_host() {
    Pair session = session();
    String state = "A".repeat(22);
    String url = "https://wiki.other.org/p?q=1";
    String callback = "https://h" + cookies.callback(url, "x=" + state, session.sessionId());
    String own = "Cookie: __Host-steward-state=" + state;
    Answer answer = steward("wiki.other.org", callback, own);
    assertThat(answer.assertStatus(302).header("Location")).isEqualTo(url);
    String set = answer.header("Set-Cookie");
    assertThat(set)
        .startsWith(PortalCookie.OF_HOST + "=")
        .endsWith("; Path=/; Secure; HttpOnly; SameSite=Lax")
        .doesNotContain("Domain");
    String cookie = "Cookie: " + set.substring(0, set.indexOf(';'));
    forward("GET", "wiki.other.org", "/p", cookie, PAGE).assertStatus(200);

    assertThat(steward("wiki.other.org", callback, "Accept: text/html").assertStatus(403).body())
        .contains("This sign-in has expired");
    steward("wiki.other.org", callback).assertStatus(403);
    steward("wiki.other.org", callback, own.replace("AAA", "BBB")).assertStatus(403);
    steward("app.example.com", callback, own).assertStatus(403);
    steward("wiki.other.org", callback.replace("callback?code=", "callback?code=x"), own)
        .assertStatus(403);
    caller.post("/user/revoke_token/", "{\"refresh_token\":\"" + session.refresh() + "\"}");
    steward("wiki.other.org", callback, own).assertStatus(403);
  }

  private static String browser(Pair session) {
    BrowserSessions browsers =
        new BrowserSessions(
            new SessionTransactions(
                TestServer.settings(DATABASE.url(), Map.of()),
                new Database(TestServer.settings(DATABASE.url(), Map.of()).database()),
                TestTokens.noRevocations()),
            cookies.keys());
    return "Cookie: __Host-steward=" + browsers.value(session.sessionId());
  }

  private static Answer accounts(String location, String... headers) {
    return steward("accounts.example.com", location, headers);
  }

  @Test
  void a_signed_in_browser_gets_the_cookie_without_a_question() {
    String browser = browser(session());
    String location = forward("GET", HOST, "/x?y=z", PAGE).header("Location");
    Answer answer = accounts(location, browser, PAGE);
    assertThat(answer.assertStatus(302).header("Location"))
        .isEqualTo("https://app.example.com/x?y=z");
    Matcher set = SET.matcher(answer.header("Set-Cookie"));
    assertThat(set.find()).isTrue();
    assertThat(set.group(2))
        .isEqualTo("; Domain=example.com; Path=/; Secure; HttpOnly; SameSite=Lax");
    forward("GET", HOST, "/x", "Cookie: " + set.group(1), PAGE).assertStatus(200);
  }

  @Test
  void a_visitor_signs_in_enters_the_portal_and_leaves_it_by_signing_out() {
    Visitor visitor = Visitor.arrive(DATABASE, caller);
    Browser window =
        new Browser(server)
            .sending("X-Forwarded-For", "192.0.2.7")
            .sending("X-Forwarded-Proto", "https")
            .sending("X-Forwarded-Host", "accounts.example.com");
    String location = forward("GET", HOST, "/x?y=z", PAGE).header("Location");
    URI signIn = URI.create(location);
    assertThat(window.get("/login/?" + signIn.getRawQuery()).assertStatus(200).body())
        .contains("name=\"to\"", "name=\"exp\"", "name=\"sig\"");
    Map<String, String> way = new HashMap<>();
    Arrays.stream(signIn.getRawQuery().split("&"))
        .map(part -> part.split("=", 2))
        .forEach(part -> way.put(part[0], URLDecoder.decode(part[1], StandardCharsets.UTF_8)));
    Answer entered =
        window.post(
            "/login/",
            "email",
            visitor.email(),
            "password",
            Caller.PASSWORD,
            "to",
            way.getOrDefault("to", ""),
            "exp",
            way.getOrDefault("exp", ""),
            "sig",
            way.getOrDefault("sig", ""));
    String next = entered.assertStatus(303).header("Location");
    assertThat(next).startsWith("/login/continue/?");
    Answer page = window.get(next);
    assertThat(page.assertStatus(200).header("Refresh"))
        .isEqualTo("0; url=https://app.example.com/x?y=z");
    String cookie = PortalCookie.OF_DOMAIN + "=" + window.cookie(PortalCookie.OF_DOMAIN);
    forward("GET", HOST, "/x?y=z", "Cookie: " + cookie, PAGE).assertStatus(200);
    window.post("/logout/").assertStatus(303);
    assertThat(window.cookie(PortalCookie.OF_DOMAIN)).isEmpty();
    Await.until(
        "out of the portal",
        PATIENCE,
        () -> forward("GET", HOST, "/x", "Cookie: " + cookie, PAGE).status() == 302);
  }

  @Test
  void a_browser_that_loses_the_cookie_is_not_sent_in_circles() {
    String browser = browser(session());
    String location = forward("GET", HOST, "/x", PAGE).header("Location");
    String count = "";
    for (int i = 0; i < 3; i++) {
      Answer answer = accounts(location, browser + count, PAGE).assertStatus(302);
      Matcher renewals = RENEWALS.matcher(answer.header("Set-Cookie"));
      assertThat(renewals.find()).isTrue();
      count = "; " + renewals.group();
    }
    Answer stuck = accounts(location, browser + count, PAGE).assertStatus(200);
    assertThat(stuck.body()).contains("app.example.com").contains("Allow cookies");
    assertThat(stuck.header("Refresh")).isEmpty();
  }

  @Test
  void after_sign_in_a_page_leads_on_and_only_to_what_was_signed() {
    String browser = browser(session());
    String query = cookies.wayBack(NOW).sign("https://app.example.com/x");
    Answer page = accounts("https://h/login/continue/?" + query, browser).assertStatus(200);
    assertThat(page.header("Refresh")).isEqualTo("0; url=https://app.example.com/x");
    assertThat(page.header("Set-Cookie")).startsWith(PortalCookie.OF_DOMAIN + "=");
    String late = cookies.wayBack(AN_HOUR).sign("https://app.example.com/x");
    for (String path : List.of("/login/?", "/login/continue/?")) {
      Answer asks = accounts("https://h" + path + late, browser).assertStatus(200);
      assertThat(asks.header("Refresh")).isEmpty();
      assertThat(asks.body()).contains("href=\"https://app.example.com/x\"");
      for (String forged : List.of(query.replace("%2Fx", "%2Fy"), "to=https%3A%2F%2Fevil.com%2F")) {
        Answer answer = accounts("https://h" + path + forged, browser).assertStatus(303);
        assertThat(answer.header("Location")).isEqualTo("/account/");
      }
    }
    assertThat(accounts("https://h/login/continue/?" + query).assertStatus(303).header("Location"))
        .startsWith("/login/?to=");
    assertThat(accounts("https://h/login/?" + query).assertStatus(200).body())
        .contains("name=\"to\" value=\"https://app.example.com/x\"");
  }

  @Test
  void the_sign_in_page_names_the_host_of_a_signed_way_back_and_no_other() {
    String query = cookies.wayBack(NOW).sign("https://app.example.com/x");
    String late = cookies.wayBack(AN_HOUR).sign("https://wiki.other.org/x");
    assertThat(accounts("https://h/login/?" + query).body())
        .contains("<p>Sign in to continue to app.example.com.</p>");
    assertThat(accounts("https://h/login/?" + query, "Accept-Language: de").body())
        .contains("<p>Melden Sie sich an, um app.example.com zu öffnen.</p>");
    assertThat(accounts("https://h/login/?" + late).body()).contains("continue to wiki.other.org");
    for (String forged :
        List.of("next=/account/", query.replace("app.", "evil."), query.replace("sig=", "sig=x"))) {
      assertThat(accounts("https://h/login/?" + forged).assertStatus(200).body())
          .doesNotContain("continue to");
    }
  }

  @Test
  void a_signed_in_browser_gets_a_code_for_a_portal_on_another_domain() {
    String state = "B".repeat(22);
    String query = cookies.wayBack(NOW).sign("https://wiki.other.org/p", Handoff.hash(state));
    String browser = browser(session());
    Answer answer = accounts("https://h/login/?" + query, browser).assertStatus(302);
    assertThat(answer.header("Set-Cookie")).doesNotContain("portal");
    String callback = answer.header("Location");
    assertThat(callback).startsWith("https://wiki.other.org/.steward/callback?code=");
    steward("wiki.other.org", callback, "Cookie: __Host-steward-state=" + state).assertStatus(302);
    String stateless = cookies.wayBack(NOW).sign("https://wiki.other.org/p");
    assertThat(accounts("https://h/login/?" + stateless, browser).header("Location"))
        .startsWith("https://wiki.other.org/.steward/login?to=");
  }

  /** A request that a proxy sends on from this host. */
  private static Answer steward(String host, String location, String... headers) {
    URI uri = URI.create(location);
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "X-Forwarded-Host: " + host;
    all[headers.length + 1] = "X-Forwarded-Proto: https";
    return ask("GET " + uri.getRawPath() + "?" + uri.getRawQuery(), all);
  }
}
