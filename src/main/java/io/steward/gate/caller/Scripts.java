package io.steward.gate.caller;

import io.steward.session.browser.BrowserSessions;
import io.steward.session.browser.SessionCookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Recognizes scripts of Steward's own origin by the session cookie of their browser. The browser
 * must also state that a page of this origin sent the request, even if the request only reads.
 * Otherwise any page could make a browser send the cookie.
 */
public final class Scripts {
  private static final List<String> OWN = List.of("same-origin");

  private final boolean areAllowed;
  private final BrowserSessions browsers;
  private final Clock clock;

  /** Creates an instance that recognizes scripts only if an operator allows them. */
  public Scripts(boolean areAllowed, BrowserSessions browsers, Clock clock) {
    this.areAllowed = areAllowed;
    this.browsers = browsers;
    this.clock = clock;
  }

  /**
   * The request with its caller's identity; empty if it does not come from such a script. A request
   * with an {@code Authorization} header counts as a program's.
   *
   * @throws io.steward.problem.ProblemException 503 if the database does not respond
   */
  public Optional<HttpServletRequest> recognize(HttpServletRequest request) {
    boolean isOwn =
        areAllowed
            && !request.getHeaders("Authorization").hasMoreElements()
            && Collections.list(request.getHeaders("Sec-Fetch-Site")).equals(OWN);
    return isOwn
        ? SessionCookie.value(request)
            .flatMap(browsers::find)
            .map(session -> new ScriptRequest(request, session.token(clock.instant())))
        : Optional.empty();
  }
}
