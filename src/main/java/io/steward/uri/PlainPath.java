package io.steward.uri;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Accepts only paths with a single meaning (RFC 3986, 3.3 and 6.2.2; URL Standard, 4.4). A path
 * that different programs interpret differently ({@code //}, {@code /..}, {@code ;x}, {@code %2e})
 * could be authorized as one resource and served as another.
 */
public final class PlainPath {
  private static final String MARKS = "._~!$&'()*+,=:@/-";

  /**
   * Characters that RFC 3986 does not allow, but that some browsers send unescaped. The URL
   * Standard escapes some of them in a path (path percent-encode set). Each character means the
   * same as its escape.
   */
  private static final String LENIENT = "[]|^`{}\"<>";

  /**
   * Escapes of these characters are refused, because they are unnecessary or some programs decode
   * them to syntax.
   */
  private static final String NEVER_ESCAPED = "._~-/\\%?#;";

  private PlainPath() {}

  /**
   * The decoded path of a raw URI without a query; empty if the URI does not use the accepted
   * spelling.
   */
  public static Optional<String> of(String uri) {
    return decoded(uri).filter(PlainPath::isPlain);
  }

  /**
   * Checks a decoded path. False if a segment other than the last is empty, or if any segment ends
   * in a dot or a space, which some file systems ignore.
   */
  public static boolean isPlain(String path) {
    int last = path.length() - 1;
    for (int i = 1; i <= last; i++) {
      if (path.charAt(i) == '/' && "/. ".indexOf(path.charAt(i - 1)) >= 0) {
        return false;
      }
    }
    return path.startsWith("/") && ". ".indexOf(path.charAt(last)) < 0;
  }

  private static Optional<String> decoded(String uri) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(uri.length());
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      boolean isEscape = c == '%';
      int b = isEscape ? PercentEscape.at(uri, i) : c;
      if (isEscape ? isRefused(b) : !isItself(c)) {
        return Optional.empty();
      }
      bytes.write(b);
      i += isEscape ? 2 : 0;
    }
    return text(bytes.toByteArray());
  }

  private static boolean isItself(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || (MARKS + LENIENT).indexOf(c) >= 0);
  }

  /** Whether the escape of this byte is refused; a negative value stands for a malformed escape. */
  private static boolean isRefused(int b) {
    return b < 0 || (b < 0x80 && (Character.isLetterOrDigit(b) || NEVER_ESCAPED.indexOf(b) >= 0));
  }

  private static Optional<String> text(byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return Optional.of(text).filter(path -> path.chars().noneMatch(Character::isISOControl));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
