package io.steward.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;

/** Answers that lead to another page, with 303 (RFC 9110, 15.4.4). */
public final class Redirect {
  private Redirect() {}

  /**
   * Leads to a page of Steward.
   *
   * @param path begins with a slash; may have a query
   */
  public static Response.ResponseBuilder to(HttpServletRequest request, String path) {
    return Response.status(Response.Status.SEE_OTHER)
        .header("Location", request.getContextPath() + path);
  }
}
