package io.steward.gateway.explain;

import io.steward.token.key.TokenType;
import io.steward.token.portal.Portal;
import io.steward.token.portal.PortalCookie;
import java.util.regex.Pattern;

/**
 * What an operator has copied from a browser: the value of a portal's cookie, or a whole {@code
 * Cookie} header, with or without the header's name.
 */
public record PastedCookie(String text) {
  private static final Pattern NAME = Pattern.compile("(?i)^cookie\\s*:");

  /** Removes the header's name and spaces at the ends. */
  public static PastedCookie of(String pasted) {
    return new PastedCookie(NAME.matcher(pasted.strip()).replaceFirst("").strip());
  }

  /** The value of the header {@code Cookie} in a request to a portal. */
  public String header(Portal portal) {
    // A token contains no equals sign.
    return text.contains("=") ? text : portal.cookieName() + "=" + text;
  }

  /** Whether a text given as an access token is the cookie of a portal instead. */
  public boolean isOfPortal() {
    return PortalCookie.PREFIXES.stream().anyMatch(text::contains)
        || TokenType.claimed(text).filter(TokenType.PORTAL::equals).isPresent();
  }
}
