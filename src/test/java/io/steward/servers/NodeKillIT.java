package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.servers.PersistentClient.Ledger;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TwoNodes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kills two nodes in turn while clients keep sending requests. */
@Tag("long")
class NodeKillIT {
  private static final int NODES = 2;
  private static final int CLIENTS = 3;
  private static final int KILLS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestDatabase database = TestDatabase.create();
  private final AtomicReferenceArray<Steward> nodes = new AtomicReferenceArray<>(NODES);

  @BeforeEach
  void start() {
    for (int i = 0; i < NODES; i++) {
      start(i, Folders.fresh("kill-" + i));
    }
  }

  @AfterEach
  void stop() {
    for (int i = 0; i < NODES; i++) {
      if (nodes.get(i) != null) {
        nodes.get(i).close();
      }
    }
  }

  private void start(int which, Path folder) {
    nodes.set(which, Steward.serve(folder, Folders.WAR, Steward.environment(database.url())));
    nodes.get(which).awaitReady(PATIENCE);
  }

  private Http anyNode() {
    return nodes.get(ThreadLocalRandom.current().nextInt(NODES)).http();
  }

  @Test
  void acknowledged_changes_survive_killed_nodes() throws Exception {
    AtomicBoolean going = new AtomicBoolean(true);
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Future<PersistentClient>> clients = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        PersistentClient client = new PersistentClient(TwoNodes.addUser(database), this::anyNode);
        clients.add(threads.submit(() -> client.use(going::get)));
      }
      killByTurns();
      going.set(false);
      for (Future<PersistentClient> client : clients) {
        assertKept(client.get());
      }
    } finally {
      going.set(false);
      threads.shutdown();
    }
  }

  /** Kills one node at a time, so that the other one is always up. */
  private void killByTurns() throws InterruptedException {
    for (int i = 0; i < KILLS; i++) {
      Thread.sleep(ThreadLocalRandom.current().nextInt(500, 2_000));
      nodes.get(i % NODES).process().kill();
      start(i % NODES, Folders.fresh("kill-again-" + i));
    }
  }

  private void assertKept(PersistentClient client) {
    assertThat(client.unanswered()).isPositive();
    assertThat(client.ledgers()).anyMatch(Ledger::isLoggedOut).anyMatch(l -> !l.isLoggedOut());
    for (Ledger ledger : client.ledgers()) {
      for (int i = 0; i < NODES; i++) {
        assertKept(ledger, nodes.get(i).http());
      }
    }
  }

  /**
   * Each node accepts the last refresh token of a session within the grace period, unless the
   * session was logged out.
   */
  private static void assertKept(Ledger ledger, Http node) {
    boolean good = !ledger.isLoggedOut();
    assertThat(ledger.first().opens(node)).isEqualTo(good);
    assertThat(ledger.last().opens(node)).isEqualTo(good);
    assertThat(ledger.last().refreshAt(node).status()).isEqualTo(good ? 200 : 401);
  }
}
