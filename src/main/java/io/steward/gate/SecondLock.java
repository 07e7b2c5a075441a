package io.steward.gate;

import io.steward.access.Access;
import io.steward.gate.caller.ScriptRequest;
import io.steward.oauth.client.OauthClient;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.browser.BrowserSession;
import io.steward.token.AccessToken;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Enforces access a second time, inside Jersey. A {@code web.xml} can silently disable an annotated
 * filter ({@code metadata-complete}, another mapping, an ordering that omits it). If that happens
 * to the gate's filter, this lock refuses every request, including those that Jersey answers
 * itself.
 */
@PreMatching
public final class SecondLock implements ContainerRequestFilter, DynamicFeature {
  private static final Locks LOCKS = new Locks();

  private final Gate gate;

  public SecondLock(Gate gate) {
    this.gate = gate;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getProperty(Gate.ATTRIBUTE) != gate) {
      throw Gate.bypassed();
    }
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Method method = resource.getResourceMethod();
    Optional<ContainerRequestFilter> lock =
        Route.isEndpoint(method) ? Access.of(method).by(LOCKS) : Optional.of(new JerseyLock());
    lock.ifPresent(context::register);
  }

  /** The lock for each kind of access. */
  private static final class Locks implements Access.Cases<Optional<ContainerRequestFilter>> {

    @Override
    public Optional<ContainerRequestFilter> anyone() {
      return Optional.empty();
    }

    @Override
    public Optional<ContainerRequestFilter> proxy() {
      return Optional.of(
          new CallerLock(
              request -> request.getProperty(Gate.PROXY_ATTRIBUTE) != null, ProblemType.FORBIDDEN));
    }

    @Override
    public Optional<ContainerRequestFilter> bearer() {
      return Optional.of(
          new CallerLock(
              request -> isBearer(request) && !isScript(request), ProblemType.NOT_AUTHENTICATED));
    }

    @Override
    public Optional<ContainerRequestFilter> bearerOrScript() {
      return Optional.of(new CallerLock(Locks::isBearer, ProblemType.NOT_AUTHENTICATED));
    }

    private static boolean isBearer(ContainerRequestContext request) {
      return request.getSecurityContext().getUserPrincipal() instanceof AccessToken;
    }

    private static boolean isScript(ContainerRequestContext request) {
      return ScriptRequest.SCHEME.equals(request.getSecurityContext().getAuthenticationScheme());
    }

    @Override
    public Optional<ContainerRequestFilter> session() {
      return Optional.of(of(BrowserSession.class, ProblemType.FORBIDDEN));
    }

    @Override
    public Optional<ContainerRequestFilter> client() {
      return Optional.of(of(OauthClient.class, ProblemType.INVALID_CLIENT));
    }

    @Override
    public Optional<ContainerRequestFilter> administrator(String permission) {
      return Optional.of(
          new CallerLock(
              request -> permission.equals(request.getProperty(Gate.PERMISSION_ATTRIBUTE)),
              ProblemType.FORBIDDEN));
    }

    private static CallerLock of(Class<? extends Principal> kind, ProblemType refusal) {
      return new CallerLock(
          request -> kind.isInstance(request.getSecurityContext().getUserPrincipal()), refusal);
    }
  }

  /**
   * Refuses Jersey's own methods: they answer OPTIONS with media types that Steward does not offer.
   */
  private static final class JerseyLock implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
      throw new ProblemException(ProblemType.NOT_ACCEPTABLE);
    }
  }

  /** Refuses callers that are not of the kind that the method's annotation requires. */
  private static final class CallerLock implements ContainerRequestFilter {
    private final Predicate<ContainerRequestContext> admits;
    private final ProblemType refusal;

    private CallerLock(Predicate<ContainerRequestContext> admits, ProblemType refusal) {
      this.admits = admits;
      this.refusal = refusal;
    }

    @Override
    public void filter(ContainerRequestContext request) {
      if (!admits.test(request)) {
        throw new ProblemException(refusal);
      }
    }
  }
}
