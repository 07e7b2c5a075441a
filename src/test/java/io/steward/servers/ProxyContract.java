package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.ProtectedApp;
import io.steward.testing.RawHttp;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The contract for every proxy that runs with its files in {@code deploy}. */
final class ProxyContract {
  private static final String RULES =
      """
      GET,HEAD /public public
      OPTIONS /preflight public
      other.example * /hosted public
      portal.example * /hosted authenticated
      * /api authenticated
      * /staff group:staff
      """;

  private static final String CLIENT = "127.0.0.5";

  /** The origin of a page application that may use Steward. */
  static final String PAGE = "https://app.example.com";

  private static final String EVIL = "evil";
  private static final int LARGE = 20 * 1024 * 1024;

  /** Headers that a client might send to fake another identity or IP address. */
  private static final String[] SPOOFED =
      Stream.of(
              "Remote-User",
              "remote-user",
              "REMOTE-USER",
              "Remote_User",
              "remote_user",
              "Remote-Email",
              "Remote_Email",
              "Remote-Email-Verified",
              "Remote_Email_Verified",
              "Remote-Name",
              "Remote_Name",
              "Remote-Groups",
              "Remote_Groups",
              "Remote-Token",
              "Remote_Token",
              "Remote-User",
              "X-Forwarded-For",
              "X-Forwarded-For",
              "X_Forwarded_For",
              "X-Real-IP",
              "X-Forwarded-Host",
              "X_Forwarded_Host",
              "X-Forwarded-Proto",
              "X_Forwarded_Proto",
              "X-Forwarded-Port",
              "Forwarded",
              "X-Original-URI",
              "X-Original-Method",
              "X-Original-Host",
              "X-Forwarded-Uri",
              "X-Forwarded-Method",
              "X-Request-Id")
          .map(name -> name + ": " + EVIL)
          .toArray(String[]::new);

  private final int port;
  private final RawHttp client;
  private final ProtectedApp app;
  private final TestDatabase database;
  private final Visitor ada;
  private final String token;

  private ProxyContract(int port, ProtectedApp app, TestDatabase database, Caller steward) {
    this.port = port;
    this.client = new RawHttp(port, 5);
    this.app = app;
    this.database = database;
    this.ada = Visitor.arrive(database, steward);
    this.token = "Authorization: Bearer " + ada.logIn().access();
  }

  /** A Steward with the contract's rules and further settings, behind proxies of this machine. */
  static TestServer steward(TestDatabase database, Map<String, String> further) throws IOException {
    Path rules = Folders.fresh("proxy-" + further.get("authz.identity_token")).resolve("rules.txt");
    Files.writeString(rules, RULES);
    Map<String, String> settings = new HashMap<>(further);
    settings.put("proxy.trusted", "127.0.0.1");
    settings.put("authz.rules", rules.toString());
    return TestServer.start(database, settings);
  }

  static Stream<DynamicTest> of(int port, ProtectedApp app, TestDatabase database, Caller steward) {
    ProxyContract contract = new ProxyContract(port, app, database, steward);
    return Stream.of(
        dynamicTest("forwards a log-in with the client's own IP address", contract::logsIn),
        dynamicTest("lets a page of an allowed origin log in", contract::servesAllowedPage),
        dynamicTest("identifies the caller to the application", contract::tellsWhoIsThere),
        dynamicTest("challenges a request without a token", contract::asksForToken),
        dynamicTest("admits users by group and host", contract::letsInByGroupAndHost),
        dynamicTest("serves public paths without a token", contract::opensWhatIsPublic),
        dynamicTest(
            "ignores identity and forwarding headers of clients", contract::believesNoClient),
        dynamicTest(
            "keeps identity headers even if the Connection header names them",
            contract::losesNoHeaderToHop),
        dynamicTest(
            "lets clients neither use the proxy endpoints nor set their headers",
            contract::letsNobodyAsk),
        dynamicTest("refuses other spellings of a path", contract::hasNoSecondSpelling),
        dynamicTest("passes a WebSocket only with a token", contract::passesWebSocket),
        dynamicTest("refuses oversized bodies before they are complete", contract::refusesEarly),
        dynamicTest("passes large uploads to the application", contract::passesUploads));
  }

