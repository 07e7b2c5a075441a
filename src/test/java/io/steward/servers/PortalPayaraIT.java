package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.PayaraMicro;
import io.steward.testing.Portal;
import io.steward.testing.PortalCookies;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample portal on Payara Micro. */
@Tag("servers")
class PortalPayaraIT {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private static final Path folder = Folders.fresh("portal-payara");
  private static final Portal portal = new Portal(folder);

  private static final Map<String, String> settings = portal.settings();

  @AutoClose private static final TestServer steward = TestServer.start(DATABASE, settings);

  @AutoClose private static PayaraMicro payara;

  @BeforeAll
  static void start() {
    // The faulty WAR comes last, because Payara deploys nothing after it has refused a WAR.
    payara =
        start(
            folder,
            war("portal", "", ""),
            portal.warForPeople(folder.resolve("people.war"), steward.url("")),
            war("bad-filter", Portal.LISTENER, Portal.BAD_AND_NO_LISTENER),
            war("bad", "/admin =", "admin ="));
  }

  private static PayaraMicro start(Path root, Path... wars) {
    return PayaraMicro.start(root, Map.of("STEWARD_JWT_SECRET", TestServer.SECRET), wars);
  }

  private static Path war(String name, String text, String replacement) {
    return portal.war(folder.resolve(name + ".war"), steward.url(""), text, replacement);
  }

  private static Visitor visitor() {
    return Visitor.arrive(DATABASE, new Caller(steward));
  }

  @TestFactory
  Stream<DynamicTest> the_portal_behind_the_filter_fulfils_its_contract() {
    return PortalContract.of(payara.http("/portal"), PortalPayaraIT::visitor);
  }

  @TestFactory
  Stream<DynamicTest> people_enter_the_portal_with_their_browsers() {
    return PortalPeopleContract.of(
        payara.http("/people"),
        new PortalCookies(TestServer.settings(DATABASE.url(), settings)),
        PortalPayaraIT::visitor);
  }

  @Test
  void a_bad_init_param_makes_the_deployment_fail() {
    PortalContract.assertRefused(payara.http("/bad"));
    assertThat(payara.process().log())
        .contains("filter steward: init-param roles: \"admin = staff\" is not a line");
  }

  /** Payara serves an application even if its filter does not start. */
  @Test
  void a_bad_init_param_without_the_listener_makes_the_filter_reject_every_request() {
    PortalContract.assertDead(payara.http("/bad-filter"));
  }

  /** Payara serves an application even if its filter is missing. */
  @ParameterizedTest
  @CsvSource({
    "steward, ClassNotFoundException: io.steward.filter.StewardListener",
    "jose4j, NoClassDefFoundError: org/jose4j",
  })
  void a_missing_jar_makes_the_deployment_fail(String jar, String complaint) {
    Path war = Portal.without(jar, war("no-" + jar, "", ""));
    try (PayaraMicro other = start(Folders.fresh("portal-payara-no-" + jar), war)) {
      PortalContract.assertRefused(other.http("/no-" + jar));
      assertThat(other.process().log()).contains(complaint);
    }
  }
}
