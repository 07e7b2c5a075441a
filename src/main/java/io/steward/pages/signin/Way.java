package io.steward.pages.signin;

import io.steward.api.Input;
import io.steward.api.Query;
import java.util.regex.Pattern;

/**
 * Where a browser goes after sign-in: a page of the account, which a request for it has named.
 *
 * @param next the path of the page; empty if none was named
 */
public record Way(String next) {
  private static final Pattern PAGES = Pattern.compile("/account/(?:[a-z]{1,20}/)?");

  static Way of(String query) {
    return new Way(known(new Query(query).value("next").orElse("")));
  }

  static Way of(Input form) {
    return new Way(known(form.peek("next").orElse("")));
  }

  private static String known(String path) {
    return PAGES.matcher(path).matches() ? path : "";
  }

  /** The path to go to. */
  String path() {
    return next.isEmpty() ? "/account/" : next;
  }
}