  private Answer logIn(String... headers) {
    String body = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(ada.email(), Caller.PASSWORD);
    return client.send(
        "POST /user/obtain_token/ HTTP/1.1\r\nHost: portal.example\r\n"
            + String.join("", Stream.of(headers).map(h -> h + "\r\n").toList())
            + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private String recorded() {
    return database
        .query(
            "select ip from sessions where user_id = %s order by created_at desc limit 1"
                .formatted(ada.id()))
        .get(0);
  }

  private void logsIn() {
    logIn().assertStatus(200);
    assertThat(recorded()).isEqualTo(CLIENT);
    String sessions = client.ask("GET", "/user/sessions/", token).assertStatus(200).body();
    assertThat(sessions).contains("\"ip\":\"" + CLIENT + "\"");
    client.ask("GET", "/user/update/", token).assertStatus(200);
    client.ask("GET", "/user/update/").assertStatus(401);
  }

  private void servesAllowedPage() {
    String origin = "Origin: " + PAGE;
    String[] asking = {
      origin,
      "Access-Control-Request-Method: POST",
      "Access-Control-Request-Headers: authorization,content-type"
    };
    assertReadable(client.ask("OPTIONS", "/user/obtain_token/", asking).assertStatus(204));
    assertReadable(logIn(origin, "Sec-Fetch-Site: cross-site").assertStatus(200));
    assertReadable(client.ask("GET", "/user/update/", origin).assertStatus(401));
    String foreign = origin + ".evil";
    assertThat(logIn(foreign).assertStatus(403).header("Access-Control-Allow-Origin")).isEmpty();
  }

  private static void assertReadable(Answer answer) {
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
    assertThat(answer.header("Vary")).matches("Accept, ?Origin");
  }

  private void tellsWhoIsThere() {
    Answer answer = client.ask("GET", "/api/x?y=z", token).assertStatus(200);
    assertThat(answer.body())
        .contains("GET /api/x\n")
        .contains("\nremote-user: " + ada.id() + "\n")
        .contains("\nremote-email: " + ada.email() + "\n")
        .contains("\nremote-email-verified: false\n")
        .contains("\nremote-name: Ada Lovelace\n")
        .contains("\nremote-token: ey")
        .contains("\nx-forwarded-for: " + CLIENT + "\n")
        .contains("\nx-forwarded-proto: http\n")
        .contains("\nx-forwarded-host: portal.example\n")
        .doesNotContain("authorization:");
  }

  /** The request is refused and does not reach the application. */
  private void assertKeptOut(List<Integer> statuses, String target, String... headers) {
    int before = app.asked().size();
    Answer answer = client.ask("GET", target, headers);
    assertThat(statuses).as(target + ": " + answer).contains(answer.status());
    assertThat(app.asked()).as(target).hasSize(before);
  }

  private void asksForToken() {
    assertKeptOut(List.of(401), "/api/x");
    assertKeptOut(List.of(401), "/api/x", "Authorization: Bearer x.y.z");
    assertKeptOut(List.of(401), "/api/x", "Authorization: Basic YTpi");
    assertKeptOut(List.of(400, 401), "/api/x", token, token);
    assertKeptOut(List.of(400, 401), "/api/x", token, "Authorization: Bearer x");
    assertThat(client.ask("GET", "/api/x").header("WWW-Authenticate"))
        .isEqualTo("Bearer realm=\"api\"");
  }

  private void letsInByGroupAndHost() {
    assertKeptOut(List.of(403), "/staff/x", token);
    assertKeptOut(List.of(403), "/else", token);
    ada.join("staff");
    String staff = "Authorization: Bearer " + ada.logIn().access();
    assertThat(client.ask("POST", "/staff/x", staff).assertStatus(200).body())
        .contains("\nremote-groups: staff\n");
    ada.leave("staff");
    assertKeptOut(List.of(401), "/hosted/x");
    client.ask("GET", "/hosted/x", token).assertStatus(200);
  }

  private void opensWhatIsPublic() {
    assertThat(client.ask("GET", "/public/x").assertStatus(200).body())
        .doesNotContainPattern("remote-\\w+: .");
    assertKeptOutBy("POST", "/public/x");
  }

  private void assertKeptOutBy(String method, String target) {
    int before = app.asked().size();
    assertThat(client.ask(method, target).status()).isEqualTo(403);
    assertThat(app.asked()).hasSize(before);
  }

  private void believesNoClient() {
    assertThat(client.ask("GET", "/public/x", SPOOFED).assertStatus(200).body())
        .doesNotContain("remote-user: " + EVIL)
        .doesNotContainPattern("(?i)(remote|forwarded|real)\\S*: *" + EVIL);
    String[] withToken = Stream.concat(Stream.of(SPOOFED), Stream.of(token)).toArray(String[]::new);
    assertThat(client.ask("GET", "/api/x", withToken).assertStatus(200).body())
        .containsOnlyOnce("\nremote-user: " + ada.id() + "\n")
        .containsOnlyOnce("\nx-forwarded-for: " + CLIENT + "\n")
        .doesNotContainPattern("(?i)(remote|forwarded|real)\\S*: *" + EVIL);
    logIn(
            "X-Forwarded-For: 203.0.113.9",
            "X-Forwarded-For: 203.0.113.10",
            "X_Forwarded_For: 203.0.113.9",
            "Forwarded: for=203.0.113.9",
            "X-Real-IP: 203.0.113.9")
        .assertStatus(200);
    assertThat(recorded()).isEqualTo(CLIENT);
  }

  private void losesNoHeaderToHop() {
    String hop =
        "Connection: close, Remote-User, Remote-Groups, X-Forwarded-For, Authorization, X-Original-URI";
    assertThat(client.ask("GET", "/api/x", token, hop).assertStatus(200).body())
        .contains("\nremote-user: " + ada.id() + "\n")
        .contains("\nx-forwarded-for: " + CLIENT + "\n");
    logIn(hop).assertStatus(200);
    assertThat(recorded()).isEqualTo(CLIENT);
  }

  private void letsNobodyAsk() {
    String[] asking = {
      "X-Original-URI: /public/x", "X-Original-Method: GET", "X-Original-Host: other.example",
      "X-Forwarded-Uri: /public/x", "X-Forwarded-Method: GET", "X-Forwarded-Host: other.example",
      "X-Forwarded-Proto: http"
    };
    for (String door : List.of("nginx", "haproxy", "forward")) {
      assertKeptOut(List.of(403), "/authz/" + door, asking);
      assertKeptOut(List.of(400, 401, 403, 404), "/user/../authz/" + door, asking);
      assertKeptOut(List.of(400, 401, 403, 404), "/user/%2e%2e/authz/" + door, asking);
    }
    assertKeptOut(List.of(403, 404), "/steward-authz", asking);
    assertKeptOut(List.of(401), "/api/x", asking);
    assertKeptOut(List.of(401), "/hosted/x", asking);
  }

  private void hasNoSecondSpelling() {
    for (String target :
        List.of(
            "/public/../staff/x",
            "/public/..;/staff/x",
            "/public/%2e%2e/staff/x",
            "/public/%2E%2E/staff/x",
            "/public/..%2fstaff/x",
            "/public/..%2Fstaff/x",
            "/public/..%5cstaff/x",
            "/public/..\\staff/x",
            "/public/%252e%252e/staff/x",
            "/public/./../staff/x",
            "/public//../staff/x",
            "//staff/x",
            "/staff//x",
            "/./staff/x",
            "/%73taff/x",
            "/staff;x=/y",
            "/STAFF/x",
            "/staff%00/x",
            "/staff%2fx",
            "/staff%2Fx",
            "/staff./x",
            "/user/../staff/x",
            "/user/..;/staff/x",
            "/user/%2e%2e/staff/x",
            "/user//../staff/x",
            "/public/%C0%AE%C0%AE/staff/x",
            "http://portal.example/public/../staff/x")) {
      assertKeptOut(List.of(400, 401, 403, 404), target);
      assertKeptOut(List.of(400, 401, 403, 404), target, token);
    }
  }

  private CompletionStage<String> echo(String... headers) {
    CompletableFuture<String> heard = new CompletableFuture<>();
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    return builder
        .buildAsync(URI.create("ws://127.0.0.1:" + port + "/api/ws"), new Listener(heard))
        .thenCompose(socket -> socket.sendText("hello", true))
        .thenCompose(socket -> heard.whenComplete((text, failure) -> socket.abort()));
  }

  /** Receives one text. */
  private record Listener(CompletableFuture<String> heard) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      heard.complete(text.toString());
      return CompletableFuture.completedStage(null);
    }
  }

  private void passesWebSocket() throws Exception {
    String bearer = token.substring("Authorization: ".length());
    assertThat(echo("Authorization", bearer).toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isEqualTo("hello");
    int before = app.asked().size();
    int status =
        echo()
            .handle((text, failure) -> refused(failure))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    assertThat(status).isEqualTo(401);
    assertThat(app.asked()).hasSize(before);
  }

  private static int refused(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof WebSocketHandshakeException refused
        ? refused.getResponse().statusCode()
        : 0;
  }

  private String upload(String target, String header, int length) {
    return "POST "
        + target
        + " HTTP/1.1\r\nHost: portal.example\r\n"
        + header
        + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  private void refusesEarly() {
    String begun = " ".repeat(70_000);
    client.send(upload("/user/create/", "X: y", LARGE) + begun).assertStatus(413);
  }

  private void passesUploads() {
    Answer answer = client.send(upload("/api/x", token, LARGE) + " ".repeat(LARGE));
    assertThat(answer.assertStatus(200).body()).contains("\nbody=" + LARGE + "\n");
  }
}
