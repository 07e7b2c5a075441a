package io.steward.pages.signin;

import io.steward.html.Layout;
import io.steward.pages.Redirect;
import io.steward.session.Logout;
import io.steward.session.browser.BrowserSession;
import io.steward.session.browser.BrowserSessions;
import io.steward.session.browser.SessionCookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;

/** Gives a browser the cookie of its new session. */
public final class BrowserLogin {
  private final BrowserSessions browsers;
  private final Logout logout;
  private final Duration stay;
  private final Optional<String> publicUrl;

  /**
   * Creates an instance.
   *
   * @param stay how long a browser keeps the cookie if the person wants to stay signed in
   * @param publicUrl where Steward is open to browsers
   */
  public BrowserLogin(
      BrowserSessions browsers, Logout logout, Duration stay, Optional<String> publicUrl) {
    this.browsers = browsers;
    this.logout = logout;
    this.stay = stay;
    this.publicUrl = publicUrl;
  }

  /** Why this browser would not keep the cookie; empty if it does. */
  public Optional<String> obstacle(HttpServletRequest request, Layout layout) {
    if (SessionCookie.isKept(request)) {
      return Optional.empty();
    }
    return Optional.of(
        publicUrl
            .map(url -> layout.get("login.insecure", url))
            .orElseGet(() -> layout.get("login.insecure.unknown")));
  }

  /** As the method below, for a browser that does not keep the cookie, and leads to the account. */
  public Response start(
      HttpServletRequest request, String sessionId, Optional<BrowserSession> former) {
    return start(request, sessionId, false, former, Way.none());
  }

  /** Sets the cookie, ends the session that the browser had before, and leads on. */
  Response start(
      HttpServletRequest request,
      String sessionId,
      boolean stays,
      Optional<BrowserSession> former,
      Way way) {
    former.ifPresent(session -> logout.logout(session.id()));
    String cookie =
        SessionCookie.set(
            request.isSecure(), browsers.value(sessionId), Optional.of(stay).filter(time -> stays));
    return Redirect.to(request, way.path()).header("Set-Cookie", cookie).build();
  }
}
