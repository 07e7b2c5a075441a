package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.PayaraMicro;
import io.steward.testing.Portal;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The same file on Payara Micro. */
class PortalPayaraIT {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private static TestServer steward;
  private static PayaraMicro payara;

  @BeforeAll
  static void start() {
    Path folder = Folders.fresh("portal-payara");
    Portal portal = new Portal(folder);
    steward = TestServer.start(DATABASE, portal.clients().setting());
    payara =
        PayaraMicro.start(
            folder,
            Map.of("STEWARD_JWT_SECRET", TestServer.SECRET),
            portal.war(folder.resolve("portal.war"), steward.url(""), "", ""),
            portal.war(
                folder.resolve("bad.war"), steward.url(""), "/admin = staff", "admin = staff"),
            Portal.without(
                "jose4j", portal.war(folder.resolve("forgotten.war"), steward.url(""), "", "")));
  }

  @AfterAll
  static void stop() {
    if (payara != null) {
      payara.close();
    }
    steward.close();
  }

  private static Visitor visitor() {
    return Visitor.arrive(DATABASE, new Caller(steward));
  }

  @TestFactory
  Stream<DynamicTest> does_what_it_does_on_every_server() {
    return PortalContract.of(payara.http("/portal"), PortalPayaraIT::visitor);
  }

  @Test
  void a_bad_init_param_lets_nobody_in() {
    PortalContract.assertDead(payara.http("/bad"));
    assertThat(payara.process().log())
        .contains(
            "filter steward lets nobody in: init-param roles: \"admin = staff\" is not a line");
  }

  @Test
  void a_jar_that_was_forgotten_lets_nobody_in() {
    PortalContract.assertDead(payara.http("/forgotten"));
    assertThat(payara.process().log()).contains("NoClassDefFoundError");
  }
}
