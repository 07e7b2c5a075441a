package io.steward.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.jwt.JwtAlgorithm;
import io.steward.testing.Answer;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.LogLines;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.Visitor.Pair;
import io.steward.token.key.KeyFile;
import io.steward.token.key.StoredKey;
import io.steward.token.key.rotation.KeyRotation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes whose keys change while they are in use, and nodes that have different keys. */
final class KeyRotationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration DELAY = Duration.ofSeconds(3);
  private static final Duration USE = Duration.ofDays(8);
  private static final String OTHER_SECRET = "another-secret-of-good-length-Xy7Qw3Lk9";

  private final TestDatabase database = TestDatabase.create();
  private final Path path = Folders.fresh("key-rotation").resolve("keys.json");
  private final KeyFile file = new KeyFile(path, JwtAlgorithm.HS256);
  private final List<TestServer> nodes = new ArrayList<>();

  @BeforeEach
  void generate() throws Exception {
    file.create(List.of(KeyRotation.fresh(JwtAlgorithm.HS256, now())));
  }

  @AfterEach
  void stop() {
    nodes.forEach(TestServer::close);
  }

  private static Instant now() {
    return Instant.ofEpochSecond(Instant.now().getEpochSecond());
  }

  private Caller node(Map<String, String> settings) {
    nodes.add(TestServer.start(database, settings));
    return new Caller(nodes.get(nodes.size() - 1));
  }

  private Caller nodeOfFile() {
    return node(Map.of("jwt.secret", "", "jwt.keys_file", path.toString()));
  }

  /** Adds a key, and returns its id. */
  private String rotate(Duration delay) {
    try {
      List<StoredKey> after =
          new KeyRotation(JwtAlgorithm.HS256, delay, USE).rotated(file.read(now()), now());
      file.write(after);
      return after.get(after.size() - 1).id();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitSigning(Visitor visitor, String keyId) {
    Await.until(
        "new tokens are signed with the key " + keyId,
        PATIENCE,
        () -> visitor.logIn().keyId().equals(keyId));
  }

  @Test
  void after_a_rotation_old_tokens_stay_valid_and_the_new_key_signs() {
    Visitor ada = Visitor.arrive(database, nodeOfFile());
    Pair old = ada.logIn();
    Pair other = ada.logIn();
    String fresh = rotate(DELAY);
    assertThat(ada.logIn().keyId()).isEqualTo(old.keyId()).isNotEqualTo(fresh);
    awaitSigning(ada, fresh);
    ada.read(old).assertStatus(200);
    Pair next = ada.refreshed(old);
    assertThat(next.keyId()).isEqualTo(fresh);
    assertThat(ada.refreshed(next).keyId()).isEqualTo(fresh);
    ada.logOutAsBearer(other, "{}").assertStatus(204);
    assertThat(ada.refresh(other).status()).isEqualTo(401);
  }

  @Test
  void a_new_key_does_not_sign_before_its_delay_has_passed() throws InterruptedException {
    Visitor ada = Visitor.arrive(database, nodeOfFile());
    String before = ada.logIn().keyId();
    String fresh = rotate(Duration.ofMinutes(10));
    Thread.sleep(2_500);
    assertThat(ada.logIn().keyId()).isEqualTo(before).isNotEqualTo(fresh);
  }

  @Test
  void a_second_tab_gets_the_same_successor_despite_a_key_rotation() {
    Visitor ada = Visitor.arrive(database, nodeOfFile());
    Pair first = ada.logIn();
    String successor = ada.refreshed(first).refresh();
    awaitSigning(ada, rotate(Duration.ZERO));
    Pair again = ada.refreshed(first);
    assertThat(again.refresh()).isEqualTo(successor);
    ada.refreshed(again);
  }

  @Test
  void tokens_of_a_removed_key_are_rejected() throws Exception {
    Visitor ada = Visitor.arrive(database, nodeOfFile());
    Pair old = ada.logIn();
    String fresh = rotate(Duration.ZERO);
    awaitSigning(ada, fresh);
    Pair kept = ada.logIn();
    file.write(file.read(now()).stream().filter(key -> key.id().equals(fresh)).toList());
    Await.until("the token is refused", PATIENCE, () -> ada.read(old).status() == 401);
    assertThat(ada.read(old).text("detail")).isEqualTo("Error decoding signature.");
    assertThat(ada.refresh(old).assertStatus(401).text("detail"))
        .isEqualTo("Invalid refresh token.");
    ada.logOut(old).assertStatus(204);
    assertThat(database.query("select id from sessions where id = '" + old.sessionId() + "'"))
        .hasSize(1);
    ada.read(ada.refreshed(kept)).assertStatus(200);
  }

  @Tag("long")
  @Test
  void no_request_fails_during_three_key_rotations_under_load() throws Exception {
    List<Caller> callers = List.of(nodeOfFile(), nodeOfFile());
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<Integer>> done = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        done.add(threads.submit(load(callers, over)));
      }
      Visitor watcher = Visitor.arrive(database, callers.get(0));
      for (int i = 0; i < 3; i++) {
        awaitSigning(watcher, rotate(DELAY));
      }
      assertThat(file.read(now())).hasSize(4);
    } finally {
      over.set(true);
      threads.shutdown();
    }
    for (Future<Integer> requests : done) {
      assertThat(requests.get()).isGreaterThan(100);
    }
  }

  /** Uses the tokens from each node at the other node, which must accept them. */
  private Callable<Integer> load(List<Caller> callers, AtomicBoolean over) {
    Visitor ada = Visitor.arrive(database, callers.get(0));
    return () -> {
      int requests = 0;
      while (!over.get()) {
        Visitor here = ada.at(callers.get(requests % 2));
        Visitor there = ada.at(callers.get((requests + 1) % 2));
        Pair pair = here.logIn();
        there.read(pair).assertStatus(200);
        for (int i = 0; i < 5; i++) {
          pair = there.refreshed(pair);
          here.read(pair).assertStatus(200);
          Thread.sleep(20);
        }
        requests += 13;
      }
      return requests;
    };
  }

  @Test
  void if_two_nodes_have_different_keys_the_later_one_is_not_ready_and_logs_why() {
    Caller earlier = node(Map.of());
    List<Caller> later = new ArrayList<>();
    List<String> log =
        LogLines.of(
            "io.steward.node",
            () -> {
              later.add(node(Map.of("jwt.secret", OTHER_SECRET)));
              awaitReadiness(later.get(0), 503);
            });
    Answer refusal = later.get(0).get("/health/ready").assertProblem(503, Map.of());
    assertThat(refusal.text("detail")).isEqualTo("keys");
    assertThat(log)
        .singleElement()
        .asString()
        .startsWith("SEVERE")
        .contains("STEWARD_JWT_SECRET", "STEWARD_JWT_KEYS_FILE")
        .doesNotContain(OTHER_SECRET, TestServer.SECRET);
    earlier.get("/health/ready").assertStatus(200);
    later.get(0).get("/health/live").assertStatus(200);

    nodes.remove(0).close();
    awaitReadiness(later.get(0), 200);
  }

  @Test
  void a_node_with_a_keys_file_and_one_with_a_secret_are_in_conflict() {
    Caller earlier = nodeOfFile();
    Caller later = node(Map.of());
    awaitReadiness(later, 503);
    earlier.get("/health/ready").assertStatus(200);
  }

  @Tag("long")
  @Test
  void nodes_with_the_same_keys_are_ready_even_before_a_new_key_signs()
      throws InterruptedException {
    List<Caller> callers = List.of(nodeOfFile(), nodeOfFile());
    rotate(Duration.ofSeconds(7));
    long end = System.nanoTime() + Duration.ofSeconds(12).toNanos();
    while (System.nanoTime() < end) {
      callers.forEach(caller -> caller.get("/health/ready").assertStatus(200));
      Thread.sleep(200);
    }
  }

  @Test
  void nodes_with_the_same_secret_are_ready() {
    List<Caller> callers = List.of(node(Map.of()), node(Map.of()));
    callers.forEach(caller -> caller.get("/health/ready").assertStatus(200));
    assertThat(database.query("select distinct signing_key from nodes")).hasSize(1);
  }

  private static void awaitReadiness(Caller caller, int status) {
    Await.until(
        "/health/ready answers " + status,
        PATIENCE,
        () -> caller.get("/health/ready").status() == status);
  }
}
