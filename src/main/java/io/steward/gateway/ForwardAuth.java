package io.steward.gateway;

import io.steward.audit.AuditEvent;
import io.steward.audit.Denials;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessToken;
import io.steward.token.Subject;
import io.steward.token.issue.IdentityTokens;
import io.steward.user.Permissions;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decides whether a proxy may forward a request, and identifies its caller. */
public final class ForwardAuth {
  private static final String NO_RULE = "No rule allows this.";

  private final RulesFile file;
  private final Callers callers;
  private final Permissions permissions;
  private final Optional<IdentityTokens> identityTokens;
  private final Denials denials;

  /**
   * Creates an instance.
   *
   * @param identityTokens issues {@code Remote-Token}; empty if that header is switched off
   */
  public ForwardAuth(
      RulesFile file,
      Callers callers,
      Permissions permissions,
      Optional<IdentityTokens> identityTokens,
      Denials denials) {
    this.file = file;
    this.callers = callers;
    this.permissions = permissions;
    this.identityTokens = identityTokens;
    this.denials = denials;
  }

  /**
   * Decides about a request; returns the response headers of an approval. Throws refusals like
   * {@link #admit}.
   *
   * @param headers returns all values of a header
   */
  public Map<String, String> answer(
      ProxyEndpoint endpoint, Function<String, Enumeration<String>> headers) {
    OriginalRequest request = read(endpoint, new SentHeaders(headers));
    Map<String, String> yes = new LinkedHashMap<>(endpoint.cookies(headers));
    admit(request, headers)
        .ifPresent(
            subject -> {
              yes.putAll(IdentityHeaders.of(subject));
              token(subject, request).ifPresent(token -> yes.put("Remote-Token", token));
            });
    return yes;
  }

  private OriginalRequest read(ProxyEndpoint endpoint, SentHeaders headers) {
    try {
      return endpoint.read(headers);
    } catch (ProblemException e) {
      denials.add(AuditEvent.ACCESS_DENIED, Optional.empty(), "ambiguous request");
      throw e;
    }
  }

  /**
   * A token for the requested host. Without a host there is no token, because its audience would be
   * unknown.
   */
  private Optional<String> token(Subject subject, OriginalRequest request) {
    return identityTokens.flatMap(
        tokens -> request.host().map(host -> tokens.issue(subject, host)));
  }

  /**
   * Admits or refuses a request. Returns the caller; empty if the path is public and the request
   * has no valid token.
   *
   * @param headers returns all values of a header
   * @throws ProblemException 401, 403, or 503 if revocations or permissions are unavailable
   */
  Optional<Subject> admit(OriginalRequest request, Function<String, Enumeration<String>> headers) {
    Rule rule = file.rules().of(request).orElseThrow(() -> unforeseen(request, headers));
    if (rule.demand().kind() == Demand.Kind.PUBLIC) {
      return callers.identified(request, headers).map(AccessToken::subject);
    }
    AccessToken token = demanded(request, headers);
    if (!meets(token, rule.demand())) {
      Subject subject = token.subject();
      throw denied(
          request, Optional.of(subject.id()), ProblemException.forbidden(subject.called()));
    }
    return Optional.of(token.subject());
  }

  /** The refusal of a request that no rule matches. */
  private ProblemException unforeseen(
      OriginalRequest request, Function<String, Enumeration<String>> headers) {
    Optional<Subject> caller = callers.identified(request, headers).map(AccessToken::subject);
    ProblemException refusal =
        caller
            .map(known -> ProblemException.forbidden(NO_RULE, known.called()))
            .orElseGet(() -> new ProblemException(ProblemType.FORBIDDEN, NO_RULE));
    return denied(request, caller.map(Subject::id), refusal);
  }

  /**
   * The token of a request that needs one. A refusal is recorded only if the request has an access
   * token: after a sign-out, browsers still send their old cookies. Temporary failures are not
   * recorded, because the token may be valid.
   */
  private AccessToken demanded(
      OriginalRequest request, Function<String, Enumeration<String>> headers) {
    boolean isAnonymous = !headers.apply("Authorization").hasMoreElements();
    try {
      return callers.authenticated(request, headers);
    } catch (ProblemException e) {
      throw isAnonymous || !isRefusal(e.type()) ? e : denied(request, Optional.empty(), e);
    }
  }

  private static boolean isRefusal(ProblemType type) {
    return type.status() == 401 || type.status() == 403;
  }

  private ProblemException denied(
      OriginalRequest request, Optional<Long> userId, ProblemException refusal) {
    String target = request.host().orElse("") + request.path();
    denials.add(AuditEvent.ACCESS_DENIED, userId, request.method() + " " + target);
    return refusal;
  }

  private boolean meets(AccessToken token, Demand demand) {
    if (demand.verified() && !token.subject().isEmailVerified()) {
      return false;
    }
    return switch (demand.kind()) {
      case PUBLIC, AUTHENTICATED -> true;
      case GROUP -> token.subject().groups().contains(demand.name());
      case PERMISSION -> permissions.has(token, demand.name());
    };
  }
}
