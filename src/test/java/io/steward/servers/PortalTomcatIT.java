package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.Portal;
import io.steward.testing.PortalCookies;
import io.steward.testing.StockTomcat;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.Visitor.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The sample portal in an unmodified Tomcat. Only Steward's filter runs there, not Steward. */
@Tag("servers")
class PortalTomcatIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TestDatabase DATABASE = TestDatabase.create();

  private static final Portal portal = new Portal(Folders.fresh("portal-secrets"));

  private static final Map<String, String> settings = portal.settings();

  @AutoClose private static final TestServer steward = TestServer.start(DATABASE, settings);

  @AutoClose private static StockTomcat tomcat;

  @BeforeAll
  static void start() {
    Path base = StockTomcat.base("portal");
    Path webapps = base.resolve("webapps");
    portal.war(webapps.resolve("portal.war"), steward.url(""), "", "");
    portal.warForPeople(webapps.resolve("people.war"), steward.url(""));
    portal.war(webapps.resolve("bad-role.war"), steward.url(""), "/admin = staff", "admin = staff");
    portal.war(
        webapps.resolve("bad-name.war"),
        steward.url(""),
        "<param-name>public</param-name>",
        "<param-name>publik</param-name>");
    portal.war(
        webapps.resolve("bad-filter.war"),
        steward.url(""),
        Portal.LISTENER,
        Portal.BAD_AND_NO_LISTENER);
    portal.war(webapps.resolve("no-feed.war"), steward.url(""), Portal.feed(), "");
    portal.war(
        webapps.resolve("no-filter.war"),
        steward.url(""),
        "io.steward.filter.StewardFilter",
        "jakarta.servlet.http.HttpFilter");
    portal.war(
        webapps.resolve("no-mapping.war"),
        steward.url(""),
        "<filter-name>steward</filter-name>\n    <url-pattern>/*</url-pattern>",
        "<filter-name>other</filter-name><url-pattern>/*</url-pattern>");
    tomcat = StockTomcat.start(base, Map.of("STEWARD_JWT_SECRET", TestServer.SECRET));
  }

  private static Visitor visitor() {
    return Visitor.arrive(DATABASE, new Caller(steward));
  }

  @TestFactory
  Stream<DynamicTest> the_portal_behind_the_filter_fulfils_its_contract() {
    return PortalContract.of(tomcat.http("/portal"), PortalTomcatIT::visitor);
  }

  @TestFactory
  Stream<DynamicTest> people_enter_the_portal_with_their_browsers() {
    return PortalPeopleContract.of(
        tomcat.http("/people"),
        new PortalCookies(TestServer.settings(DATABASE.url(), settings)),
        PortalTomcatIT::visitor);
  }

  @Test
  void a_bad_init_param_makes_the_deployment_fail_with_a_single_log_line() {
    PortalContract.assertRefused(tomcat.http("/bad-role"));
    PortalContract.assertRefused(tomcat.http("/bad-name"));
    assertThat(lines("init-param roles: \"admin = staff\" is not a line such as /admin = staff"))
        .hasSize(1);
    assertThat(lines("The init-param \"publik\" is not a setting: remove it")).hasSize(1);
  }

  @Test
  void a_bad_init_param_without_the_listener_makes_the_filter_reject_every_request() {
    PortalContract.assertDead(tomcat.http("/bad-filter"));
  }

  @Test
  void without_a_feed_a_token_is_valid_until_it_expires() {
    Visitor ada = visitor();
    Pair pair = ada.logIn();
    String[] bearer = {"Authorization", "Bearer " + pair.access()};
    assertThat(tomcat.http("/no-feed").get("/", bearer).is(200).body())
        .contains("user " + ada.id());
    ada.logOut(pair).assertStatus(204);
    Await.until(
        "the portal with a feed refuses the token",
        PATIENCE,
        () -> tomcat.http("/portal").get("/", bearer).status() == 401);
    tomcat.http("/no-feed").get("/", bearer).is(200);
    tomcat.http("/no-feed").get("/").isProblem(401);
    assertThat(tomcat.process().log())
        .contains("revocations.url is not set: tokens stay valid here");
  }

  @Test
  void a_listener_without_its_filter_makes_the_deployment_fail() {
    PortalContract.assertRefused(tomcat.http("/no-filter"));
    PortalContract.assertRefused(tomcat.http("/no-mapping"));
    assertThat(tomcat.process().log())
        .contains("no io.steward.filter.StewardFilter is declared and mapped");
  }

  private static List<String> lines(String complaint) {
    return tomcat
        .process()
        .log()
        .lines()
        .filter(line -> line.contains("filter steward: " + complaint))
        .toList();
  }

  /** The portal answers 503 to tokens when it has been without the feed for the configured time. */
  @Test
  void a_portal_that_loses_its_feed_stops_accepting_tokens() throws IOException {
    TestServer away = TestServer.start(DATABASE, portal.clients().setting());
    Path base = StockTomcat.base("portal-deaf");
    String first = "<init-param>";
    portal.war(
        base.resolve("webapps/deaf.war"),
        away.url(""),
        first + "\n      <param-name>public",
        "<init-param><param-name>revocation.staleness</param-name>"
            + "<param-value>5</param-value></init-param>\n"
            + first
            + "\n      <param-name>public");
    try (StockTomcat deaf =
        StockTomcat.start(base, Map.of("STEWARD_JWT_SECRET", TestServer.SECRET))) {
      Http http = deaf.http("/deaf");
      Pair pair = visitor().logIn();
      String[] bearer = {"Authorization", "Bearer " + pair.access()};
      Await.until(
          "the portal accepts the token", PATIENCE, () -> http.get("/", bearer).status() == 200);
      away.close();
      http.get("/", bearer).is(200);
      Await.until(
          "the portal no longer decides", PATIENCE, () -> http.get("/", bearer).status() == 503);
      assertThat(http.get("/", bearer).isProblem(503).header("Retry-After")).isNotEmpty();
      http.get("/about").is(200);
      http.get("/").isProblem(401);
      assertThat(deaf.process().log()).contains("revocation feed lost");
    }
  }
}
