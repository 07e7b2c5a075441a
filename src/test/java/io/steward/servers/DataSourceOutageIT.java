package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Crowd;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.OwnPostgres;
import io.steward.testing.ServerAnswer;
import io.steward.testing.StockTomcat;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that hangs, stops and restarts behind the data source of the application server. */
@Tag("servers")
class DataSourceOutageIT {
  private static final int CALLERS = 30;
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration RECOVERY = Duration.ofSeconds(10);
  private static final String CREDENTIALS =
      "{\"email\":\"ada@example.com\",\"password\":\"korrekt Pferd Batterie\"}";

  private static OwnPostgres postgres;
  private static StockTomcat tomcat;
  private static String bearer;

  private record Timed(ServerAnswer answer, Duration time) {}

  @BeforeAll
  static void start() {
    postgres = new OwnPostgres(Folders.fresh("data-source-postgres"));
    postgres.start();
    tomcat =
        StockTomcat.start(StockTomcat.jndiBase("data-source-outage", postgres.url()), Map.of());
    awaitReady();
    http().post("/user/create/", CREDENTIALS).is(201);
    bearer = "Bearer " + http().post("/user/obtain_token/", CREDENTIALS).is(200).member("token");
  }

  @AfterAll
  static void stop() {
    if (tomcat != null) {
      tomcat.close();
    }
    postgres.close();
  }

  private static Http http() {
    return tomcat.http("/steward");
  }

  private static void awaitReady() {
    Await.until("ready", RECOVERY, () -> http().status("/health/ready") == 200);
  }

  /** After an idle time, the pool validates every connection. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1_500})
  void a_hanging_database_leads_to_503_in_time(long unnoticedMillis) throws Exception {
    assertAllAreServed();
    postgres.freeze();
    try {
      Thread.sleep(unnoticedMillis);
      assertAllAreTurnedAway();
    } finally {
      postgres.thaw();
    }
    assertRecovers();
  }

  @Test
  void a_node_reports_a_stopped_database_and_recovers_when_it_restarts() throws Exception {
    assertAllAreServed();
    postgres.stop();
    assertAllAreTurnedAway();
    postgres.start();
    assertRecovers();
  }

  private static void assertAllAreTurnedAway() throws Exception {
    for (Timed refused : burst()) {
      assertThat(refused.answer().isProblem(503).header("Retry-After")).isNotEmpty();
      assertThat(refused.time()).isLessThan(ANSWER);
    }
  }

  private static void assertRecovers() throws Exception {
    awaitReady();
    assertAllAreServed();
  }

  private static void assertAllAreServed() throws Exception {
    assertThat(burst()).extracting(timed -> timed.answer().status()).containsOnly(200);
  }

  /** All callers read their account simultaneously and repeatedly. */
  private static List<Timed> burst() throws Exception {
    Callable<List<Timed>> reads = () -> Stream.generate(DataSourceOutageIT::read).limit(3).toList();
    return Crowd.call(Collections.nCopies(CALLERS, reads)).stream().flatMap(List::stream).toList();
  }

  private static Timed read() {
    long start = System.nanoTime();
    ServerAnswer answer = http().get("/user/update/", "Authorization", bearer);
    return new Timed(answer, Duration.ofNanos(System.nanoTime() - start));
  }
}
