package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.StockTomcat;
import io.steward.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A WAR that is replaced again and again while its Tomcat goes on. */
class RedeployIT {
  private static final int TIMES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  static final Pattern LEAK =
      Pattern.compile(
          "appears to have started a thread|ThreadLocal|failed to unregister|memory leak");

  @Test
  void leaves_nothing_behind() throws IOException {
    Path base = StockTomcat.base("redeploy");
    watchful(base.resolve("conf/server.xml"));
    Path war = Files.copy(Folders.WAR, base.resolve("webapps/steward.war"));
    try (StockTomcat tomcat =
        StockTomcat.start(base, Steward.environment(TestDatabase.create().url()))) {
      use(tomcat);
      for (int i = 1; i <= TIMES; i++) {
        int deployed = deployments(tomcat);
        Files.setLastModifiedTime(war, FileTime.from(Instant.now().minusSeconds(60L - 10L * i)));
        Await.until("redeployed", PATIENCE, () -> deployments(tomcat) > deployed);
        use(tomcat);
      }
      assertThat(tomcat.process().log().lines().filter(LEAK.asPredicate())).isEmpty();
      assertThat(tomcat.warnings()).isEmpty();
      Await.until("one class loader", PATIENCE, () -> liveClassLoaders(tomcat) == 1);
    }
  }

  /** Has Tomcat look every second whether a file has changed. */
  static void watchful(Path server) throws IOException {
    String watching =
        Files.readString(server)
            .replace("autoDeploy=\"false\"", "autoDeploy=\"true\"")
            .replace("<Engine ", "<Engine backgroundProcessorDelay=\"1\" ");
    Files.writeString(server, watching);
  }

  static int deployments(StockTomcat tomcat) {
    return tomcat.process().err().split("has finished in", -1).length - 1;
  }

  /** Everything that might hold on: a hash, a token, a transaction, a refusal. */
  private static void use(StockTomcat tomcat) {
    Await.until("ready", PATIENCE, () -> tomcat.http("/steward").status("/health/ready") == 200);
    String ada = "{\"email\":\"ada@example.com\",\"password\":\"korrekt Pferd Batterie\"}";
    tomcat.http("/steward").post("/user/create/", ada);
    String token = tomcat.http("/steward").post("/user/obtain_token/", ada).is(200).member("token");
    tomcat.http("/steward").get("/user/update/", "Authorization", "Bearer " + token).is(200);
    tomcat.http("/steward").get("/user/update/").is(401);
  }

  static long liveClassLoaders(StockTomcat tomcat) {
    ChildProcess jcmd =
        ChildProcess.start(
            Folders.fresh("jcmd"),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(tomcat.process().pid()),
                "GC.class_histogram"),
            Map.of());
    jcmd.awaitExit(PATIENCE);
    return jcmd.out()
        .lines()
        .filter(line -> line.contains("org.apache.catalina.loader.ParallelWebappClassLoader"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+", -1)[1]))
        .sum();
  }
}
