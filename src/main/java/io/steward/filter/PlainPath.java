package io.steward.filter;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A path that has no second spelling (RFC 3986, 3.3 and 6.2.2): only then is what a rule is held
 * against what the container serves. Parameters ({@code ;x}), empty and dot segments, and escapes
 * of what needs none or would mean something once decoded are none.
 */
final class PlainPath {
  private static final String MARKS = "._~!$&'()*+,=:@/-";
  private static final String NEVER_ESCAPED = MARKS + ";\\%";

  private PlainPath() {}

  /** The decoded path of a URI as it was sent; empty if it is not plain. */
  static Optional<String> of(String uri) {
    return decoded(uri).filter(PlainPath::isPlain);
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
      char c = uri.charAt(i);
      boolean escaped = c == '%';
      int b = escaped ? escape(uri, i + 1) : c;
      if (escaped ? isNeedless(b) : !isItself(c)) {
        return Optional.empty();
      }
      bytes.write(b);
      i += escaped ? 2 : 0;
    }
    return text(bytes.toByteArray());
  }

  private static boolean isItself(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || MARKS.indexOf(c) >= 0);
  }

  /** The byte that two digits stand for; zero, which is always needless, when they are none. */
  private static int escape(String uri, int at) {
    boolean isThere =
        at + 2 <= uri.length()
            && HexFormat.isHexDigit(uri.charAt(at))
            && HexFormat.isHexDigit(uri.charAt(at + 1));
    return isThere ? HexFormat.fromHexDigits(uri, at, at + 2) : 0;
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
