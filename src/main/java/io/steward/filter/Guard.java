package io.steward.filter;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.uri.PlainPath;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Decides which requests reach the web application, and identifies their callers. */
final class Guard {
  private final PathRules rules;
  private final BearerAuthentication authentication;

  Guard(PathRules rules, BearerAuthentication authentication) {
    this.rules = rules;
    this.authentication = authentication;
  }

  /** The authentication scheme of tokens, {@code Bearer} by default. */
  String scheme() {
    return authentication.scheme();
  }

  /**
   * Admits or refuses a request. Returns the request with its caller's identity, or unchanged if
   * its path is public.
   *
   * @throws ProblemException 400 if the path is not in its simplest spelling; 401; 403; 503
   */
  HttpServletRequest admit(HttpServletRequest request) {
    String path = path(request);
    if (rules.isOpen(path)) {
      return request;
    }
    HttpServletRequest caller = authentication.authenticate(request);
    if (!rules.demands(path).stream()
        .allMatch(any -> any.stream().anyMatch(caller::isUserInRole))) {
      throw new ProblemException(ProblemType.FORBIDDEN);
    }
    return caller;
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
