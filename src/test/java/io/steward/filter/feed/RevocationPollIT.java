package io.steward.filter.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.steward.clock.ReferenceClock;
import io.steward.settings.source.Secret;
import io.steward.testing.Await;
import io.steward.testing.ChildProcess;
import io.steward.testing.Folders;
import io.steward.testing.MovedClock;
import io.steward.token.BulkRevocation;
import io.steward.token.Revocations;
import io.steward.token.ended.EndedSession;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

/** A portal's poll for revocations, against a simulated Steward. */
final class RevocationPollIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final long LATER = 1L << 40;
  private static final String ONE_ROW =
      "{\"sid\":\"a\",\"exp\":" + LATER + ",\"kind\":\"revoked\"}";
  private static final String ONE = "{\"revocations\":[" + ONE_ROW + "]}";
  private static final int MILLION = 1_000_000;

  private final Revocations revocations = new Revocations(Duration.ofSeconds(60));
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer steward;
  private RevocationPoll poll;
  private volatile int status = 200;
  private volatile String body = ONE;
  private volatile String age = "5";
  private volatile String time = String.valueOf(System.currentTimeMillis());
  private final MovedClock wall = new MovedClock();
  private final ReferenceClock clock = new ReferenceClock(wall);
  private volatile String position = "";
  private final List<String> queries = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    steward = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    steward.setExecutor(Executors.newCachedThreadPool());
    steward.createContext("/revocations", this::answer);
    steward.start();
    URI url = URI.create("http://127.0.0.1:" + steward.getAddress().getPort() + "/revocations");
    poll =
        new RevocationPoll(
            new FeedSettings(url, new Secret("Basic YTpi")), revocations, clock, PAUSE);
  }

  @AfterEach
  void stop() {
    poll.close();
    steward.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String tag = exchange.getRequestHeaders().getFirst("If-None-Match");
    asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + tag);
    queries.add(String.valueOf(exchange.getRequestURI().getRawQuery()));
    if (!position.isEmpty()) {
      exchange.getResponseHeaders().add("Revocations-Position", position);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Revocations-Time", time);
    if (!age.isEmpty()) {
      exchange.getResponseHeaders().add("Revocations-Age", age);
    }
    exchange.getResponseHeaders().add("ETag", "\"t\"");
    exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
    boolean known = "\"t\"".equals(tag) && status == 200;
    exchange.sendResponseHeaders(known ? 304 : status, known ? -1 : bytes.length);
    if (!known) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Test
  void the_poll_learns_revocations_and_asks_only_for_changed_lists() {
    assertThat(revocations.isStale()).isTrue();
    poll.start();
    Await.until("the poll asks a second time", PATIENCE, () -> asked.size() > 1);
    assertThat(asked.get(0)).isEqualTo("Basic YTpi null");
    assertThat(asked.get(1)).isEqualTo("Basic YTpi \"t\"");
    assertThat(revocations.all()).containsExactly(new EndedSession("a", LATER, false));
    assertThat(revocations.isStale()).isFalse();
  }

  @Test
  void the_poll_asks_only_for_what_is_new_and_after_a_refusal_for_everything() {
    position = "p1";
    poll.start();
    Await.until("the poll asks a second time", PATIENCE, () -> queries.size() > 1);
    position = "p2";
    Await.until("the poll continues", PATIENCE, () -> queries.contains("since=p2"));
    assertThat(List.copyOf(queries).subList(0, 2)).containsExactly("null", "since=p1");
    assertThat(asked).doesNotContain("Basic YTpi \"t\"");
    status = 400;
    queries.clear();
    Await.until("the poll asks for everything", PATIENCE, () -> queries.contains("null"));
  }

  @ParameterizedTest
  @CsvSource({"503, {}, since=p1", "400, {}, null", "200, {, null"})
  void the_poll_continues_after_an_outage_but_not_after_a_malformed_response(
      int code, String text, String next) {
    position = "p1";
    poll.start();
    Await.until("the poll has a position", PATIENCE, () -> queries.contains("since=p1"));
    body = text;
    status = code;
    int before = queries.size();
    // The first may have been answered before the change.
    Await.until("the poll asks after a failure", PATIENCE, () -> queries.size() > before + 3);
    assertThat(queries.get(before + 3)).isEqualTo(next);
  }

  @Test
  void the_poll_learns_ends_of_many_sessions() {
    body =
        "{\"revocations\":[],\"bulk\":[{\"user_id\":7,\"version\":2,\"except_sid\":\"a\","
            + "\"issued_before\":0,\"exp\":1099511627776,\"kind\":\"revoked\"}]}";
    poll.start();
    Await.until("the poll has read the list", PATIENCE, () -> !revocations.isStale());
    assertThat(revocations.bulk()).containsExactly(new BulkRevocation(7, 2, "a", 0, LATER, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {}                                        | 5",
        "503 | {}                                        | 5",
        "302 | {}                                        | 5",
        "204 |                                           | 5",
        "200 | {                                         | 5",
        "200 | {}                                        | 5",
        "200 | []                                        | 5",
        "200 | {\"revocations\":{}}                      | 5",
        "200 | {\"revocations\":[1]}                     | 5",
        "200 | {\"revocations\":[{\"sid\":\"a\"}]}       | 5",
        "200 | {\"revocations\":[{\"sid\":\"a\",\"exp\":\"1\"}]} | 5",
        "200 | {\"revocations\":[],\"bulk\":{}}          | 5",
        "200 | {\"revocations\":[],\"bulk\":[{\"user_id\":7}]} | 5",
        "200 | {\"revocations\":[{\"sid\":\"a\",\"exp\":1099511627776},{\"sid\":\"b\",\"e | 5",
        "200 | {\"revocations\":[{\"sid\":\"a\",\"exp\":1099511627776}] | 5",
        "200 | {\"revocations\":[{\"sid\":\"a\",\"exp\":1099511627776},{\"sid\":7}]} | 5",
        "200 | {\"revocations\":[{\"sid\":\"a\",\"exp\":1099511627776},[]]} | 5",
        "200 | {\"revocations\":[{\"sid\":\"a\",\"sid\":\"b\",\"exp\":1099511627776}]} | 5",
        "200 | {\"revocations\":[],\"revocations\":[]}     | 5",
        "200 | {\"revocations\":[]} {}                   | 5",
        "200 | {\"revocations\":[]}                      |",
        "200 | {\"revocations\":[]}                      | -5",
        "200 | {\"revocations\":[]}                      | soon",
        "200 | {\"revocations\":[]}                      | 61000",
      })
  void malformed_or_outdated_responses_do_not_make_tokens_valid(int code, String text, String old) {
    status = code;
    body = text == null ? "" : text;
    age = old == null ? "" : old;
    poll.start();
    Await.until("the poll asks twice", PATIENCE, () -> asked.size() > 1);
    assertThat(revocations.isStale()).isTrue();
    assertThat(revocations.all()).isEmpty();
    status = 200;
    body = ONE;
    age = "5";
    Await.until("the poll receives a valid list", PATIENCE, () -> !revocations.isStale());
  }

  @Test
  void the_poll_ignores_what_later_versions_of_steward_may_add() {
    body =
        ONE.replace("[{", "[{\"why\":{\"sid\":\"b\",\"by\":[{\"exp\":1}]},\"at\":null,")
            .replace("]}", "],\"more\":{\"bulk\":[1,{\"sid\":\"c\"}]},\"count\":1}");
    poll.start();
    Await.until("the poll has read the list", PATIENCE, () -> !revocations.isStale());
    assertThat(revocations.all()).containsExactly(new EndedSession("a", LATER, false));
  }

  /** The whole list would be 70 MB of text, and five times as much as objects. */
  @Test
  @Tag("long")
  void a_million_revocations_are_read_twice_in_a_small_heap() {
    steward.createContext("/million", RevocationPollIT::answerMillion);
    String path =
        Stream.of(RevocationPoll.class, SmallHeap.class, JsonUtil.class, Logger.class)
            .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
            .collect(Collectors.joining(File.pathSeparator));
    String url = "http://127.0.0.1:" + steward.getAddress().getPort() + "/million";
    List<String> arguments =
        List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError", "-cp", path, SmallHeap.class.getName());
    try (ChildProcess child =
        ChildProcess.java(
            Folders.fresh("small-heap"),
            Stream.concat(arguments.stream(), Stream.of(url)).toList(),
            Map.of())) {
      assertThat(child.awaitExit(Duration.ofMinutes(3))).isZero();
      assertThat(child.out()).isEqualTo(MILLION + " in memory");
      assertThat(child.warnings()).isEmpty();
    }
  }

  private static void answerMillion(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Revocations-Age", "5");
    exchange.sendResponseHeaders(200, 0);
    try (Writer out =
        new OutputStreamWriter(
            new BufferedOutputStream(exchange.getResponseBody()), StandardCharsets.US_ASCII)) {
      out.write("{\"revocations\":[");
      for (int i = 0; i < MILLION; i++) {
        String sid = "A".repeat(15) + (MILLION + i);
        out.write((i == 0 ? "" : ",") + ONE_ROW.replace("\"a\"", "\"" + sid + "\""));
      }
      out.write("]}");
    }
  }

  @Test
  void a_wall_clock_that_jumps_ahead_forgets_no_revocation() {
    long soon = System.currentTimeMillis() / 1_000 + 600;
    body = ONE.replace(String.valueOf(LATER), String.valueOf(soon));
    wall.setAhead(Duration.ofDays(1));
    poll.start();
    Await.until("the poll asks often", PATIENCE, () -> asked.size() > 3);
    assertThat(revocations.size()).isOne();
    time = String.valueOf((soon + 1) * 1_000);
    int now = asked.size();
    Await.until("the poll asks again", PATIENCE, () -> asked.size() > now + 2);
    assertThat(clock.millis()).isGreaterThan(soon * 1_000);
    assertThat(revocations.size()).isOne();
  }

  @Test
  void closing_the_poll_ends_a_pending_request() {
    CountDownLatch never = new CountDownLatch(1);
    steward.removeContext("/revocations");
    steward.createContext("/revocations", exchange -> await(never));
    poll.start();
    poll.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("steward-revocation-poll"));
    never.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
