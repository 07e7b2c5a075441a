package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.PortalCookies;
import io.steward.testing.ProtectedApp;
import io.steward.testing.RawHttp;
import io.steward.testing.ReverseProxy;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.Visitor.Pair;
import io.steward.token.portal.PortalCookie;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser's way through every proxy with its files in {@code deploy}. */
@Tag("servers")
class PortalProxiesIT {
  private static final String APP = "app.example.com";
  private static final String ACCOUNTS = "accounts.example.com";
  private static final String WIKI = "wiki.other.org";
  private static final String PAGE = "Sec-Fetch-Mode: navigate";
  private static final Duration NOW = Duration.ZERO;
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final TestDatabase DATABASE = TestDatabase.create();

  @AutoClose private static ProtectedApp app;
  @AutoClose private static TestServer steward;
  private static Caller caller;
  private static PortalCookies cookies;

  @BeforeAll
  static void start() throws IOException {
    app = new ProtectedApp("portal-app");
    Path rules =
        Files.writeString(
            Folders.fresh("portal-proxies").resolve("rules.txt"),
            "* /public public\n* /boss group:boss\n* / authenticated\n");
    Map<String, String> settings = PortalCookies.settings(rules);
    steward = TestServer.start(DATABASE, settings);
    caller = new Caller(steward);
    cookies = new PortalCookies(TestServer.settings(DATABASE.url(), settings));
  }

  /** A browser in front of a proxy. */
  private record Browser(RawHttp http) {
    Answer send(String method, String host, String target, String... headers) {
      String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      String body = method.equals("POST") ? "Content-Length: 4\r\n\r\nform" : "\r\n";
      return http.send(
          "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s%s"
              .formatted(method, target, host, more, body));
    }
  }

  private static Pair session() {
    return Visitor.arrive(DATABASE, caller).logIn();
  }

