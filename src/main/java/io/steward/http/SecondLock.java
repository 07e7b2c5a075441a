package io.steward.http;

import io.steward.api.Anyone;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessToken;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/**
 * The lock inside Jersey. A descriptor can make an annotated filter disappear without a word
 * ({@code metadata-complete}, a second mapping, an ordering that leaves it out): then nothing here
 * is answered.
 */
final class SecondLock implements DynamicFeature {
  private final Gate gate;

  SecondLock(Gate gate) {
    this.gate = gate;
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    boolean open = resource.getResourceMethod().isAnnotationPresent(Anyone.class);
    context.register(new Lock(gate, open));
  }

  private record Lock(Gate gate, boolean open) implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
      if (request.getProperty(Gate.ATTRIBUTE) != gate) {
        throw new ProblemException(
            ProblemType.INTERNAL_ERROR,
            new IllegalStateException("the access token filter is not in place: see web.xml"));
      }
      if (!open && !(request.getSecurityContext().getUserPrincipal() instanceof AccessToken)) {
        throw new ProblemException(ProblemType.NOT_AUTHENTICATED);
      }
    }
  }
}
