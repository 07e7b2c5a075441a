package io.steward.filter;

import io.steward.api.PlainPath;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Decides which requests a web application gets to see, and as whose. */
record Guard(PathRules rules, BearerAuthentication authentication) {

  /**
   * The request as its caller's, or as it is where anyone may come.
   *
   * @throws ProblemException 400 for a path that could be meant in two ways; 401; 403; 503
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

  /** Below the context path. */
  private static String path(HttpServletRequest request) {
    String uri = request.getRequestURI();
    return PlainPath.of(uri)
        .flatMap(path -> below(request.getContextPath() + "/", path))
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.MALFORMED_REQUEST, "This path can be written in a plainer way."));
  }

  private static Optional<String> below(String context, String path) {
    // The container sends on who asks for the context without its slash.
    String whole = context.equals(path + "/") ? context : path;
    return PlainPath.of(context)
        .filter(whole::startsWith)
        .map(plain -> whole.substring(plain.length() - 1));
  }
}
