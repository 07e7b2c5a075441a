package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.ControlledHeaders;
import io.steward.testing.RawHttp;
import io.steward.testing.ReceivedRequest;
import io.steward.testing.Tap;
import io.steward.testing.TestDatabase;
import io.steward.testing.Visitor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What Steward and the application receive through a proxy that runs with its shipped files. */
final class ReceivedContract {
  private static final String CLIENT = "127.0.0.5";
  private static final String[] HARMLESS = {"Accept: text/plain", "Cookie: a=b", "X-Own: mine"};

  private static final List<String> ODD_HOSTS =
      List.of(
          "my_app.lan",
          "my_app.lan:8443",
          "_x.portal.example",
          "-x.lan",
          "UPPER.lan",
          "portal.example.",
          "[2001:db8::1]:8443",
          "127.0.0.1");

  /** Set by the proxies as they need it. */
  private static final List<String> FREE =
      List.of(
          "accept-encoding",
          "content-length",
          "user-agent",
          "x-forwarded-port",
          "x-forwarded-server");

  private final RawHttp client;
  private final Tap steward;
  private final Tap app;
  private final Visitor ada;
  private final String token;

  private ReceivedContract(int port, Tap steward, Tap app, Visitor ada) {
    this.client = new RawHttp(port, 5);
    this.steward = steward;
    this.app = app;
    this.ada = ada;
    this.token = "Authorization: Bearer " + ada.logIn().access();
  }

  static Stream<DynamicTest> of(
      int port, Tap steward, Tap app, TestDatabase database, Caller caller) {
    Visitor ada = Visitor.arrive(database, caller);
    ada.join("staff");
    ReceivedContract contract = new ReceivedContract(port, steward, app, ada);
    return Stream.of(
        dynamicTest("replaces every spelling of the controlled headers", contract::forges),
        dynamicTest("asks Steward with the needed headers only", contract::asksBriefly),
        dynamicTest("passes bodies to the application only", contract::keepsBodies),
        dynamicTest("passes the application's answer on unchanged", contract::passesAnswers),
        dynamicTest("passes the longest identity on", contract::passesLongIdentities),
        dynamicTest("passes only the path of an absolute target on", contract::shortensTargets),
        dynamicTest("passes long queries and paths on", contract::passesLongTargets),
        dynamicTest("serves hosts with unusual names", contract::servesOddHosts),
        dynamicTest("admits paths as browsers write them", contract::readsBrowsersPaths));
  }

  /** The only request that this server received since its tap was cleared. */
  private static ReceivedRequest only(Tap tap) {
    List<ReceivedRequest> requests = tap.requests();
    assertThat(requests).as(tap.bytes()).hasSize(1);
    return requests.get(0);
  }

  private Answer ask(String method, String target, String... headers) {
    steward.clear();
    app.clear();
    return client.ask(method, target, headers);
  }

