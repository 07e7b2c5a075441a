package io.steward.gate;

import io.steward.access.Anyone;
import io.steward.access.Authenticated;
import io.steward.access.ClientAuthenticated;
import io.steward.oauth.client.OauthClient;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessToken;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.security.Principal;

/**
 * The lock inside Jersey. A descriptor can silently remove an annotated filter ({@code
 * metadata-complete}, a second mapping, an ordering without it). In that case this lock refuses
 * every request, including those that Jersey answers itself.
 */
@PreMatching
public final class SecondLock implements ContainerRequestFilter, DynamicFeature {
  private final Gate gate;

  public SecondLock(Gate gate) {
    this.gate = gate;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getProperty(Gate.ATTRIBUTE) != gate) {
      throw Gate.isMissing();
    }
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    if (resource.getResourceMethod().isAnnotationPresent(Authenticated.class)) {
      context.register(new CallerLock(AccessToken.class, ProblemType.NOT_AUTHENTICATED));
    } else if (resource.getResourceMethod().isAnnotationPresent(ClientAuthenticated.class)) {
      context.register(new CallerLock(OauthClient.class, ProblemType.INVALID_CLIENT));
    } else if (!resource.getResourceMethod().isAnnotationPresent(Anyone.class)) {
      context.register(new StrangersLock());
    }
  }

  /** Refuses Jersey's own methods: its response to OPTIONS, in a media type we do not offer. */
  private record StrangersLock() implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
      throw new ProblemException(ProblemType.NOT_ACCEPTABLE);
    }
  }

  /** Refuses callers of another kind than the method's annotation demands. */
  private record CallerLock(Class<? extends Principal> kind, ProblemType refusal)
      implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
      if (!kind.isInstance(request.getSecurityContext().getUserPrincipal())) {
        throw new ProblemException(refusal);
      }
    }
  }
}
