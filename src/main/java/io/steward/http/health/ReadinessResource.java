package io.steward.http.health;

import io.steward.access.Anyone;
import io.steward.api.MediaTypes;
import io.steward.background.OutOfMemory;
import io.steward.clock.ReferenceClock;
import io.steward.database.Database;
import io.steward.database.DatabaseServer;
import io.steward.mail.delivery.MailBacklog;
import io.steward.node.Nodes;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.Revocations;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Readiness: whether all requests can be served. If not, one word names the missing part. */
@Path("health/ready")
@Produces(MediaTypes.JSON)
public final class ReadinessResource {
  private final Database database;
  private final Node node;
  private final DatabaseServer.Examination examination;
  private final Optional<Supplier<MailBacklog>> mail;
  private volatile boolean isLeaving;

  /** What this node must know to serve. */
  public record Node(Revocations revocations, Nodes nodes, ReferenceClock clock) {}

  /**
   * Creates the resource.
   *
   * @param examination what the database must pass each time
   * @param mail the mail that waits; empty if mail is off
   */
  public ReadinessResource(
      Database database,
      Node node,
      DatabaseServer.Examination examination,
      Optional<Supplier<MailBacklog>> mail) {
    this.database = database;
    this.node = node;
    this.examination = examination;
    this.mail = mail;
  }

  /** Reports this node as not ready from now on. */
  public void leave() {
    isLeaving = true;
  }

  @GET
  @Anyone
  public Map<String, Object> ready() {
    demand(!isLeaving, "leaving");
    demand(database.isConnected() && database.server().isReady(examination), "database");
    demand(!OutOfMemory.hasHappened(), "memory");
    demand(!node.revocations().isStale(), "revocations");
    demand(node.clock().isRight(), "clock");
    demand(!node.nodes().isAtOdds(), "keys");
    Map<String, Object> state = new LinkedHashMap<>(Map.of("status", "ready"));
    // Waiting mail is no reason to send requests to other nodes.
    mail.ifPresent(backlog -> state.put("mail", backlog.get()));
    return state;
  }

  private static void demand(boolean condition, String missing) {
    if (!condition) {
      throw new ProblemException(ProblemType.UNAVAILABLE, missing);
    }
  }
}