  private static String[] all(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private void assertRequestId(Map<String, String> headers) {
    assertThat(headers.remove("x-request-id")).matches("[0-9A-Za-z@_-]{20,64}");
  }

  private void forges() {
    for (String[] forged : ControlledHeaders.forged("evil")) {
      ask("GET", "/api/x?y=z", all(all(HARMLESS, forged), token)).assertStatus(200);
      assertAppReceived("GET /api/x?y=z", identity());
      ask("GET", "/public/x", all(HARMLESS, forged)).assertStatus(200);
      assertAppReceived("GET /public/x", Map.of());
      ask("GET", "/user/update/", all(forged, token)).assertStatus(200);
      Map<String, String> received = new TreeMap<>(only(steward).without(FREE));
      assertRequestId(received);
      assertThat(received.remove("connection")).isIn(null, "close", "keep-alive", "Keep-Alive");
      assertThat(received.remove("host")).doesNotContain("portal.example");
      received.remove("authorization");
      assertThat(received).isEqualTo(forwarded());
    }
  }

  private static Map<String, String> forwarded() {
    return new TreeMap<>(
        Map.of(
            "x-forwarded-for", CLIENT,
            "x-forwarded-proto", "http",
            "x-forwarded-host", "portal.example"));
  }

  private Map<String, String> identity() {
    return Map.of(
        "remote-user",
        ada.id(),
        "remote-email",
        ada.email(),
        "remote-email-verified",
        "false",
        "remote-name",
        "Ada Lovelace",
        "remote-groups",
        "staff");
  }

  private void assertAppReceived(String line, Map<String, String> identity) {
    assertThat(only(app).line()).isEqualTo(line);
    Map<String, String> received = new TreeMap<>(only(app).without(FREE));
    assertRequestId(received);
    assertThat(received.remove("connection")).isIn(null, "close", "keep-alive", "Keep-Alive");
    String remoteToken = received.remove("remote-token");
    assertThat(remoteToken == null ? "" : remoteToken).matches(identity.isEmpty() ? "" : "ey\\S+");
    Map<String, String> expected = forwarded();
    expected.putAll(
        Map.of("host", "portal.example", "accept", "text/plain", "cookie", "a=b", "x-own", "mine"));
    expected.putAll(identity);
    assertThat(received).isEqualTo(expected);
  }

  private void asksBriefly() {
    String[] browsers = {
      "Accept: text/html",
      "Accept-Language: de",
      "Cookie: a=" + "b".repeat(6000),
      "User-Agent: test",
      "Referer: http://portal.example/",
      "If-None-Match: \"a\"",
      "Origin: null",
      "Sec-Fetch-Site: same-origin",
      "Cache-Control: no-cache",
      "X-Csrf-Token: a",
      "Priority: u=0",
      "Date: Thu, 01 Jan 1970 00:00:00 GMT",
      "Dnt: 1",
      "If: a",
      "Prefer: a",
      "A-IM: feed",
      "X-Own: a",
      "X-Requested-With: XMLHttpRequest"
    };
    ask("DELETE", "/api/x?y=z", all(browsers, token)).assertStatus(200);
    ReceivedRequest question = only(steward);
    assertThat(question.line()).matches("GET /authz/(nginx|haproxy|forward)");
    Map<String, String> received =
        new TreeMap<>(question.without(List.of("accept", "accept-encoding")));
    assertRequestId(received);
    assertThat(received.remove("connection")).isIn(null, "close", "close, TE", "Keep-Alive");
    assertThat(received.remove("te")).isIn(null, "trailers");
    assertThat(received.remove("user-agent"))
        .isIn(null, "HAProxy", "LuaSocket 3.0.0", "Go-http-client/1.1");
    assertThat(received.remove("content-length")).isIn(null, "0");
    assertThat(received.remove("cookie")).isIn(null, "");
    assertThat(received.remove("accept-language")).isIn(null, "de");
    assertThat(received.remove("x-requested-with")).isIn("yes", "XMLHttpRequest");
    assertThat(received.remove("host")).doesNotContain("portal.example");
    assertThat("Authorization: " + received.remove("authorization")).isEqualTo(token);
    boolean isForward = question.line().endsWith("forward");
    assertThat(received)
        .isEqualTo(
            isForward
                ? withForwarded("x-forwarded-method", "DELETE", "x-forwarded-uri", "/api/x?y=z")
                : Map.of(
                    "x-forwarded-for", CLIENT,
                    "x-original-method", "DELETE",
                    "x-original-uri", "/api/x?y=z",
                    "x-original-host", "portal.example"));
  }

  private static Map<String, String> withForwarded(String... more) {
    Map<String, String> all = forwarded();
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  private void keepsBodies() {
    steward.clear();
    app.clear();
    String head =
        "POST /api/x HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n" + token + "\r\n";
    client.send(head + "Content-Length: 6\r\n\r\nsecret").assertStatus(200);
    assertThat(app.bytes()).endsWith("\r\n\r\nsecret");
    String trailers = "0\r\nRemote-User: evil\r\nX-Forwarded-For: evil\r\n\r\n";
    String chunked = "Transfer-Encoding: chunked\r\nTrailer: Remote-User\r\n\r\n6\r\nsecret\r\n";
    app.clear();
    Answer answer = client.send(head + chunked + "0\r\n\r\n").assertStatus(200);
    assertThat(answer.body()).contains("\nbody=6\n");
    // HAProxy refuses requests with trailers.
    assertThat(client.send(head + chunked + trailers).status()).isIn(200, 400);
    assertThat(app.bytes()).contains("secret").doesNotContain("evil");
    assertThat(steward.bytes()).startsWith("GET /authz/").doesNotContain("secret", "evil");
  }

  private void passesLongIdentities() {
    ada.set("first_name = repeat('\uD83D\uDE00', 150), last_name = repeat('\uD83D\uDE00', 150)");
    ada.join("\uD83D\uDE00".repeat(149) + "1");
    ada.join("\uD83D\uDE00".repeat(149) + "2");
    ask(
        "GET",
        "/api/x",
        "Authorization: Bearer " + ada.logIn().access(),
        "Cookie: a=" + "b".repeat(6000));
    Map<String, String> received = only(app).headers();
    assertThat(received.get("remote-name")).hasSize(3_601);
    assertThat(received.get("remote-groups")).hasSizeGreaterThan(3_500);
    assertThat(received.get("remote-token")).startsWith("ey");
    ada.leave("\uD83D\uDE00".repeat(149) + "1");
    ada.leave("\uD83D\uDE00".repeat(149) + "2");
    ada.set("first_name = 'Ada', last_name = 'Lovelace'");
  }

  private void shortensTargets() {
    for (String origin : List.of("http://portal.example", "https://portal.example", "http://")) {
      // Apache refuses absolute targets.
      if (ask("GET", origin + "/public/x?y=z").status() == 200) {
        assertThat(only(app).line()).isEqualTo("GET /public/x?y=z");
      }
      assertThat(ask("GET", origin + "/api/x").status()).isIn(400, 401, 403);
      assertThat(app.bytes()).as(origin).isEmpty();
    }
  }

  private void passesAnswers() {
    for (String[] headers : List.of(new String[0], new String[] {token})) {
      assertThat(ask("GET", "/public/a", headers).assertStatus(200).body())
          .startsWith("GET /public/a\nbody=0\n")
          .contains("\nhost: portal.example\n");
      assertThat(ask("OPTIONS", "/preflight/a", headers).assertStatus(200).body())
          .startsWith("OPTIONS /preflight/a\nbody=0\n")
          .contains("\nhost: portal.example\n");
    }
    assertThat(ask("GET", "/public/missing?status=404").assertStatus(404).body())
        .startsWith("GET /public/missing\n");
  }

  private void passesLongTargets() {
    for (String target :
        List.of(
            "/api/app?q=" + "q".repeat(3900),
            "/api/app?q=" + "q".repeat(7600),
            "/api/" + "p".repeat(7600))) {
      ask("GET", target, token).assertStatus(200);
      assertThat(only(app).line()).isEqualTo("GET " + target);
    }
  }

  private Answer askAt(String host, String target) {
    steward.clear();
    app.clear();
    String line = "GET " + target + " HTTP/1.1\r\nHost: ";
    return client.send(line + host + "\r\n" + token + "\r\nConnection: close\r\n\r\n");
  }

  private void servesOddHosts() {
    for (String host : ODD_HOSTS) {
      askAt(host, "/user/update/").assertStatus(200);
      assertThat(only(steward).headers().get("x-forwarded-host"))
          .startsWithIgnoringCase(host.replaceFirst(":\\d+$", "").replaceFirst("\\.$", ""));
      askAt(host, "/api/x");
      assertThat(only(app).line()).isEqualTo("GET /api/x");
      assertThat(only(app).headers().get("host"))
          .startsWithIgnoringCase(host.replaceFirst(":\\d+$", "").replaceFirst("\\.$", ""));
      assertThat(only(app).headers()).containsEntry("remote-user", ada.id());
    }
  }

  private void readsBrowsersPaths() {
    for (String path :
        List.of("/a[1].pdf", "/a|b", "/x^y", "/{id}", "/a%5B1%5D.pdf", "/a%7Cb", "/%7Bid%7D")) {
      ask("GET", "/api" + path, token).assertStatus(200);
      assertThat(only(app).headers()).containsEntry("remote-user", ada.id());
    }
  }
}
