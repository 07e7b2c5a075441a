package io.steward.filter;

import io.steward.filter.feed.TokenRevocation;
import io.steward.filter.portal.HiddenCookies;
import io.steward.filter.portal.Visitors;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.token.portal.PortalToken;
import io.steward.uri.PlainPath;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Decides which requests reach the web application, and identifies their callers. */
final class Guard {
  /** The authentication type of requests with the cookie of portals. */
  private static final String COOKIE = "Cookie";

  private final PathRules rules;
  private final BearerAuthentication bearers;
  private final Optional<Visitors> visitors;
  private final Optional<TokenRevocation> revocation;

  /**
   * Creates an instance.
   *
   * @param visitors identifies people by their cookies; empty if cookies are not accepted
   * @param revocation ends sessions; empty if the filter does not know Steward
   */
  Guard(
      PathRules rules,
      BearerAuthentication bearers,
      Optional<Visitors> visitors,
      Optional<TokenRevocation> revocation) {
    this.rules = rules;
    this.bearers = bearers;
    this.visitors = visitors;
    this.revocation = revocation;
  }

  /** The authentication scheme of tokens, {@code Bearer} by default. */
  String scheme() {
    return bearers.scheme();
  }

  /**
   * Admits or refuses a request. The returned request has its caller's identity, unless its path is
   * public. It has none of Steward's cookies.
   *
   * @throws ProblemException 400 if the path is not in its simplest spelling; 401, with a location
   *     if the browser is to be led to the sign-in page; 403; 503
   */
  HttpServletRequest admit(HttpServletRequest request) {
    String path = path(request);
    if (rules.isOpen(path)) {
      return HiddenCookies.hide(request);
    }
    HttpServletRequest caller = authenticated(request);
    if (!rules.demands(path).stream()
        .allMatch(any -> any.stream().anyMatch(caller::isUserInRole))) {
      throw new ProblemException(ProblemType.FORBIDDEN);
    }
    return caller;
  }

  /** The cookie counts only in a request without an {@code Authorization} header. */
  private HttpServletRequest authenticated(HttpServletRequest request) {
    HttpServletRequest visible = HiddenCookies.hide(request);
    if (visitors.isEmpty() || request.getHeaders("Authorization").hasMoreElements()) {
      return bearers.authenticate(visible, revocation);
    }
    PortalToken token = visitors.get().authenticate(request);
    return new AuthenticatedRequest(visible, token.claims(), token.text(), COOKIE, revocation);
  }

  /** The path of the request relative to the context path. */
  private static String path(HttpServletRequest request) {
    String uri = request.getRequestURI();
    return PlainPath.of(uri)
        .flatMap(path -> below(request.getContextPath() + "/", path))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.MALFORMED_REQUEST, "The path is not in its simplest spelling."));
  }

  private static Optional<String> below(String context, String path) {
    // A request for the context path without final slash; the container redirects it.
    String whole = context.equals(path + "/") ? context : path;
    return PlainPath.of(context)
        .filter(whole::startsWith)
        .map(plain -> whole.substring(plain.length() - 1));
  }
}
