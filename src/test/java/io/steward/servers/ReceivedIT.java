package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.ControlledHeaders;
import io.steward.testing.ProtectedApp;
import io.steward.testing.RawHttp;
import io.steward.testing.ReceivedRequest;
import io.steward.testing.ReverseProxy;
import io.steward.testing.SelfSigned;
import io.steward.testing.Tap;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every proxy with its files in {@code deploy}, and the bytes behind it. */
@Tag("servers")
class ReceivedIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  @AutoClose private static ProtectedApp app;
  @AutoClose private static TestServer steward;
  @AutoClose private static Tap toApp;
  @AutoClose private static Tap toSteward;

  @BeforeAll
  static void start() throws IOException {
    app = new ProtectedApp("received-app");
    steward = ProxyContract.steward(DATABASE, Map.of("authz.identity_token", "on"));
    toApp = Tap.before(app.port());
    toSteward = Tap.before(steward.port());
  }

  @TestFactory
  Stream<DynamicContainer> every_proxy_passes_on_only_what_the_list_allows() {
    return Stream.of("nginx", "apache", "haproxy", "caddy").map(this::contract);
  }

  private DynamicContainer contract(String name) {
    ReverseProxy proxy = ReverseProxy.start(name, toSteward.port(), toApp.port());
    Caller caller = new Caller(steward);
    return DynamicContainer.dynamicContainer(
        name,
        Stream.concat(
                ReceivedContract.of(proxy.port(), toSteward, toApp, DATABASE, caller),
                UpgradeContract.of(proxy.port(), toApp, DATABASE, caller))
            .onClose(proxy::close));
  }

  private static ReceivedRequest only(Tap tap) {
    List<ReceivedRequest> requests =
        tap.requests().stream().filter(r -> !r.line().startsWith("GET /health/")).toList();
    assertThat(requests).as(tap.bytes()).hasSize(1);
    return requests.get(0);
  }

  @Test
  void the_proxy_of_two_nodes_replaces_every_spelling_of_the_controlled_headers() {
    try (ReverseProxy proxy = ReverseProxy.start("ha", toSteward.port(), toApp.port())) {
      List<String[]> all = new ArrayList<>(ControlledHeaders.forged("evil"));
      all.add(new String[] {"Upgrade: h2c", "HTTP2-Settings: AAMAAABk", "Connection: Upgrade"});
      String key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
      all.add(new String[] {"Upgrade: websocket", key, "Connection: Upgrade, X-Forwarded-For"});
      for (String[] headers : all) {
        toSteward.clear();
        new RawHttp(proxy.port(), 5).ask("GET", "/user/update/", headers).assertStatus(401);
        Map<String, String> received = new TreeMap<>(only(toSteward).headers());
        assertThat(received.remove("x-request-id")).matches("[0-9a-f-]{36}");
        received.remove("sec-websocket-key");
        assertThat(received)
            .isEqualTo(
                Map.of(
                    "connection", "close",
                    "host", "steward",
                    "x-forwarded-for", "127.0.0.5",
                    "x-forwarded-host", "portal.example",
                    "x-forwarded-port", "" + proxy.port(),
                    "x-forwarded-proto", "http"));
      }
    }
  }

  @Test
  void the_proxy_of_two_nodes_lets_no_client_call_the_proxy_endpoints() {
    String[] question = {"X-Original-Method: GET", "X-Original-URI: /public/x"};
    try (ReverseProxy proxy = ReverseProxy.start("ha", toSteward.port(), toApp.port())) {
      RawHttp client = new RawHttp(proxy.port(), 5);
      for (String target :
          List.of(
              "/authz/nginx",
              "/authz/haproxy/",
              "/authz/forward?x",
              "/AUTHZ/nginx",
              "//authz/nginx",
              "/%61uthz/nginx",
              "/authz;x/nginx",
              "/user/../authz/nginx",
              "/user/%2e%2e/authz/nginx",
              "http://portal.example/authz/nginx")) {
        toSteward.clear();
        client.ask("GET", target, question).assertStatus(404);
        assertThat(toSteward.bytes()).as(target).doesNotContain("uthz");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "apache", "haproxy", "caddy", "ha"})
  void browsers_remember_to_use_tls(String name) throws Exception {
    try (ReverseProxy proxy = ReverseProxy.secure(name, toSteward.port(), toApp.port());
        ReverseProxy plain = ReverseProxy.start(name, toSteward.port(), toApp.port())) {
      HttpClient client = HttpClient.newBuilder().sslContext(SelfSigned.trusting()).build();
      for (String target : List.of("/public/x", "/api/x", "/user/update/", "/authz/nginx")) {
        toSteward.clear();
        URI uri = URI.create("https://127.0.0.1:" + proxy.port() + target);
        HttpResponse<String> answer =
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(answer.headers().allValues("Strict-Transport-Security"))
            .as(target)
            .containsExactly("max-age=31536000");
        assertThat(
                new RawHttp(plain.port(), 5).ask("GET", target).header("Strict-Transport-Security"))
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "apache", "haproxy", "caddy", "ha"})
  void steward_learns_that_the_client_uses_tls(String name) throws Exception {
    try (ReverseProxy proxy = ReverseProxy.secure(name, toSteward.port(), toApp.port())) {
      HttpClient client = HttpClient.newBuilder().sslContext(SelfSigned.trusting()).build();
      toSteward.clear();
      URI uri = URI.create("https://127.0.0.1:" + proxy.port() + "/user/update/");
      HttpRequest request = HttpRequest.newBuilder(uri).header("X-Forwarded-Proto", "http").build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
      assertThat(only(toSteward).headers()).containsEntry("x-forwarded-proto", "https");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"haproxy", "caddy"})
  void the_list_applies_to_http_2_too(String name) throws Exception {
    try (ReverseProxy proxy = ReverseProxy.secure(name, toSteward.port(), toApp.port())) {
      HttpClient client = HttpClient.newBuilder().sslContext(SelfSigned.trusting()).build();
      URI uri = URI.create("https://127.0.0.1:" + proxy.port() + "/public/x");
      for (String[] forged : ControlledHeaders.forged("evil")) {
        toApp.clear();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        // HTTP/2 does not have the excluded headers (RFC 9113, 8.2.2).
        Stream.of(forged)
            .filter(line -> !line.matches("(?i)(te|keep-alive|proxy-connection):.*"))
            .map(line -> line.split(": ", 2))
            .forEach(header -> request.header(header[0], header[1]));
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        ReceivedRequest received = only(toApp);
        assertThat(received.headers().toString()).doesNotContain("evil");
        assertThat(
                received
                    .without(List.of("accept-encoding", "user-agent", "x-forwarded-port"))
                    .keySet())
            .containsExactly(
                "host", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-request-id");
      }
    }
  }
}
