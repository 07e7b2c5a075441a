package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.SlowClients;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TokenPair;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand slow connections must not occupy a thread each. */
@Tag("long")
final class SlowClientsIT {
  private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
  private static final int MANY = 1_000;
  private static final int FEW = MANY / 5;
  private static final int REQUESTS = 20;

  @AutoClose private Steward steward;
  private Http http;
  private TokenPair pair;
  @AutoClose private SlowClients crowd;

  @BeforeEach
  void start() {
    steward =
        Steward.serve(
            Folders.fresh("slow-clients"),
            Folders.WAR,
            Steward.environment(TestDatabase.create().url()));
    steward.awaitReady(Duration.ofSeconds(10));
    http = steward.http();
    http.post("/user/create/", TokenPair.credentials("ada@golden.example")).is(201);
    pair = TokenPair.logIn(http, "ada@golden.example");
    crowd = new SlowClients(URI.create(steward.url()).getPort());
  }

  @Test
  void slow_headers_do_not_delay_other_requests() {
    slowHeaders(MANY);
    nobodyElseWaits();
  }

  @Test
  void slow_bodies_do_not_delay_other_requests() {
    slowBodies(MANY);
    nobodyElseWaits();
  }

  @Test
  void slow_bodies_that_are_refused_do_not_delay_other_requests() {
    refusedBodies(MANY);
    nobodyElseWaits();
  }

  @Test
  void slow_chunks_do_not_delay_other_requests() {
    slowChunks(MANY);
    nobodyElseWaits();
  }

  @Test
  void slow_readers_do_not_delay_other_requests() {
    slowReaders(MANY);
    nobodyElseWaits();
  }

  @Test
  void all_kinds_of_slow_clients_together_do_not_delay_other_requests() {
    slowHeaders(FEW);
    slowBodies(FEW);
    refusedBodies(FEW);
    slowChunks(FEW);
    slowReaders(FEW);
    nobodyElseWaits();
  }

  private void slowHeaders(int count) {
    crowd.sending(count, "GET /health/live" + HOST + "X: ", "x");
  }

  private void slowBodies(int count) {
    crowd.sending(count, post("/user/obtain_token/") + "Content-Length: 1000\r\n\r\n{", " ");
  }

  private void refusedBodies(int count) {
    crowd.sending(count, post("/user/create/") + "Content-Length: 20000000\r\n\r\n{", " ");
  }

  private void slowChunks(int count) {
    crowd.sending(count, post("/user/update/") + "Transfer-Encoding: chunked\r\n\r\n3E8\r\n{", " ");
  }

  private void slowReaders(int count) {
    crowd.reading(count, ("GET /" + HOST + "\r\n").repeat(1_500));
  }

  private static String post(String path) {
    return "POST " + path + HOST + "Content-Type: application/json\r\n";
  }

  private void nobodyElseWaits() {
    crowd.awaitTrickle();
    for (int i = 0; i < REQUESTS; i++) {
      TokenPair.logIn(http, "ada@golden.example");
      http.get("/user/update/", "Authorization", pair.bearer()).is(200);
    }
    assertThat(steward.process().warnings()).isEmpty();
  }
}
