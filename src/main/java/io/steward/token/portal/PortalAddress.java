package io.steward.token.portal;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Spells the address of a request so that it is safe in a header and cannot lead to another place.
 */
public final class PortalAddress {
  private static final String PLAIN = "-._~:/?[]@!$&'()*+,;=%";
  private static final int MAX_PORT = 65_535;
  private static final int LONGEST = 4_000;
  private static final Pattern ADDRESS =
      Pattern.compile("https://[0-9a-z._-]+(:[1-9][0-9]{0,4})?/[!-~&&[^\"<>\\\\^`{|}#]]*");

  private PortalAddress() {}

  /** Whether a text is an address that {@link #of} can return. */
  public static boolean isValid(String url) {
    return url.length() <= LONGEST && ADDRESS.matcher(url).matches();
  }

  /**
   * The address, without its query if it is too long; empty if there is no safe spelling.
   *
   * @param host in canonical form
   * @param port a colon and digits, or empty
   * @param target a path that has only one spelling, and the query as it was sent
   */
  public static Optional<String> of(String host, String port, String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    if (!port.isEmpty() && Integer.parseInt(port.substring(1)) > MAX_PORT) {
      return Optional.empty();
    }
    String origin = "https://" + host + (port.equals(":443") ? "" : port);
    return Stream.of(target, path, "/")
        .map(rest -> origin + escaped(rest))
        .filter(PortalAddress::isValid)
        .findFirst();
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
        escaped.append(c);
      } else {
        // Servers decode the bytes of a request's target as ISO 8859-1.
        byte[] bytes =
            String.valueOf(c)
                .getBytes(c <= 0xff ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        for (byte b : bytes) {
          escaped.append(String.format(Locale.ROOT, "%%%02X", b));
        }
      }
    }
    return escaped.toString();
  }
}
