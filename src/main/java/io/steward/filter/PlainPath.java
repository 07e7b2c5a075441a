package io.steward.filter;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path that has no second spelling (RFC 3986, 3.3 and 6.2.2): only then is what a rule is held
 * against what the container serves. Parameters ({@code ;x}), empty and dot segments, and escapes
 * of what needs none or would mean something once decoded are none.
 */
final class PlainPath {
  private static final Pattern RAW =
      Pattern.compile("(?:[0-9A-Za-z._~!$&'()*+,=:@/-]|%[0-9A-Fa-f]{2})*");
  private static final String NEVER_ESCAPED = "._~!$&'()*+,=:@/-;\\%";

  private PlainPath() {}

  /** The decoded path of a URI as it was sent; empty if it is not plain. */
  static Optional<String> of(String uri) {
    return RAW.matcher(uri).matches() ? decoded(uri).filter(PlainPath::isPlain) : Optional.empty();
  }

  /**
   * Whether a decoded path has no segment that is empty, unless it is the last, or one that some
   * file systems would see without its end.
   */
  static boolean isPlain(String path) {
    if (!path.startsWith("/")) {
      return false;
    }
    String[] segments = path.substring(1).split("/", -1);
    return Arrays.stream(segments, 0, segments.length - 1).noneMatch(String::isEmpty)
        && Arrays.stream(segments).noneMatch(s -> s.endsWith(".") || s.endsWith(" "));
  }

  private static Optional<String> decoded(String uri) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(uri.length());
    for (int i = 0; i < uri.length(); i++) {
      int b = uri.charAt(i);
      if (b == '%') {
        b = Integer.parseInt(uri, i + 1, i + 3, 16);
        i += 2;
        if (isNeedless(b)) {
          return Optional.empty();
        }
      }
      bytes.write(b);
    }
    return text(bytes.toByteArray());
  }

  /** What can stand for itself, steers the container, or would be decoded a second time. */
  private static boolean isNeedless(int b) {
    return b < ' '
        || b == 0x7f
        || (b < 0x80 && (Character.isLetterOrDigit(b) || NEVER_ESCAPED.indexOf(b) >= 0));
  }

  private static Optional<String> text(byte[] utf8) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
