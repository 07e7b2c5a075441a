package io.steward.servers;

import io.steward.testing.AppServer;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.Portal;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sample portal on each server that {@code -Dservers} names. Steward runs outside that server.
 */
@Tag("servers")
@ParameterizedClass
@MethodSource("servers")
class ServersPortalIT {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private static TestServer steward;
  private static AppServer server;

  @Parameter String name;

  static Stream<String> servers() {
    return Stream.of(System.getProperty("servers", "payara6").split(",", -1));
  }

  @BeforeParameterizedClassInvocation
  static void start(String name) {
    Path folder = Folders.fresh(name + "-portal-secrets");
    Portal portal = new Portal(folder);
    steward = TestServer.start(DATABASE, portal.clients().setting());
    server =
        AppServer.start(name, name + "-portal", Map.of("STEWARD_JWT_SECRET", TestServer.SECRET));
    server.deploy(portal.war(folder.resolve("portal.war"), steward.url(""), "", ""));
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    if (server != null) {
      server.close();
    }
    steward.close();
  }

  @TestFactory
  Stream<DynamicTest> the_portal_behind_the_filter_fulfils_its_contract() {
    return PortalContract.of(server.http(""), () -> Visitor.arrive(DATABASE, new Caller(steward)));
  }
}
