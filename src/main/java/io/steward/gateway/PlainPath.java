package io.steward.gateway;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Knows the paths that every server reads alike. A path with a second reading ({@code //}, {@code
 * /..}, {@code ;x}, {@code %2e}) would be judged as one resource and answered as another.
 */
final class PlainPath {
  /** RFC 3986, 3.3, without what would begin parameters. */
  private static final String LITERAL =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~!$&'()*+,=:@";

  private static final String SPACE = "%20";
  private static final String HEX = "0123456789ABCDEF";

  /** Escaped, these say nothing that they would say otherwise, or are read again as syntax. */
  private static final Pattern NEEDLESS = Pattern.compile("[0-9A-Za-z._~/\\\\%?#;-]|\\p{Cc}");

  private PlainPath() {}

  /** The path of a request's target, without its query; empty when it is not a plain one. */
  static Optional<String> of(String target) {
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return Optional.of(path).filter(PlainPath::isPlain);
  }

  private static boolean isPlain(String path) {
    // A segment that ends in a dot or a space means another one, at least to Windows.
    boolean isPlain =
        path.startsWith("/")
            && !path.endsWith(".")
            && !path.endsWith(SPACE)
            && !path.contains(SPACE + "/");
    for (int i = 0; isPlain && i < path.length(); i++) {
      isPlain =
          switch (path.charAt(i)) {
            case '/' -> i == 0 || "/.".indexOf(path.charAt(i - 1)) < 0;
            case '%' -> isHex(path, i + 1) && isHex(path, i + 2);
            default -> LITERAL.indexOf(path.charAt(i)) >= 0;
          };
    }
    return isPlain && (path.indexOf('%') < 0 || hasPlainEscapes(path));
  }

  private static boolean isHex(String path, int at) {
    return at < path.length() && HEX.indexOf(path.charAt(at)) >= 0;
  }

  private static boolean hasPlainEscapes(String path) {
    ByteBuffer escaped = ByteBuffer.allocate(path.length());
    for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
      escaped.put((byte) HexFormat.fromHexDigits(path, at + 1, at + 3));
      if (path.indexOf('%', at + 1) != at + 3) {
        // What an escape begins, no later one may end.
        escaped.put((byte) ' ');
      }
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(escaped.flip());
      return !NEEDLESS.matcher(text).find();
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
