package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.AppServer;
import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.Steward;
import io.steward.testing.StockTomcat;
import io.steward.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deploys a new version next to the old one in one Tomcat, while clients log in and read. */
@Tag("servers")
class ParallelDeploymentIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String ADA =
      "{\"email\":\"ada@example.com\",\"password\":\"korrekt Pferd Batterie\"}";
  // Reads: the sessions of Ada end when she has too many.
  private static final String GRACE = ADA.replace("ada", "grace");

  private final Queue<String> lost = new ConcurrentLinkedQueue<>();
  private final Map<String, AtomicInteger> answered = new ConcurrentHashMap<>();
  private volatile boolean goingOn = true;

  @Test
  void no_request_is_lost_during_a_parallel_deployment() throws Exception {
    Path base = StockTomcat.watchful(AppServer.home("tomcat10"), "parallel");
    Path webapps = base.resolve("webapps");
    Files.copy(Folders.WAR, webapps.resolve("steward##1.war"));
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (StockTomcat tomcat =
        StockTomcat.start(base, Steward.environment(TestDatabase.create().url()))) {
      Http http = tomcat.http("/steward");
      http.post("/user/create/", ADA).is(201);
      http.post("/user/create/", GRACE).is(201);
      for (int i = 0; i < 2; i++) {
        callers.execute(() -> keepOn("log in", () -> logIn(http, ADA)));
        String bearer = logIn(http, GRACE);
        callers.execute(() -> keepOn("read", () -> read(http, bearer)));
      }
      awaitMore();
      deploy(webapps.resolve("steward##2.war"), tomcat);
      awaitMore();
      Files.delete(webapps.resolve("steward##1.war"));
      Await.until("the old version is gone", PATIENCE, () -> isGone(webapps.resolve("steward##1")));
      awaitMore();
      goingOn = false;
      callers.shutdown();
      assertThat(callers.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      assertThat(lost).isEmpty();
      assertThat(tomcat.warnings()).isEmpty();
    } finally {
      goingOn = false;
      callers.shutdownNow();
    }
  }

  private static void deploy(Path war, StockTomcat tomcat) throws IOException {
    int before = tomcat.deployments().size();
    Path beside = war.resolveSibling("../arriving.war");
    Files.copy(Folders.WAR, beside);
    Files.move(beside, war);
    Await.until(
        "the new version is deployed", PATIENCE, () -> tomcat.deployments().size() > before);
  }

  private static boolean isGone(Path folder) {
    return !Files.exists(folder);
  }

  private static String logIn(Http http, String user) {
    return "Bearer " + http.post("/user/obtain_token/", user).is(200).member("token");
  }

  private static String read(Http http, String bearer) {
    return http.get("/user/update/", "Authorization", bearer).is(200).body();
  }

  private void keepOn(String what, java.util.function.Supplier<String> call) {
    while (goingOn) {
      try {
        assertThat(call.get()).isNotEmpty();
        answered.computeIfAbsent(what, w -> new AtomicInteger()).incrementAndGet();
      } catch (AssertionError e) {
        lost.add(what + ": " + e);
      }
    }
  }

  /** Waits for many more responses of each kind. */
  private void awaitMore() {
    for (String what : new String[] {"log in", "read"}) {
      int before = count(what);
      Await.until("more responses: " + what, PATIENCE, () -> count(what) > before + 20);
    }
  }

  private int count(String what) {
    return answered.getOrDefault(what, new AtomicInteger()).get();
  }
}
