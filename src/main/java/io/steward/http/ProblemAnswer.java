package io.steward.http;

import io.steward.api.Json;
import io.steward.api.MediaTypes;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a refusal goes over the wire: status, headers and body. */
final class ProblemAnswer {
  private static final String RETRY_SECONDS = "2";

  private final ProblemException refusal;
  private final String scheme;

  ProblemAnswer(ProblemException refusal, String scheme) {
    this.refusal = refusal;
    this.scheme = scheme;
  }

  int status() {
    return refusal.type().status();
  }

  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", MediaTypes.PROBLEM);
    if (status() == HttpServletResponse.SC_UNAUTHORIZED) {
      headers.put("WWW-Authenticate", challenge());
    }
    if (status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
      headers.put("Retry-After", RETRY_SECONDS);
    }
    return headers;
  }

  /** RFC 6750, 3.1: an error code only when a token was sent. */
  private String challenge() {
    String realm = scheme + " realm=\"api\"";
    return refusal.type() == ProblemType.INVALID_TOKEN
        ? realm + ", error=\"invalid_token\", error_description=\"" + refusal.detail() + "\""
        : realm;
  }

  byte[] body(String requestId) {
    return Json.write(refusal.body(requestId));
  }

  void send(HttpServletResponse response, String requestId) throws IOException {
    response.setStatus(status());
    headers().forEach(response::setHeader);
    byte[] body = body(requestId);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
