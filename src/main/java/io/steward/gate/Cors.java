package io.steward.gate;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets pages of other origins use the API, if an operator allows their origins (Fetch Standard,
 * "HTTP-CORS protocol"). Only paths below {@code /user/} are open to them: other endpoints are for
 * programs. No response allows credentials, because tokens are sent in a header or in a body.
 */
public final class Cors {
  private static final String ATTRIBUTE = "io.steward.gate.Cors";
  private static final String ALLOWED = "Access-Control-Allow-Origin";
  private static final String OPEN_PATHS = "/user/";

  private final Set<String> origins;

  /**
   * Creates the policy.
   *
   * @param origins the allowed origins exactly as browsers write them
   */
  public Cors(Set<String> origins) {
    this.origins = origins;
  }

  /**
   * Decides which headers every response to this request must have, even a response of the
   * container. {@link #headers} returns them.
   *
   * @param path the path below the context path
   */
  void examine(HttpServletRequest request, String path) {
    if (origins.isEmpty() || !path.startsWith(OPEN_PATHS)) {
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Vary", "Accept, Origin");
    // A browser sends exactly one value.
    List<String> sent = Collections.list(request.getHeaders("Origin"));
    if (sent.size() == 1 && origins.contains(sent.get(0))) {
      headers.put(ALLOWED, sent.get(0));
      headers.put(
          "Access-Control-Expose-Headers",
          "Allow, Link, Retry-After, WWW-Authenticate, X-Request-Id");
    }
    request.setAttribute(ATTRIBUTE, headers);
  }

  /** The headers for the response to a request, with names as keys. */
  static Map<?, ?> headers(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Map<?, ?> headers ? headers : Map.of();
  }

  /** Whether a page of an allowed origin sent a request to an open path. */
  static boolean isAllowed(HttpServletRequest request) {
    return headers(request).containsKey(ALLOWED);
  }

  /** Whether this is a preflight: a browser asks which requests an allowed page may send. */
  static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && isAllowed(request)
        && request.getHeaders("Access-Control-Request-Method").hasMoreElements();
  }

  /** Answers a preflight. Browsers send neither tokens nor bodies with it. */
  static void answerPreflight(Route route, HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Methods", route.allow());
    response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type");
    response.setHeader("Access-Control-Max-Age", "600");
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
