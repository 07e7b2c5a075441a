package io.steward.html;

import io.steward.problem.ProblemException;
import java.util.Optional;

/**
 * A page to render.
 *
 * @param status the HTTP status code
 * @param template the name of the template, such as {@code login}
 * @param view the template's parameter {@code view}
 * @param retryAfter seconds to wait before a retry (RFC 9110, 10.2.3); empty where waiting does not
 *     help
 */
public record HtmlPage(
    int status, String template, Layout layout, Object view, Optional<Long> retryAfter) {

  public HtmlPage(int status, String template, Layout layout, Object view) {
    this(status, template, layout, view, Optional.empty());
  }

  /** A page with status 200. */
  public static HtmlPage of(String template, Layout layout, Object view) {
    return new HtmlPage(200, template, layout, view);
  }

  /** The same page with another status. */
  public HtmlPage withStatus(int other) {
    return new HtmlPage(other, template, layout, view, retryAfter);
  }

  /** The same page as the answer to a refused request. */
  public HtmlPage refusing(ProblemException refusal) {
    return new HtmlPage(refusal.type().status(), template, layout, view, refusal.retryAfter());
  }
}
