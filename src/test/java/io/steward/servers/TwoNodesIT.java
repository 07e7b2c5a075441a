package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes that start simultaneously on one empty database. */
@Tag("long")
class TwoNodesIT {
  private static final int NODES = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final TestDatabase database = TestDatabase.create();

  @Test
  void two_nodes_become_ready_and_migrate_the_schema_once() throws Exception {
    ExecutorService starters = Executors.newFixedThreadPool(NODES);
    List<Future<Steward>> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < NODES; i++) {
        Path folder = Folders.fresh("node-" + i);
        Map<String, String> environment = Steward.environment(database.url());
        nodes.add(starters.submit(() -> Steward.serve(folder, Folders.WAR, environment)));
      }
      for (Future<Steward> node : nodes) {
        node.get().awaitReady(PATIENCE);
        assertThat(node.get().process().warnings()).isEmpty();
      }
      assertThat(database.query("select version from flyway_schema_history where version <> ''"))
          .isNotEmpty()
          .doesNotHaveDuplicates();
      assertOneNodesTokenOpensTheOther(nodes.get(0).get(), nodes.get(1).get());
    } finally {
      starters.shutdown();
      for (Future<Steward> node : nodes) {
        node.get().close();
      }
    }
  }

  private static void assertOneNodesTokenOpensTheOther(Steward one, Steward other) {
    String ada = "{\"email\":\"ada@example.com\",\"password\":\"korrekt Pferd Batterie\"}";
    one.http().post("/user/create/", ada).is(201);
    String token = other.http().post("/user/obtain_token/", ada).is(200).member("token");
    one.http().get("/user/update/", "Authorization", "Bearer " + token).is(200);
  }
}
