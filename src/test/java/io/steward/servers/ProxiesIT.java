package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.ProtectedApp;
import io.steward.testing.RawHttp;
import io.steward.testing.ReverseProxy;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every proxy with its files in {@code deploy}, in front of Steward and an application. */
@Tag("servers")
class ProxiesIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  @AutoClose private static ProtectedApp app;
  @AutoClose private static TestServer steward;
  @AutoClose private static TestServer unsigning;

  @BeforeAll
  static void start() throws IOException {
    app = new ProtectedApp("protected-app");
    steward = steward("on");
    unsigning = steward("off");
  }

  private static TestServer steward(String identityToken) throws IOException {
    return ProxyContract.steward(
        DATABASE,
        Map.of("authz.identity_token", identityToken, "cors.origins", ProxyContract.PAGE));
  }

  @TestFactory
  Stream<DynamicContainer> every_proxy_fulfils_the_contract() {
    return Stream.of("nginx", "apache", "haproxy", "caddy").map(this::contract);
  }

  private DynamicContainer contract(String name) {
    ReverseProxy proxy = ReverseProxy.start(name, steward.port(), app.port());
    return DynamicContainer.dynamicContainer(
        name,
        ProxyContract.of(proxy.port(), app, DATABASE, new Caller(steward)).onClose(proxy::close));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "apache", "haproxy", "caddy"})
  void no_proxy_invents_an_identity_token_that_steward_did_not_send(String name) {
    Caller caller = new Caller(unsigning);
    String token = Visitor.arrive(DATABASE, caller).logIn().access();
    try (ReverseProxy proxy = ReverseProxy.start(name, unsigning.port(), app.port())) {
      RawHttp client = new RawHttp(proxy.port(), 1);
      String[] sent = {"Remote-Token: evil", "Authorization: Bearer " + token};
      assertThat(client.ask("GET", "/api/x", sent).assertStatus(200).body())
          .contains("\nremote-user: ")
          .doesNotContainPattern("remote-token: .");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "apache", "haproxy", "caddy"})
  void proxies_refuse_every_request_while_steward_is_down(String name) {
    int nobody = Folders.freePort();
    try (ReverseProxy proxy = ReverseProxy.start(name, nobody, app.port())) {
      RawHttp client = new RawHttp(proxy.port(), 1);
      int before = app.asked().size();
      for (String target : List.of("/public/x", "/api/x")) {
        Answer answer = client.ask("GET", target);
        assertThat(answer.status()).as(answer.toString()).isIn(502, 503);
      }
      assertThat(app.asked()).hasSize(before);
    }
  }
}
