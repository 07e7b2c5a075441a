package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.PortalCookies;
import io.steward.testing.ProtectedApp;
import io.steward.testing.RawHttp;
import io.steward.testing.ReverseProxy;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steward's own host behind every proxy with its files in {@code deploy}, over TLS. */
@Tag("servers")
class AccountsHostIT {
  private static final String HOST = "accounts.example.com";
  private static final TestDatabase DATABASE = TestDatabase.create();

  @AutoClose private static ProtectedApp app;
  @AutoClose private static TestServer steward;

  @BeforeAll
  static void start() throws IOException {
    app = new ProtectedApp("accounts-app");
    Path rules = Folders.fresh("accounts-host").resolve("rules.txt");
    Files.writeString(rules, "* / authenticated\n");
    steward = TestServer.start(DATABASE, PortalCookies.settings(rules));
  }

  /** A browser in front of a proxy. */
  private record Browser(RawHttp http) {
    Answer get(String host, String target, String... headers) {
      return send("GET", host, target, "", headers);
    }

    Answer signIn(String email, String... headers) {
      String form = "email=%s&password=%s".formatted(encoded(email), encoded(Caller.PASSWORD));
      return send("POST", HOST, "/login/", form, headers);
    }

    private Answer send(String method, String host, String target, String form, String... more) {
      String type = "Content-Type: application/x-www-form-urlencoded";
      Stream<String> lines =
          Stream.of(
              method + " " + target + " HTTP/1.1",
              "Host: " + host + ":" + http.port(),
              "Connection: close",
              "Accept: text/html",
              "Content-Length: " + form.length(),
              type);
      return http.send(
          String.join("\r\n", Stream.concat(lines, Stream.of(more)).toList()) + "\r\n\r\n" + form);
    }

    /** This host's own origin, as browsers send it. */
    String origin() {
      return "https://" + HOST + ":" + http.port();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "apache", "haproxy", "caddy"})
  void people_sign_in_at_stewards_own_host(String name) {
    try (ReverseProxy proxy = ReverseProxy.secure(name, steward.port(), app.port())) {
      Browser browser = new Browser(new RawHttp(proxy.port(), 5, true));
      signsIn(browser);
      hidesWhatIsForPrograms(browser);
      believesNoForgedHeader(browser);
      isNoOtherHost(browser);
      refusesLargeBodies(browser);
      if (name.equals("caddy")) {
        refusesLargeBodiesOfUnknownLength(browser);
      }
      assertThat(app.asked()).isEmpty();
    }
  }

  private static void signsIn(Browser browser) {
    assertThat(browser.get(HOST, "/login/").assertStatus(200).header("Content-Type"))
        .startsWith("text/html");
    Visitor ada = Visitor.arrive(DATABASE, new Caller(steward));
    Answer entered = browser.signIn(ada.email(), "Sec-Fetch-Site: same-origin").assertStatus(303);
    String cookie = entered.header("Set-Cookie").replaceFirst(";.*", "");
    assertThat(cookie).startsWith("__Host-steward=");
    assertThat(browser.get(HOST, "/account/", "Cookie: " + cookie).assertStatus(200).body())
        .contains("Lovelace");
    assertThat(browser.get("ACCOUNTS.Example.com", "/account/", "Cookie: " + cookie).status())
        .isEqualTo(200);
    assertThat(
            DATABASE.query(
                "select ip from sessions where user_id = %s order by created_at desc limit 1"
                    .formatted(ada.id())))
        .containsExactly("127.0.0.5");
  }

  private static void hidesWhatIsForPrograms(Browser browser) {
    String[] question = {"X-Original-Method: GET", "X-Original-URI: /", "X-Forwarded-Method: GET"};
    for (String path :
        List.of(
            "/authz/nginx",
            "/authz/forward",
            "/authz/haproxy",
            "/authz",
            "/health/live",
            "/oauth2/introspect",
            "/revocations")) {
      browser.get(HOST, path, question).assertStatus(404);
      browser.get(HOST, path + "?x=/login/", question).assertStatus(404);
    }
    for (String path :
        List.of(
            "//authz/nginx",
            "/%61uthz/nginx",
            "/x/../authz/nginx",
            "/./authz/nginx",
            "/AUTHZ/nginx",
            "/authz;x/nginx",
            "/authz%2Fnginx")) {
      assertThat(browser.get(HOST, path, question).status()).as(path).isIn(400, 404);
    }
  }

  private static void believesNoForgedHeader(Browser browser) {
    String origin = "Origin: https://evil.example";
    String own = "Origin: " + browser.origin();
    for (String forged :
        List.of(
            "X-Forwarded-Host: evil.example",
            "X_Forwarded_Host: evil.example",
            "Forwarded: host=evil.example;proto=https",
            "X-Original-Host: evil.example")) {
      assertThat(browser.signIn("ada@golden.example", origin, forged).assertStatus(403).body())
          .contains("sent from another site");
      assertThat(browser.signIn("ada@golden.example", own, forged).body())
          .contains("id=\"password\"");
      assertThat(browser.get(HOST, "/login/", forged).assertStatus(200).body())
          .doesNotContain("evil");
    }
    Answer account = browser.get(HOST, "/account/", "Remote-User: 1", "X-Forwarded-User: 1");
    assertThat(account.assertStatus(303).header("Location")).contains("/login/?next=");
  }

  /** Another host could otherwise show the sign-in page, and get what people type there. */
  private static void isNoOtherHost(Browser browser) {
    for (String host :
        List.of(
            "app.example.com",
            "x.accounts.example.com",
            "accounts.example.com.evil.example",
            "accounts-example.com",
            "steward",
            "127.0.0.1")) {
      assertThat(browser.get(host, "/login/").status()).as(host).isIn(302, 401, 421);
    }
  }

  private static void refusesLargeBodies(Browser browser) {
    String head =
        "POST /login/ HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 20000000\r\n\r\nx";
    browser.http().send(head).assertStatus(413);
    String post = "POST /login/ HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n";
    for (int length : new int[] {65_537, 70_000, 99_999, 100_000}) {
      browser.http().send(post + "Content-Length: " + length + "\r\n\r\nx").assertStatus(413);
    }
  }

  /** Behind other proxies, Steward itself refuses them. */
  private static void refusesLargeBodiesOfUnknownLength(Browser browser) {
    String head = "POST /login/ HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n";
    String chunk = Integer.toHexString(70_000) + "\r\n" + "x".repeat(70_000) + "\r\n0\r\n\r\n";
    browser.http().send(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk).assertStatus(413);
  }
}
