package io.steward.pages;

import io.steward.html.Html;
import io.steward.html.Layout;
import io.steward.session.browser.BrowserSession;
import io.steward.session.browser.BrowserSessions;
import io.steward.session.browser.SessionCookie;
import io.steward.user.User;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Who opens a page, and how the page greets them. */
public final class Visitors {
  private final Html html;
  private final BrowserSessions browsers;

  public Visitors(Html html, BrowserSessions browsers) {
    this.html = html;
    this.browsers = browsers;
  }

  /** The session of a page that visitors may open too. */
  public Optional<BrowserSession> session(HttpServletRequest request) {
    return SessionCookie.value(request).flatMap(browsers::find);
  }

  /** The layout for a visitor. */
  public Layout layout(HttpServletRequest request) {
    return html.layout(request);
  }

  /** The layout for a signed-in person. */
  public Layout layout(HttpServletRequest request, User user) {
    return html.layout(request, user.language(), called(user));
  }

  private static String called(User user) {
    String name = user.name().full();
    return name.isBlank() ? user.email() : name;
  }

  /** The value of the cookie for a session. */
  String cookie(String sessionId) {
    return browsers.value(sessionId);
  }
}
