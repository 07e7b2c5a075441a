package io.steward.gateway;

import io.steward.api.BearerToken;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.IdentityTokens;
import io.steward.token.InvalidTokenException;
import io.steward.token.Subject;
import io.steward.user.Permissions;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decides whether a proxy may pass a request on, and as whose. */
public final class ForwardAuth {
  private final RulesFile file;
  private final BearerToken bearer;
  private final AccessTokenVerifier verifier;
  private final Permissions permissions;
  private final Optional<IdentityTokens> identityTokens;

  /**
   * Decides by these.
   *
   * @param identityTokens for applications that are to get one
   */
  public ForwardAuth(
      RulesFile file,
      BearerToken bearer,
      AccessTokenVerifier verifier,
      Permissions permissions,
      Optional<IdentityTokens> identityTokens) {
    this.file = file;
    this.bearer = bearer;
    this.verifier = verifier;
    this.permissions = permissions;
    this.identityTokens = identityTokens;
  }

  /**
   * The clear yes to a proxy: the headers of its answer. All else is thrown, as {@link #admit}
   * does.
   *
   * @param headers all the values of one, by its name
   */
  public Map<String, String> answer(Door door, Function<String, Enumeration<String>> headers) {
    OriginalRequest request = door.read(new SentHeaders(headers));
    Map<String, String> yes = new LinkedHashMap<>();
    admit(request, headers.apply("Authorization"))
        .ifPresent(
            subject -> {
              yes.putAll(IdentityHeaders.of(subject));
              token(subject, request).ifPresent(token -> yes.put("Remote-Token", token));
            });
    return yes;
  }

  /** For the one host alone; without a host there is nobody to issue it to. */
  private Optional<String> token(Subject subject, OriginalRequest request) {
    return identityTokens.flatMap(
        tokens -> request.host().map(host -> tokens.issue(subject, host)));
  }

  /**
   * Whose the request is; empty where anyone may make it, and nobody has shown a good token.
   *
   * @param authorization all the headers of that name
   * @throws ProblemException 401, 403, or 503 when it cannot be told now
   */
  Optional<Subject> admit(OriginalRequest request, Enumeration<String> authorization) {
    Rule rule =
        file.rules()
            .of(request)
            .orElseThrow(() -> new ProblemException(ProblemType.FORBIDDEN, "No rule allows this."));
    if (rule.demand().kind() == Demand.Kind.PUBLIC) {
      return identified(authorization);
    }
    Subject subject = authenticated(authorization).subject();
    if (!meets(subject, rule.demand())) {
      throw new ProblemException(ProblemType.FORBIDDEN);
    }
    return Optional.of(subject);
  }

  private Optional<Subject> identified(Enumeration<String> authorization) {
    try {
      return Optional.of(authenticated(authorization).subject());
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private AccessToken authenticated(Enumeration<String> authorization) {
    String token = bearer.of(authorization);
    try {
      return verifier.verify(token);
    } catch (InvalidTokenException e) {
      throw e.refusal();
    }
  }

  private boolean meets(Subject subject, Demand demand) {
    return switch (demand.kind()) {
      case PUBLIC, AUTHENTICATED -> true;
      case GROUP -> subject.groups().contains(demand.name());
      case PERMISSION -> permissions.has(subject.id(), subject.groups(), demand.name());
    };
  }
}
