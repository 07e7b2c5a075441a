package io.steward.gateway.portal.host;

import io.steward.access.Anyone;
import io.steward.api.MediaTypes;
import io.steward.gateway.portal.Visitors;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessToken;
import io.steward.token.InvalidTokenException;
import io.steward.uri.host.HostName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * The page that says that the rules refuse a request. It is for proxies that cannot pass on the
 * page in the response to their authorization request. It makes no decision itself.
 */
@Path(".steward/forbidden")
public final class HostRefusalPage {
  private final Optional<Visitors> visitors;

  /**
   * Creates an instance.
   *
   * @param visitors empty if there are no portals
   */
  public HostRefusalPage(Optional<Visitors> visitors) {
    this.visitors = visitors;
  }

  @GET
  @Anyone
  public Response refuse(@Context HttpServletRequest request) {
    ProblemException refusal =
        visitors
            .flatMap(people -> token(people, request))
            .map(token -> ProblemException.forbidden(token.subject().called()))
            .orElseGet(() -> new ProblemException(ProblemType.FORBIDDEN));
    return Response.status(refusal.type().status())
        .type(MediaTypes.PROBLEM)
        .entity(refusal)
        .build();
  }

  private static Optional<AccessToken> token(Visitors people, HttpServletRequest request) {
    try {
      return HostName.canonical(request.getServerName())
          .flatMap(host -> people.token(host, request.getHeaders("Cookie")));
    } catch (InvalidTokenException e) {
      return Optional.empty();
    }
  }
}
