package io.steward.filter;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers of a refusal (RFC 9110, 11.6.1 and 10.2.3; RFC 9457, 3). */
public final class RefusalHeaders {
  private static final int UNAUTHORIZED = 401;

  private RefusalHeaders() {}

  /**
   * The headers, with names as keys.
   *
   * @param scheme the authentication scheme for tokens
   */
  public static Map<String, String> of(ProblemException refusal, String scheme) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/problem+json");
    if (refusal.type().status() == UNAUTHORIZED) {
      headers.put("WWW-Authenticate", challenge(refusal, scheme));
    }
    if (refusal.type() == ProblemType.UNSUPPORTED_CONTENT_ENCODING) {
      // RFC 9110, 15.5.16
      headers.put("Accept-Encoding", "identity");
    }
    if (!refusal.supported().isEmpty()) {
      headers.put("Accept", String.join(", ", refusal.supported()));
    }
    refusal.location().ifPresent(location -> headers.put("Location", location));
    refusal.retryAfter().ifPresent(seconds -> headers.put("Retry-After", String.valueOf(seconds)));
    return headers;
  }

  /**
   * The {@code WWW-Authenticate} header: for clients by RFC 6749, 5.2, for tokens by RFC 6750, 3.1.
   * It contains an error code only if the request contained a token. Proxies pass on this header of
   * a refusal, but not its body, so it also names the sign-in page (RFC 9110, 11.2).
   */
  private static String challenge(ProblemException refusal, String scheme) {
    if (refusal.type() == ProblemType.INVALID_CLIENT) {
      return "Basic realm=\"clients\", charset=\"UTF-8\"";
    }
    String realm = scheme + " realm=\"api\"";
    return refusal.type() != ProblemType.NOT_AUTHENTICATED
        ? realm + ", error=\"invalid_token\", error_description=\"" + refusal.detail() + "\""
        : realm + refusal.signIn().map(page -> ", sign_in=\"" + page + "\"").orElse("");
  }
}