  private static String cookie(Pair session, Duration age) {
    return "Cookie: a=b; " + cookies.of(APP, session.sessionId(), age) + "; c=d";
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "apache", "haproxy", "caddy"})
  void browsers_enter_and_leave_a_portal(String name) {
    try (ReverseProxy proxy = ReverseProxy.start(name, steward.port(), app.port())) {
      Browser browser = new Browser(new RawHttp(proxy.port(), 5));
      leadsToSignInAndBack(browser);
      asksScriptsWithoutRedirect(browser);
      knowsVisitorsAndKeepsTheirCookies(browser);
      admitsNobodyByTossedCookies(browser);
      losesNoPostAndNoFrame(browser);
      closesWithTheSession(browser);
      redirectsNowhereElse(browser);
      refusesWithAPage(browser);
      answersLongCookies(browser);
    }
  }

  private static void leadsToSignInAndBack(Browser browser) {
    int before = app.asked().size();
    for (String[] page : new String[][] {{PAGE}, {"Accept: text/html,*/*;q=0.8"}}) {
      Answer answer = browser.send("GET", APP + ":8443", "/deep/x?y=z&q=%2F", page);
      assertThat(answer.assertStatus(302).header("Location"))
          .startsWith(
              PortalCookies.PUBLIC_URL
                  + "/login/?to=https%3A%2F%2Fapp.example.com%3A8443%2Fdeep%2Fx%3Fy%3Dz%26q%3D%252F&");
    }
    String[] old = {cookie(session(), AN_HOUR), PAGE};
    assertThat(browser.send("GET", APP, "/x", old).assertStatus(302).header("Location"))
        .startsWith(PortalCookies.PUBLIC_URL + "/login/?to=");
    String longQuery = "/x?" + "q".repeat(5_000);
    assertThat(browser.send("GET", APP, longQuery, PAGE).assertStatus(302).header("Location"))
        .contains("example.com%2Fx&exp=");
    assertThat(app.asked()).hasSize(before);
  }

  private static void asksScriptsWithoutRedirect(Browser browser) {
    String[][] scripts = {
      {"Sec-Fetch-Mode: cors", "Accept: text/html"},
      {"Accept: text/html", "X-Requested-With: XMLHttpRequest"},
      {"Accept: application/json"}
    };
    for (String[] script : scripts) {
      Answer answer = browser.send("GET", APP, "/x", script).assertStatus(401);
      assertThat(answer.header("Location")).isEmpty();
      assertThat(answer.header("WWW-Authenticate"))
          .isEqualTo("Bearer realm=\"api\", sign_in=\"" + PortalCookies.PUBLIC_URL + "/login/\"");
    }
    assertThat(browser.send("POST", APP, "/x", PAGE).assertStatus(401).header("Location"))
        .isEmpty();
  }

  private static void knowsVisitorsAndKeepsTheirCookies(Browser browser) {
    Pair session = session();
    String portal = cookies.of(APP, session.sessionId(), NOW);
    for (String sent :
        List.of(
            "a=b; " + portal + "; c=d",
            portal + "; a=b; c=d",
            "a=b; c=d; " + portal,
            "a=b; " + PortalCookie.OF_DOMAIN + "=junk; " + portal + "; c=d",
            "__Host-steward=x; a=b; __Host-steward-portal=y; c=d; " + portal)) {
      Answer answer = browser.send("GET", APP, "/x", "Cookie: " + sent, PAGE).assertStatus(200);
      assertThat(answer.body())
          .contains("\nremote-user: 7\n")
          .containsPattern("\ncookie: a=b; ?c=d\n")
          .doesNotContain("steward");
    }
    for (String path : List.of("/public/x", "/x")) {
      String body = browser.send("GET", APP, path, "Cookie: " + portal).assertStatus(200).body();
      assertThat(body).doesNotContain("steward");
    }
    for (String[] apart :
        new String[][] {
          {"Cookie: a=b", "Cookie: " + portal}, {"Cookie: c=d; a=b, " + portal + "; e=f"}
        }) {
      assertThat(browser.send("GET", APP, "/public/x", apart).body()).doesNotContain("steward");
    }
    String many = "__Secure-steward-x=1; ".repeat(9);
    assertThat(browser.send("GET", APP, "/public/x", "Cookie: " + many + "a=b").body())
        .doesNotContain("steward");
  }

  /** A sibling host can set cookies that browsers send first. */
  private static void admitsNobodyByTossedCookies(Browser browser) {
    String own = cookies.of(APP, session().sessionId(), NOW);
    String tossed = cookies.of(APP, session().sessionId(), NOW);
    browser.send("GET", APP, "/x", "Cookie: " + tossed + "; " + own, PAGE).assertStatus(302);
    String many = "Cookie: " + tossed + "; a=b; " + tossed + "; " + own;
    browser.send("GET", APP, "/x", many, PAGE).assertStatus(302);
    browser.send("GET", APP, "/x", "Cookie: " + own + "; " + own, PAGE).assertStatus(200);
  }

  private static void losesNoPostAndNoFrame(Browser browser) {
    String old = cookie(session(), AN_HOUR);
    browser.send("GET", APP, "/x", old, PAGE, "Sec-Fetch-Dest: iframe").assertStatus(200);
    browser.send("GET", APP, "/x", old, PAGE, "Sec-Fetch-Dest: document").assertStatus(302);
    Answer answer = browser.send("POST", APP, "/form", old, PAGE).assertStatus(200);
    assertThat(answer.body()).startsWith("POST /form\nbody=4\n").contains("\nremote-user: 7\n");
  }

  private static void closesWithTheSession(Browser browser) {
    Pair session = session();
    String cookie = cookie(session, NOW);
    browser.send("GET", APP, "/x", cookie).assertStatus(200);
    caller.post("/user/revoke_token/", "{\"refresh_token\":\"" + session.refresh() + "\"}");
    Await.until(
        "the portal is closed",
        A_SECOND,
        () -> browser.send("GET", APP, "/x", cookie).status() == 401);
    browser.send("GET", APP, "/x", cookie, PAGE).assertStatus(302);
  }

  private static void redirectsNowhereElse(Browser browser) {
    for (String host : List.of("evil.com", "example.com.evil.com", "other.org")) {
      Answer answer = browser.send("GET", host, "/x", PAGE).assertStatus(401);
      assertThat(answer.header("Location")).isEmpty();
    }
    Answer refused = browser.send("GET", APP, "/boss", cookie(session(), NOW), PAGE);
    assertThat(refused.assertStatus(403).header("Location")).isEmpty();
    String spoofed = "X-Original-Host: evil.com";
    String forwarded = "X-Forwarded-Host: evil.com";
    Answer answer = browser.send("GET", APP, "/x", PAGE, spoofed, forwarded).assertStatus(302);
    assertThat(answer.header("Location")).doesNotContain("evil");
  }

  /** Where no rule allows a request, a person reads why. Programs get a short answer. */
  private static void refusesWithAPage(Browser browser) {
    String cookie = cookie(session(), NOW);
    int before = app.asked().size();
    for (String method : List.of("GET", "POST")) {
      String[] page = {cookie, PAGE, "Accept: text/html,*/*;q=0.8", "Accept-Language: de"};
      Answer refused = browser.send(method, APP, "/boss", page).assertStatus(403);
      assertThat(refused.header("Content-Type")).startsWith("text/html");
      assertThat(refused.header("Content-Security-Policy")).startsWith("default-src 'none'");
      assertThat(refused.header("Location")).isEmpty();
      assertThat(refused.body())
          .contains("Sie sind als Ada angemeldet")
          .contains("href=\"" + PortalCookies.PUBLIC_URL + "/\"")
          .doesNotContain("<form");
      String style =
          refused.body().replaceFirst("(?s).*\"(/.steward/assets/style[^\"]*)\".*", "$1");
      assertThat(browser.send("GET", APP, style).assertStatus(200).header("Content-Type"))
          .startsWith("text/css");
    }
    for (String accept : List.of("application/json", "*/*")) {
      Answer refused = browser.send("GET", APP, "/boss", cookie, "Accept: " + accept);
      assertThat(refused.assertStatus(403).body()).hasSizeLessThan(500).doesNotContain("Ada");
    }
    assertThat(app.asked()).hasSize(before);
  }

  /** Cookies that are too long for the proxy or for Steward are refused as such. */
  private static void answersLongCookies(Browser browser) {
    String own = cookies.of(APP, session().sessionId(), NOW);
    String portal = PortalCookie.OF_DOMAIN + "=" + "x".repeat(8_192);
    String session = "__Host-steward=" + "x".repeat(8_192);
    int before = app.asked().size();
    for (String sent : List.of(portal, session, portal + "; " + session)) {
      for (String host : List.of(APP, WIKI)) {
        Answer page = browser.send("GET", host, "/x", "Cookie: " + sent, PAGE);
        assertThat(page.status()).as(page.toString()).isIn(302, 400, 431);
        Answer script = browser.send("POST", host, "/x", "Cookie: " + sent, PAGE);
        assertThat(script.status()).as(script.toString()).isIn(400, 401, 431);
      }
      Answer signIn = browser.send("GET", ACCOUNTS, "/login/", "Cookie: " + sent, PAGE);
      assertThat(signIn.status()).as(signIn.toString()).isIn(200, 400, 431);
    }
    assertThat(app.asked()).hasSize(before);
    Answer both = browser.send("GET", APP, "/x", "Cookie: " + portal + "; " + own, PAGE);
    assertThat(both.status()).as(both.toString()).isIn(200, 302, 400, 431);
    assertThat(both.body()).doesNotContain("steward-portal");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "apache", "haproxy", "caddy"})
  void a_portal_on_another_domain_gets_its_cookie_on_its_own_host(String name) {
    try (ReverseProxy proxy = ReverseProxy.start(name, steward.port(), app.port())) {
      Browser browser = new Browser(new RawHttp(proxy.port(), 5));
      String start = browser.send("GET", WIKI, "/p?q=1", PAGE).assertStatus(302).header("Location");
      assertThat(start).startsWith("https://" + WIKI + "/.steward/login?");
      Answer led = browser.send("GET", WIKI, target(start), PAGE).assertStatus(302);
      String state = led.header("Set-Cookie").replaceFirst(";.*", "");
      assertThat(state).startsWith("__Host-steward-state=");
      assertThat(led.header("Location")).startsWith(PortalCookies.PUBLIC_URL + "/login/?to=");

      String callback =
          cookies.callback("https://" + WIKI + "/p?q=1", state, session().sessionId());
      browser.send("GET", WIKI, callback, PAGE).assertStatus(403);
      Answer entered = browser.send("GET", WIKI, callback, "Cookie: " + state, PAGE);
      assertThat(entered.assertStatus(302).header("Location"))
          .isEqualTo("https://" + WIKI + "/p?q=1");
      String portal = entered.header("Set-Cookie").replaceFirst(";.*", "");
      Answer page = browser.send("GET", WIKI, "/p?q=1", "Cookie: " + state + "; " + portal, PAGE);
      assertThat(page.assertStatus(200).body())
          .contains("\nremote-user: ")
          .doesNotContain("steward");
    }
  }

  private static String target(String location) {
    URI uri = URI.create(location);
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }
}
