package io.steward.http.health;

import io.steward.access.Anyone;
import io.steward.api.MediaTypes;
import io.steward.background.OutOfMemory;
import io.steward.clock.ReferenceClock;
import io.steward.database.Database;
import io.steward.database.DatabaseServer;
import io.steward.node.Nodes;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.Revocations;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Readiness: whether all requests can be served. If not, one word names the missing part. */
@Path("health/ready")
@Produces(MediaTypes.JSON)
public final class ReadinessResource {
  private final Database database;
  private final Revocations revocations;
  private final Nodes nodes;
  private final ReferenceClock clock;
  private final DatabaseServer.Examination examination;
  private volatile boolean isLeaving;

  /**
   * Creates the resource.
   *
   * @param examination what the database must pass each time
   */
  public ReadinessResource(
      Database database,
      Revocations revocations,
      Nodes nodes,
      ReferenceClock clock,
      DatabaseServer.Examination examination) {
    this.database = database;
    this.revocations = revocations;
    this.nodes = nodes;
    this.clock = clock;
    this.examination = examination;
  }

  /** Reports this node as not ready from now on. */
  public void leave() {
    isLeaving = true;
  }

  @GET
  @Anyone
  public HealthResource.View ready() {
    demand(!isLeaving, "leaving");
    demand(database.isConnected() && database.server().isReady(examination), "database");
    demand(!OutOfMemory.hasHappened(), "memory");
    demand(!revocations.isStale(), "revocations");
    demand(clock.isRight(), "clock");
    demand(!nodes.isAtOdds(), "keys");
    return new HealthResource.View("ready");
  }

  private static void demand(boolean condition, String missing) {
    if (!condition) {
      throw new ProblemException(ProblemType.UNAVAILABLE, missing);
    }
  }
}
