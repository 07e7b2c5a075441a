package io.steward.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.testing.Await;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Permissions while the database does not answer. */
final class PermissionOutageIT {
  private final TestDatabase database = TestDatabase.create();
  private final Permissions permissions = new Permissions(Duration.ofSeconds(2));

  private String state() {
    try {
      return permissions.has(TestTokens.of(7, Set.of("staff")), "reports.add")
          ? "granted"
          : "denied";
    } catch (ProblemException e) {
      return e.type() == ProblemType.UNDECIDED ? "undecided" : e.type().name();
    }
  }

  @Test
  void a_permission_taken_away_before_an_outage_applies_only_until_the_staleness_limit()
      throws Exception {
    try (TestServer server = TestServer.start(database)) {
      assertThat(server.port()).isPositive();
      check();
    }
  }

  private void check() throws Exception {
    database.execute("insert into groups (name) values ('staff')");
    database.execute("insert into permissions (code, name) values ('reports.add', 'Add')");
    database.execute(
        "insert into group_permissions (group_id, permission_id)"
            + " select g.id, p.id from groups g, permissions p");
    assertThat(state()).isEqualTo("undecided");
    try (Connection connection = DriverManager.getConnection(database.url())) {
      permissions.read(connection);
      assertThat(state()).isEqualTo("granted");
      database.execute("delete from group_permissions");
      assertThat(state()).isEqualTo("granted");
      Await.until("the limit", Duration.ofSeconds(10), () -> state().equals("undecided"));
      permissions.read(connection);
      assertThat(state()).isEqualTo("denied");
    }
  }
}
