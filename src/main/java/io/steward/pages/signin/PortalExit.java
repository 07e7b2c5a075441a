package io.steward.pages.signin;

import io.steward.gateway.portal.PortalEntry;
import io.steward.gateway.portal.Portals;
import io.steward.gateway.portal.Renewals;
import io.steward.gateway.portal.WayBack;
import io.steward.html.HtmlPage;
import io.steward.html.Layout;
import io.steward.pages.Redirect;
import io.steward.pages.Visitors;
import io.steward.session.browser.BrowserSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Leads a signed-in browser back to the portal from which it came. */
public final class PortalExit {
  private static final String SET_COOKIE = "Set-Cookie";

  private final Visitors visitors;
  private final WayBack wayBack;
  private final PortalEntry entry;

  public PortalExit(Visitors visitors, WayBack wayBack, PortalEntry entry) {
    this.visitors = visitors;
    this.wayBack = wayBack;
    this.entry = entry;
  }

  /**
   * The content of the page before the portal.
   *
   * @param text the key of the sentence
   * @param host the host of the portal
   * @param location where the link leads
   */
  public record View(String text, String host, String location) {
    /** Whether the browser loses the portal's cookie. */
    public boolean isStuck() {
      return text.equals("continue.stuck");
    }
  }

  private WayBack.Outcome outcome(PortalWay way) {
    return wayBack.read(way.to(), way.state(), way.exp(), way.sig());
  }

  /** The host to which a signed address leads; empty if Steward has not signed it. */
  Optional<String> host(PortalWay way) {
    return outcome(way) instanceof WayBack.Forged
        ? Optional.empty()
        : Optional.of(Portals.host(way.to()));
  }

  /**
   * Leads on at once; with a page first if the address was signed long ago, or leads in circles.
   */
  Response silently(HttpServletRequest request, BrowserSession session, PortalWay way) {
    if (!(outcome(way) instanceof WayBack.Valid valid)) {
      return withPage(request, session, way);
    }
    Optional<String> count = Renewals.counted(request.getHeaders("Cookie"), valid.url());
    if (count.isEmpty()) {
      View view = new View("continue.stuck", Portals.host(valid.url()), valid.url());
      return page(request, session, view).build();
    }
    return entry
        .into(valid.url(), way.state(), session.id())
        .map(
            in -> {
              Response.ResponseBuilder found =
                  Response.status(Response.Status.FOUND)
                      .header("Location", in.location())
                      .header(SET_COOKIE, count.get());
              in.cookie().ifPresent(cookie -> found.header(SET_COOKIE, cookie));
              return found.build();
            })
        .orElseGet(() -> again(request, way));
  }

  /**
   * Leads on by a page: Chromium applies {@code form-action} also to a redirect after a form (CSP
   * 3, 6.4.2), so sign-in cannot redirect to a portal.
   */
  Response withPage(HttpServletRequest request, BrowserSession session, PortalWay way) {
    WayBack.Outcome outcome = outcome(way);
    if (outcome instanceof WayBack.Valid valid) {
      return entry
          .into(valid.url(), way.state(), session.id())
          .map(in -> page(request, session, valid.url(), "continue.text", in))
          .map(page -> page.build())
          .orElseGet(() -> again(request, way));
    }
    if (outcome instanceof WayBack.Expired expired) {
      // A code for the state would soon expire too.
      return entry
          .into(expired.url(), "", session.id())
          .map(in -> page(request, session, expired.url(), "continue.asks", in))
          .map(page -> page.build())
          .orElseGet(() -> again(request, way));
    }
    return Redirect.to(request, "/account/").build();
  }

  private Response.ResponseBuilder page(
      HttpServletRequest request,
      BrowserSession session,
      String url,
      String text,
      PortalEntry.Way in) {
    Response.ResponseBuilder page =
        page(request, session, new View(text, Portals.host(url), in.location()));
    in.cookie().ifPresent(cookie -> page.header(SET_COOKIE, cookie));
    return text.equals("continue.text") ? page.header("Refresh", "0; url=" + in.location()) : page;
  }

  private Response.ResponseBuilder page(
      HttpServletRequest request, BrowserSession session, View view) {
    Layout layout = visitors.layout(request, session.user());
    return Response.ok(HtmlPage.of("continue", layout, view));
  }

  /** The session has just ended. */
  private static Response again(HttpServletRequest request, PortalWay way) {
    return Redirect.to(request, "/login/?" + way.query()).build();
  }
}
