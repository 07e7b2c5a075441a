package io.steward.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.LateBody;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bodies that arrive after their headers: late, slowly, too large, or not at all. */
final class LateBodyIT {
  private static final String MIB = " ".repeat(1024 * 1024);
  private static final int MOST_LARGE = 256;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @AutoClose private static final TestServer server = TestServer.start(TestDatabase.create());
  private static final Caller caller = new Caller(server);

  @BeforeAll
  static void start() {
    caller.register("ada@golden.example", Caller.PASSWORD).assertStatus(201);
  }

  private static LateBody post(String path, String... framing) {
    Map<String, String> headers = new HashMap<>(Map.of("Content-Type", "application/json"));
    headers.put(framing[0], framing[1]);
    return LateBody.of(server, "POST", path, headers);
  }

  private static LateBody sized(String path, int length) {
    return post(path, "Content-Length", String.valueOf(length));
  }

  private static LateBody chunked(String path) {
    return post(path, "Transfer-Encoding", "chunked");
  }

  @Test
  void a_body_sent_in_pieces_is_read_and_the_connection_stays_open() {
    String live = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (LateBody late = rename()) {
      Answer answer = late.then("{\"last_name\"").then(":\"L\"}").answer();
      assertThat(answer.assertStatus(200).text("last_name")).isEqualTo("L");
      late.then(live).answer().assertStatus(200);
      late.then(live).answer().assertStatus(200);
    }
  }

  private static LateBody rename() {
    Map<String, String> head = new HashMap<>(Caller.bearer(caller.token("ada@golden.example")));
    head.putAll(Map.of("Content-Length", "17", "Content-Type", "application/json"));
    return LateBody.of(server, "PATCH", "/user/update/", head);
  }

  @Test
  void chunks_sent_in_pieces_are_read() {
    try (LateBody late = chunked("/user/create/")) {
      Answer answer =
          late.then("1").then("\r\n{\r").then("\n1\r\n}\r\n").then("0\r\n\r\n").answer();
      assertThat(answer.assertStatus(400).json()).containsKeys("email", "password");
    }
  }

  @Test
  void a_late_body_does_not_bypass_authentication() {
    Map<String, String> head = Map.of("Content-Length", "2", "Content-Type", "application/json");
    try (LateBody late = LateBody.of(server, "PATCH", "/user/update/", head)) {
      late.then("{}").answer().assertDiscreet().assertProblem(401, Map.of());
    }
  }

  @Tag("long")
  @Test
  void a_body_that_arrives_too_slowly_is_refused_after_the_time_limit() {
    try (LateBody late = sized("/user/create/", 60_000);
        LateBody chunks = chunked("/user/update/")) {
      refused(late.drip(" "), late, 408);
      refused(chunks.drip("1\r\n \r\n"), chunks, 408);
    }
  }

  @Tag("long")
  @Test
  void a_missing_body_is_refused_after_the_time_limit() {
    try (LateBody late = sized("/user/create/", 2);
        LateBody chunks = chunked("/user/create/")) {
      chunks.then("1\r\n");
      refused(late.answer(), late, 408);
      refused(chunks.answer(), chunks, 408);
    }
  }

  @Test
  void the_rest_of_a_slightly_oversized_body_is_read_so_that_the_client_gets_the_413() {
    try (LateBody late = sized("/user/create/", MIB.length());
        LateBody chunks = chunked("/user/create/")) {
      late.then(MIB).answer().assertDiscreet().assertProblem(413, Map.of());
      chunks.then("fffff\r\n" + MIB.substring(1) + "\r\n").then("0\r\n\r\n");
      chunks.answer().assertDiscreet().assertProblem(413, Map.of());
    }
  }

  @Test
  void a_body_far_over_the_limit_is_refused_without_reading_the_rest() {
    try (LateBody late = sized("/user/update/", MIB.length() + 1);
        LateBody chunks = chunked("/user/create/")) {
      chunks.then("100001\r\n" + MIB + " ");
      refused(chunks.answer(), chunks, 413);
      refused(late.answer(), late.then(MIB + " "), 413);
    }
  }

  @Test
  void the_number_of_large_pending_bodies_is_limited_while_small_ones_are_read() {
    List<LateBody> many = new ArrayList<>();
    try {
      for (int i = 0; i < MOST_LARGE; i++) {
        many.add(sized("/user/create/", 9_000));
      }
      many.forEach(late -> late.then(" ".repeat(5_000)));
      Await.until("large bodies are refused", PATIENCE, () -> statusOfLarge() == 503);
      try (LateBody small = sized("/user/create/", 2)) {
        small.then("{}").answer().assertStatus(400);
      }
    } finally {
      many.forEach(LateBody::close);
    }
    Await.until("large bodies are read again", PATIENCE, () -> statusOfLarge() == 400);
  }

  private static int statusOfLarge() {
    try (LateBody late = sized("/user/create/", 9_000)) {
      return late.then(" ".repeat(8_998) + "{}").answer().status();
    }
  }

  private static void refused(Answer answer, LateBody late, int status) {
    answer.assertDiscreet().assertProblem(status, Map.of());
    assertThat(answer.header("Connection")).isEqualTo("close");
    assertThat(late.isHungUp()).isTrue();
  }
}
