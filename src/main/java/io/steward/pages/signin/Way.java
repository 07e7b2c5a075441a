package io.steward.pages.signin;

import io.steward.api.Input;
import io.steward.api.Query;
import java.util.regex.Pattern;

/**
 * Where a browser goes after sign-in: a page of the account, which a request for it has named.
 *
 * @param next the path of the page; empty if none was named
 * @param portal the portal that led the browser here
 */
public record Way(String next, PortalWay portal) {
  private static final Pattern PAGES = Pattern.compile("/account/(?:[a-z]{1,20}/)?");

  static Way of(String query) {
    Query sent = new Query(query);
    return new Way(known(sent.value("next").orElse("")), PortalWay.of(sent));
  }

  static Way of(Input form) {
    return new Way(known(form.peek("next").orElse("")), PortalWay.of(form));
  }

  /** No page was named. */
  static Way none() {
    return new Way("", new PortalWay("", "", "", ""));
  }

  Way withoutPortal() {
    return new Way(next, new PortalWay("", "", "", ""));
  }

  private static String known(String path) {
    return PAGES.matcher(path).matches() ? path : "";
  }

  /** The path to go to. */
  String path() {
    if (portal.isNamed()) {
      return "/login/continue/?" + portal.query();
    }
    return next.isEmpty() ? "/account/" : next;
  }
}
