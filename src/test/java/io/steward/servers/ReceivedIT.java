package io.steward.servers;

import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.ProtectedApp;
import io.steward.testing.ReverseProxy;
import io.steward.testing.Tap;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

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
    Path rules = Folders.fresh("received").resolve("rules.txt");
    Files.writeString(rules, ProxyContract.RULES);
    app = new ProtectedApp("received-app");
    steward =
        TestServer.start(
            DATABASE,
            Map.of(
                "proxy.trusted",
                "127.0.0.1",
                "authz.rules",
                rules.toString(),
                "authz.identity_token",
                "on"));
    toApp = Tap.before(app.port());
    toSteward = Tap.before(steward.port());
  }

  @TestFactory
  Stream<DynamicContainer> every_proxy_passes_on_only_what_the_list_allows() {
    return Stream.of("nginx", "apache", "haproxy", "caddy").map(this::contract);
  }

  private DynamicContainer contract(String name) {
    ReverseProxy proxy = ReverseProxy.start(name, toSteward.port(), toApp.port());
    return DynamicContainer.dynamicContainer(
        name,
        ReceivedContract.of(proxy.port(), toSteward, toApp, DATABASE, new Caller(steward))
            .onClose(proxy::close));
  }
}
