package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.AppServer;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.Portal;
import io.steward.testing.StockTomcat;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.Visitor.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A portal that is redeployed repeatedly in a running Tomcat. */
@Tag("servers")
class PortalRedeployIT {
  private static final int TIMES = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void redeploying_the_portal_leaks_nothing() throws IOException {
    TestDatabase database = TestDatabase.create();
    Portal portal = new Portal(Folders.fresh("portal-redeploy-secrets"));
    Path base = StockTomcat.watchful(AppServer.home("tomcat10"), "portal-redeploy");
    try (TestServer steward = TestServer.start(database, portal.clients().setting())) {
      Path war = portal.war(base.resolve("webapps/portal.war"), steward.url(""), "", "");
      Pair pair = Visitor.arrive(database, new Caller(steward)).logIn();
      try (StockTomcat tomcat =
          StockTomcat.start(base, Map.of("STEWARD_JWT_SECRET", TestServer.SECRET))) {
        use(tomcat, pair);
        for (int i = 1; i <= TIMES; i++) {
          int deployed = tomcat.deployments().size();
          Files.setLastModifiedTime(war, FileTime.from(Instant.now().minusSeconds(60L - 10L * i)));
          Await.until(
              "the portal is redeployed", PATIENCE, () -> tomcat.deployments().size() > deployed);
          use(tomcat, pair);
        }
        assertThat(tomcat.process().log().lines().filter(AppServer.LEAK.asPredicate())).isEmpty();
        assertThat(tomcat.warnings()).isEmpty();
        Await.until(
            "only one class loader is left",
            PATIENCE,
            () -> tomcat.loaders("io.steward.filter.StewardFilter") == 1);
      }
    }
  }

  private static void use(StockTomcat tomcat, Pair pair) {
    String[] bearer = {"Authorization", "Bearer " + pair.access()};
    Await.until(
        "the portal accepts the token",
        PATIENCE,
        () -> tomcat.http("/portal").get("/", bearer).status() == 200);
    tomcat.http("/portal").get("/").is(401);
  }
}
