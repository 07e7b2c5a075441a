package io.steward.pages.signin;

import io.steward.access.Anyone;
import io.steward.html.HtmlPage;
import io.steward.html.Layout;
import io.steward.pages.Redirect;
import io.steward.pages.Visitors;
import io.steward.session.Logout;
import io.steward.session.browser.BrowserSession;
import io.steward.token.portal.Portal;
import io.steward.token.portal.PortalCookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Signs a browser out: asks first, because a link on any page could lead here. */
@Path("logout")
@Produces("text/html")
public final class LogoutPage {
  /** Where a browser goes after its user has deleted the account. */
  public static final String DELETED = "/logout/?deleted";

  private final Visitors visitors;
  private final Logout logout;
  private final Optional<Portal> portal;

  /**
   * Creates the page.
   *
   * @param portal the portals whose cookie is removed too; it is revoked with the session anyway
   */
  public LogoutPage(Visitors visitors, Logout logout, Optional<Portal> portal) {
    this.visitors = visitors;
    this.logout = logout;
    this.portal = portal;
  }

  /**
   * The content of the page.
   *
   * @param asks whether the browser is still signed in
   * @param done the key of the text that says what has ended
   */
  public record View(boolean asks, String done) {}

  @GET
  @Anyone
  public HtmlPage show(@Context HttpServletRequest request) {
    Optional<BrowserSession> session = visitors.session(request);
    Layout layout =
        session
            .map(signedIn -> visitors.layout(request, signedIn.user()))
            .orElseGet(() -> visitors.layout(request));
    String done = "deleted".equals(request.getQueryString()) ? "delete.done" : "logout.done";
    return HtmlPage.of("logout", layout, new View(session.isPresent(), done));
  }

  @POST
  @Anyone
  public Response signOut(@Context HttpServletRequest request) {
    visitors.session(request).ifPresent(session -> logout.logout(session.id()));
    Response.ResponseBuilder answer = Redirect.signedOut(request, "/logout/");
    portal.ifPresent(entered -> answer.header("Set-Cookie", PortalCookie.removed(entered)));
    return answer.build();
  }
}
