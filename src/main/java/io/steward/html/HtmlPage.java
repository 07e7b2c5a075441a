package io.steward.html;

/**
 * A page to render.
 *
 * @param status the HTTP status code
 * @param template the name of the template, such as {@code login}
 * @param view the template's parameter {@code view}
 */
public record HtmlPage(int status, String template, Layout layout, Object view) {
  /** A page with status 200. */
  public static HtmlPage of(String template, Layout layout, Object view) {
    return new HtmlPage(200, template, layout, view);
  }
}
