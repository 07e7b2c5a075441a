package io.steward.origin.web;

import java.util.Enumeration;
import java.util.Set;
import java.util.function.Function;

/**
 * Distinguishes a person who opens a page from a script or a program. Only a page can be replaced
 * with the sign-in page; a redirected script fails in ways that its author did not expect.
 */
public final class Navigation {
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final String TAB = "document";

  private Navigation() {}

  /**
   * Whether a request opens a page (Fetch Metadata Request Headers, 2.3).
   *
   * @param headers returns all values of a header of the original request
   */
  public static boolean is(String method, Function<String, Enumeration<String>> headers) {
    if (!METHODS.contains(method)) {
      return false;
    }
    Enumeration<String> modes = headers.apply("Sec-Fetch-Mode");
    if (modes.hasMoreElements()) {
      return modes.nextElement().equals("navigate");
    }
    Enumeration<String> types = headers.apply("Accept");
    return types.hasMoreElements()
        && types.nextElement().contains("text/html")
        && !headers.apply("X-Requested-With").hasMoreElements();
  }

  /**
   * Whether a request opens a page that fills a tab (Fetch Metadata Request Headers, 2.1). A frame
   * on another site cannot show the sign-in page, and gets no cookie of Steward's own host.
   *
   * @param headers returns all values of a header of the original request
   */
  public static boolean fillsTab(String method, Function<String, Enumeration<String>> headers) {
    Enumeration<String> destinations = headers.apply("Sec-Fetch-Dest");
    return is(method, headers)
        && (!destinations.hasMoreElements() || destinations.nextElement().equals(TAB));
  }
}
