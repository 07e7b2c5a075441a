package io.steward.pages;

import io.steward.session.browser.SessionCookie;
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

  /**
   * Leads to a page that says what has ended. The browser loses the cookie, and all pages that it
   * keeps for the back button (Clear Site Data, 3.1).
   *
   * @param path as for {@link #to}
   */
  public static Response.ResponseBuilder signedOut(HttpServletRequest request, String path) {
    return to(request, path)
        .header("Set-Cookie", SessionCookie.removed(request.isSecure()))
        .header("Clear-Site-Data", "\"cache\"");
  }
}
