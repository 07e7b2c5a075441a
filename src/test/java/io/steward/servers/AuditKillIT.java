package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TokenPair;
import io.steward.testing.Visitor.Pair;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills a node under load: every acknowledged change must be in the audit, and every audit event
 * must have its change in the database.
 */
@Tag("long")
final class AuditKillIT {
  private static final int CLIENTS = 6;
  private static final int KILLS = 2;
  private static final String JSON = "application/json";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AtomicInteger USERS = new AtomicInteger();

  private final TestDatabase database = TestDatabase.create();
  private final Set<String> registered = ConcurrentHashMap.newKeySet();
  private final Set<String> loggedIn = ConcurrentHashMap.newKeySet();
  private final Set<String> loggedOut = ConcurrentHashMap.newKeySet();

  @Test
  void after_a_kill_every_acknowledged_change_is_audited_and_every_audit_event_has_its_change()
      throws Exception {
    Set<String> told = new HashSet<>();
    for (int i = 0; i < KILLS; i++) {
      Steward node =
          Steward.serve(
              Folders.fresh("audit-kill-" + i), Folders.WAR, Steward.environment(database.url()));
      node.awaitReady(PATIENCE);
      loadUntilKilled(node);
      node.process()
          .log()
          .lines()
          .filter(line -> line.contains(" io.steward.audit: ") && line.endsWith("}"))
          .map(line -> line.replaceFirst(".*\"request_id\":\"([^\"]*)\".*", "$1"))
          .forEach(told::add);
    }
    assertThat(registered).hasSizeGreaterThan(10);
    assertThat(audited("user_id", "registered")).containsAll(registered);
    assertThat(audited("session_id", "logged-in")).containsAll(loggedIn);
    assertThat(audited("session_id", "logged-out")).containsAll(loggedOut);

    assertThat(audited("user_id", "registered"))
        .containsExactlyInAnyOrderElementsOf(database.query("select id from users"));
    assertThat(audited("session_id", "logged-in"))
        .containsExactlyInAnyOrderElementsOf(
            database.query("select id from sessions union select session_id from revocations"));
    assertThat(audited("session_id", "logged-out"))
        .containsExactlyInAnyOrderElementsOf(database.query("select session_id from revocations"));
    assertThat(database.query("select request_id from audit")).containsAll(told);
  }

  private List<String> audited(String column, String event) {
    return database.query("select %s from audit where event = '%s'".formatted(column, event));
  }

  private void loadUntilKilled(Steward node) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<Boolean>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> use(node.http())));
      }
      Thread.sleep(ThreadLocalRandom.current().nextInt(3_000, 4_000));
      node.process().kill();
      for (Future<Boolean> client : clients) {
        assertThat(client.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Continues until the node no longer responds. */
  private boolean use(Http node) {
    try {
      while (true) {
        String credentials =
            TokenPair.credentials("killed-" + USERS.incrementAndGet() + "@nodes.example");
        registered.add(ask(node, "create", credentials).is(201).member("id"));
        ServerAnswer tokens = ask(node, "obtain_token", credentials).is(200);
        Pair pair = new Pair(tokens.member("token"), tokens.member("refresh_token"));
        loggedIn.add(pair.sessionId());
        ask(node, "revoke_token", "{\"refresh_token\":\"" + pair.refresh() + "\"}").is(204);
        loggedOut.add(pair.sessionId());
      }
    } catch (IOException e) {
      return true;
    }
  }

  private static ServerAnswer ask(Http node, String what, String json) throws IOException {
    return node.exchange("POST", "/user/" + what + "/", json, "Content-Type", JSON);
  }
}
