package io.steward.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Http;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node in a process that has run out of memory but continues, as in a container. */
final class OutOfMemoryIT {
  @AfterEach
  void forget() {
    OutOfMemory.onFirst(() -> {});
  }

  @Test
  void the_node_stays_not_ready_after_it_ran_out_of_memory() {
    try (TestServer server = TestServer.start(TestDatabase.create())) {
      Http node = new Http(server.url(""));
      node.get("/health/ready").is(200);
      OutOfMemory.examine(new IllegalStateException(new OutOfMemoryError()));
      for (int i = 0; i < 3; i++) {
        assertThat(node.get("/health/ready").isProblem(503).member("detail")).isEqualTo("memory");
        node.get("/health/live").is(200);
      }
    }
  }
}
