package io.steward.uri;

import java.util.HexFormat;

/** A percent sign and two hex digits that stand for one byte (RFC 3986, 2.1). */
public final class PercentEscape {
  private PercentEscape() {}

  /**
   * The byte of the escape whose percent sign is at this index; -1 if two hex digits do not follow.
   */
  public static int at(String text, int percent) {
    int end = percent + 3;
    boolean isEscape =
        end <= text.length()
            && HexFormat.isHexDigit(text.charAt(percent + 1))
            && HexFormat.isHexDigit(text.charAt(percent + 2));
    return isEscape ? HexFormat.fromHexDigits(text, percent + 1, end) : -1;
  }
}
