package io.steward.oauth;

import io.steward.access.ClientAuthenticated;
import io.steward.api.MediaTypes;
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

/**
 * The revocations that this node knows, for programs that verify tokens themselves. They poll every
 * second, so responses come from memory.
 */
@Path("revocations")
@Produces(MediaTypes.JSON)
public final class RevocationListResource {
  /** The milliseconds since the list was last known to be complete. */
  private static final String AGE = "Revocations-Age";

  private final Revocations revocations;
  private volatile RevocationList list;

  public RevocationListResource(Revocations revocations) {
    this.revocations = revocations;
    this.list = RevocationList.of(revocations);
  }

  /** RFC 9110, 13.1.2: 304 if the client already has this list. */
  @GET
  @ClientAuthenticated
  public Response list(@Context HttpServletRequest request) {
    // Read before the list, so that the list is never older than this age.
    long age = revocations.staleness().toMillis();
    if (revocations.isStale()) {
      throw new ProblemException(ProblemType.UNDECIDED);
    }
    RevocationList current = current();
    EntityTag tag = new EntityTag(current.tag());
    boolean isKnown =
        IfNoneMatch.of(request.getHeaders(HttpHeaders.IF_NONE_MATCH)).contains(current.tag());
    Response.ResponseBuilder answer =
        isKnown ? Response.notModified() : Response.ok(current.json());
    return answer.tag(tag).header(AGE, age).build();
  }

  /** Concurrent calls may both build a new list, which is harmless. */
  private RevocationList current() {
    RevocationList known = list;
    if (known.version() == revocations.version()) {
      return known;
    }
    RevocationList fresh = RevocationList.of(revocations);
    list = fresh;
    return fresh;
  }
}
