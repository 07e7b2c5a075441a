package io.steward.pages.signin;

import io.steward.api.Input;
import io.steward.api.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The signed address of a portal that led a browser here, as the browser sent it.
 *
 * @param to empty if no portal led the browser here
 */
public record PortalWay(String to, String state, String exp, String sig) {
  static PortalWay of(Query query) {
    return new PortalWay(
        query.text("to").orElse(""),
        query.value("state").orElse(""),
        query.value("exp").orElse(""),
        query.value("sig").orElse(""));
  }

  static PortalWay of(Input form) {
    return new PortalWay(
        form.peek("to").orElse(""),
        form.peek("state").orElse(""),
        form.peek("exp").orElse(""),
        form.peek("sig").orElse(""));
  }

  /** Whether a portal led the browser here. */
  public boolean isNamed() {
    return !to.isEmpty();
  }

  /** The same as a query. */
  String query() {
    return "to=%s&state=%s&exp=%s&sig=%s"
        .formatted(escaped(to), escaped(state), escaped(exp), escaped(sig));
  }

  private static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
