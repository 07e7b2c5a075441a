package io.steward.oauth;

import io.steward.access.ClientAuthenticated;
import io.steward.api.MediaTypes;
import io.steward.api.Query;
import io.steward.log.Log;
import io.steward.node.FeedPosition;
import io.steward.node.RecentRevocations;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.Revocations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;

/**
 * The revocations that this node knows, for programs that verify tokens themselves. They poll every
 * second, so whole lists come from memory.
 */
@Path("revocations")
@Produces(MediaTypes.JSON)
public final class RevocationListResource {
  /** The milliseconds since the list was last known to be complete. */
  private static final String AGE = "Revocations-Age";

  /** The position from which the client can continue with {@code since}. */
  private static final String POSITION = "Revocations-Position";

  /** The database's time, in milliseconds since 1970. Clients use it as their clock. */
  private static final String TIME = "Revocations-Time";

  private static final String SINCE = "since";
  private static final Log LOG = Log.of("io.steward.oauth");

  private final Revocations revocations;
  private final RecentRevocations recent;
  private final Clock clock;
  private volatile Known known;

  public RevocationListResource(Revocations revocations, RecentRevocations recent, Clock clock) {
    this.revocations = revocations;
    this.recent = recent;
    this.clock = clock;
    this.known = new Known(revocations.version(), RevocationList.of(revocations));
  }

  /** The list of all revocations, and the version that it shows. */
  private record Known(long version, RevocationList list) {}

  /**
   * Answers with all revocations, or with those recorded since an earlier answer. Answers 304 if
   * the client already has this list (RFC 9110, 13.1.2).
   */
  @GET
  @ClientAuthenticated
  public Response list(@Context HttpServletRequest request) {
    Optional<FeedPosition> since = since(request);
    // Read before the list, so that the list is never older than this age.
    long age = revocations.staleness().toMillis();
    if (revocations.isStale()) {
      throw new ProblemException(ProblemType.UNDECIDED);
    }
    RevocationList current = since.flatMap(this::recent).orElseGet(this::whole);
    boolean isKnown =
        IfNoneMatch.of(request.getHeaders(HttpHeaders.IF_NONE_MATCH)).contains(current.tag());
    Response.ResponseBuilder answer =
        isKnown ? Response.notModified() : Response.ok(current.json());
    return answer
        .tag(new EntityTag(current.tag()))
        .header(AGE, age)
        .header(TIME, clock.millis())
        .header(POSITION, current.position())
        .build();
  }

  private static Optional<FeedPosition> since(HttpServletRequest request) {
    return new Query(request.getQueryString())
        .value(SINCE)
        .map(text -> FeedPosition.parse(text).orElseThrow(() -> Query.invalidCursor(SINCE)));
  }

  /** The revocations since a position; empty if the client needs the whole list. */
  private Optional<RevocationList> recent(FeedPosition since) {
    try {
      return recent
          .since(since)
          .map(r -> RevocationList.of(r.position().text(), r.sessions(), r.bulk()));
    } catch (ProblemException e) {
      LOG.debug("recent revocations not readable; sending the whole list", e);
      return Optional.empty();
    }
  }

  /** Concurrent calls may both build a new list, which is harmless. */
  private RevocationList whole() {
    Known last = known;
    // Read before the version, because a list must contain everything up to its position.
    String position = revocations.position();
    long version = revocations.version();
    if (last.version() == version) {
      return last.list().at(position);
    }
    RevocationList fresh = RevocationList.of(revocations);
    known = new Known(version, fresh);
    return fresh.at(position);
  }
}
