package io.steward.gate;

import io.steward.origin.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The headers that every response has, whether Steward or the container sends it. */
public final class SecurityHeaders {
  private SecurityHeaders() {}

  public static void set(
      HttpServletRequest request, HttpServletResponse response, String requestId) {
    response.setHeader(RequestId.HEADER, requestId);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Vary", "Accept");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("X-Frame-Options", "DENY");
    Cors.headers(request)
        .forEach((name, value) -> response.setHeader(name.toString(), value.toString()));
  }
}
