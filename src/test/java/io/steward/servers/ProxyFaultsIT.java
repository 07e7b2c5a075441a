package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.steward.testing.Answer;
import io.steward.testing.Browser;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.LogLines;
import io.steward.testing.PortalCookies;
import io.steward.testing.ProtectedApp;
import io.steward.testing.RawHttp;
import io.steward.testing.ReverseProxy;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Each row of the tables "You see / Reason": the fault is made, and then that is what is seen. */
@Tag("servers")
final class ProxyFaultsIT {
  private static final String PORTAL = "app.example.com";
  private static final String ACCOUNTS = "accounts.example.com";
  private static final String BROWSER = "Accept: text/html\r\nSec-Fetch-Mode: navigate";
  private static final String AWAY = "Back in a moment";
  private static final String SIGN_IN = PortalCookies.PUBLIC_URL + "/login/?to=";
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\| [^|]+ \\|$");
  private static final TestDatabase DATABASE = TestDatabase.create();

  @AutoClose private static ProtectedApp app;
  @AutoClose private static TestServer steward;
  @AutoClose private static TestServer wary;
  @AutoClose private static TestServer withoutPortals;
  private static HttpServer stale;
  private static String visitor;

  private final Map<String, Executable> cases = new LinkedHashMap<>();

  @BeforeAll
  static void start() throws IOException {
    app = new ProtectedApp("faulty-app");
    Path rules = Folders.fresh("faults").resolve("rules.txt");
    Files.writeString(rules, "* /boss group:boss\n* /x authenticated\n");
    Map<String, String> settings = PortalCookies.settings(rules);
    steward = TestServer.start(DATABASE, settings);
    Map<String, String> less = new HashMap<>(settings);
    less.put("proxy.trusted", "10.0.0.0/8");
    wary = TestServer.start(DATABASE, less);
    withoutPortals =
        TestServer.start(
            DATABASE, Map.of("proxy.trusted", "127.0.0.1", "authz.rules", rules.toString()));
    String session = Visitor.arrive(DATABASE, new Caller(steward)).logIn().sessionId();
    visitor =
        "Cookie: "
            + new PortalCookies(TestServer.settings(DATABASE.url(), settings))
                .of(PORTAL, session, Duration.ZERO);
    stale = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stale.createContext(
        "/",
        exchange -> {
          byte[] page = "stale".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html;charset=UTF-8");
          exchange.getResponseHeaders().set("X-Request-Id", "1");
          exchange.sendResponseHeaders(503, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    stale.start();
  }

  @AfterAll
  static void stop() {
    stale.stop(0);
  }

  /** What a browser gets. */
  private record View(ReverseProxy proxy) {
    Answer get(String host, String target, String... headers) {
      return send("GET", host, target, headers);
    }

    Answer send(String method, String host, String target, String... headers) {
      String more = String.join("", Stream.of(headers).map(h -> h + "\r\n").toList());
      return new RawHttp(proxy.port(), 5)
          .send(
              "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n\r\n"
                  .formatted(method, target, host, more + BROWSER));
    }

    Answer page() {
      return get(PORTAL, "/x");
    }
  }

  /** What is seen behind a proxy with this fault. */
  private interface Look {
    void at(View view);
  }

  private static Executable with(String proxy, Map<String, String> fault, Look look) {
    return with(proxy, steward.port(), fault, look);
  }

  private static Executable with(
      String proxy, int stewardPort, Map<String, String> fault, Look look) {
    return () -> {
      try (ReverseProxy faulty = ReverseProxy.changed(proxy, stewardPort, app.port(), fault)) {
        look.at(new View(faulty));
      }
    };
  }

  private static void isAway(Answer answer) {
    assertThat(answer.assertStatus(503).body()).contains(AWAY);
  }

  private static Look isAway(String logged) {
    return view -> {
      isAway(view.page());
      assertThat(view.proxy().log()).contains(logged);
    };
  }

  @TestFactory
  Stream<DynamicTest> every_row_of_the_guides_is_true() throws IOException {
    nginx();
    apache();
    haproxy();
    caddy();
    common();
    assertThat(cases.keySet()).containsExactlyInAnyOrderElementsOf(rows());
    return cases.entrySet().stream()
        .map(one -> DynamicTest.dynamicTest(one.getKey(), one.getValue()));
  }

  private static List<String> rows() throws IOException {
    List<String> rows = new ArrayList<>();
    for (String proxy : List.of("nginx", "apache", "haproxy", "caddy", "any")) {
      String guide =
          Files.readString(
              proxy.equals("any")
                  ? Path.of("deploy", "proxies.md")
                  : Path.of("deploy", proxy, "README.md"));
      String table = guide.substring(guide.indexOf("| You see |")).split("\n\n", 2)[0];
      ROW.matcher(table)
          .results()
          .map((MatchResult row) -> row.group(1))
          .filter(seen -> !seen.equals("You see"))
          .forEach(seen -> rows.add(proxy + ": " + seen));
    }
    return rows;
  }

  private void nginx() {
    cases.put(
        "nginx: \"Back in a moment\", and `connect() failed` in the log",
        with("nginx", Folders.freePort(), Map.of(), isAway("connect() failed")));
    cases.put(
        "nginx: \"Back in a moment\", and `auth request unexpected status: 503`",
        with("nginx", stale.getAddress().getPort(), Map.of(), isAway("unexpected status: 503")));
    cases.put(
        "nginx: \"Back in a moment\", and `auth request unexpected status: 404`",
        with(
            "nginx",
            Map.of("steward/authz/nginx", "steward/steward/authz/nginx"),
            isAway("unexpected status: 404")));
    cases.put(
        "nginx: 404 of nginx, or another site",
        with(
            "nginx",
            Map.of(
                "server_name accounts.example.com;",
                "server_name accounts.example.com app.example.com; location = /x { return 404; }"),
            view -> assertThat(view.page().assertStatus(404).body()).contains("nginx")));
    cases.put(
        "nginx: 401 instead of the sign-in page",
        with(
            "nginx",
            Map.of(
                """
                    proxy_set_header Accept            $accept_asked;
                    proxy_set_header Sec-Fetch-Mode    $mode_asked;
                    proxy_set_header Sec-Fetch-Dest    $dest_asked;
                """,
                ""),
            view -> view.page().assertStatus(401)));
    cases.put(
        "nginx: a sign-in page that asks for https",
        with(
            "nginx",
            Map.of(),
            view ->
                assertThat(signIn(view).assertStatus(400).body())
                    .contains("not opened over https")));
    cases.put(
        "nginx: the application sees no `Remote-User`",
        with(
            "nginx",
            Map.of("client_max_body_size 100m;", "proxy_set_header X-Mine yes;"),
            view ->
                assertThat(view.get(PORTAL, "/x", visitor).assertStatus(200).body())
                    .doesNotContain("remote-user")));
  }

  private static Answer signIn(View view) {
    String form = "email=a%40b.example&password=x";
    return new RawHttp(view.proxy().port(), 5)
        .send(
            "POST /login/ HTTP/1.1\r\nHost: "
                + ACCOUNTS
                + "\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n"
                + BROWSER
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + form.length()
                + "\r\n\r\n"
                + form);
  }

  private void apache() {
    cases.put(
        "apache: 500, and `module 'socket.http' not found` in the log",
        with(
            "apache",
            Map.of("local http = require", "package.path = ''\nlocal http = require"),
            view -> {
              view.page().assertStatus(500);
              assertThat(view.proxy().log()).contains("module 'socket.http' not found");
            }));
    cases.put(
        "apache: \"Back in a moment\" for every request",
        () -> {
          for (int port : new int[] {Folders.freePort(), stale.getAddress().getPort()}) {
            with("apache", port, Map.of(), view -> isAway(view.page())).execute();
          }
        });
    cases.put(
        "apache: every path reaches the application without a question",
        with(
            "apache",
            Map.of("<Proxy \"http://127.0.0.1:9000/*\">", "<Proxy \"http://localhost:9000/*\">"),
            view -> view.page().assertStatus(200)));
    cases.put(
        "apache: another site",
        with(
            "apache",
            Map.of(
                "ServerName accounts.example.com",
                "ServerName accounts.example.com\n  ServerAlias app.example.com"),
            view -> view.get(PORTAL, "/login/").assertStatus(200)));
  }

  private void haproxy() {
    cases.put(
        "haproxy: \"Back in a moment\" for every request of a portal",
        with(
            "haproxy",
            Map.of("STEWARD http://127.0.0.1:8080", "STEWARD http://127.0.0.1:1"),
            view -> {
              isAway(view.page());
              view.get(ACCOUNTS, "/login/").assertStatus(200);
            }));
    cases.put(
        "haproxy: \"Back in a moment\" at `accounts.example.com`",
        with(
            "haproxy",
            Map.of("server steward 127.0.0.1:8080", "server steward 127.0.0.1:1"),
            view -> {
              isAway(view.get(ACCOUNTS, "/login/"));
              assertThat(view.page().assertStatus(302).header("Location")).startsWith(SIGN_IN);
            }));
    cases.put(
        "haproxy: 503 of Steward, with a page in a browser",
        with(
            "haproxy",
            stale.getAddress().getPort(),
            Map.of(),
            view -> assertThat(view.page().assertStatus(503).body()).isEqualTo("stale")));
    cases.put(
        "haproxy: 400",
        with("haproxy", Map.of(), view -> view.send("OPTIONS", PORTAL, "*").assertStatus(400)));
  }

  private void caddy() {
    cases.put(
        "caddy: \"Back in a moment\"", with("caddy", Folders.freePort(), Map.of(), isAway("")));
    cases.put(
        "caddy: 503 of Steward, with a page in a browser",
        with(
            "caddy",
            stale.getAddress().getPort(),
            Map.of(),
            view -> assertThat(view.page().assertStatus(503).body()).isEqualTo("stale")));
    cases.put(
        "caddy: 200 with an empty body",
        with(
            "caddy",
            Map.of("\n:80 {", "\nhttp://wiki.example.com:80 {"),
            view -> assertThat(view.page().assertStatus(200).body()).isEmpty()));
  }

  /** The reasons that are the same for all proxies, behind one of them. */
  private void common() {
    cases.put("any: 403 for everyone and every path", with("nginx", wary.port(), Map.of(), WARY));
    cases.put(
        "any: 403 although nobody is signed in",
        with("nginx", Map.of(), view -> view.get(PORTAL, "/without-rule").assertStatus(403)));
    cases.put(
        "any: 403 for one person or path",
        with("nginx", Map.of(), view -> view.get(PORTAL, "/boss", visitor).assertStatus(403)));
    cases.put(
        "any: 401 instead of the sign-in page",
        with(
            "nginx",
            Map.of(),
            view -> {
              view.get("evil.example", "/x").assertStatus(401);
              view.get(PORTAL, "/x", "Authorization: Basic YTpi").assertStatus(401);
              view.send("POST", PORTAL, "/x").assertStatus(401);
            }));
    cases.put(
        "any: sign-in again and again",
        with(
            "nginx",
            Map.of(),
            view -> {
              String kept = visitor.replace("__Secure-", "");
              assertThat(view.get(PORTAL, "/x", kept).assertStatus(302).header("Location"))
                  .startsWith(SIGN_IN);
            }));
    cases.put(
        "any: \"this page was not opened over https\"",
        with(
            "nginx",
            Map.of("X-Forwarded-Proto   $scheme", "X-Forwarded-Proto   \"\""),
            view -> assertThat(signIn(view).assertStatus(400).body()).contains("over https")));
    cases.put(
        "any: after sign-in, the account instead of the portal", ProxyFaultsIT::showTheAccount);
    cases.put(
        "any: 404 of Steward at a portal's `/.steward/`",
        with(
            "nginx",
            withoutPortals.port(),
            Map.of(),
            view -> view.get(PORTAL, "/.steward/login").assertStatus(404)));
  }

  private static final Look WARY =
      view ->
          assertThat(
                  LogLines.of(
                      "io.steward.gate",
                      () -> {
                        view.page().assertStatus(403);
                        view.get(PORTAL, "/boss", visitor).assertStatus(403);
                      }))
              .anyMatch(line -> line.contains("X-Forwarded-For received from 127.0.0.1"));

  private static void showTheAccount() {
    Browser browser = new Browser(steward);
    Visitor ada = Visitor.arrive(DATABASE, new Caller(steward));
    browser.signIn(ada.email()).assertStatus(303);
    String changed = "to=https%3A%2F%2Fapp.example.com%2Fy&exp=9999999999&sig=x";
    assertThat(browser.get("/login/?" + changed).assertStatus(303).header("Location"))
        .isEqualTo("/account/");
  }
}
