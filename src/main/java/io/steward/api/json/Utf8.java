package io.steward.api.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: a malformed byte is refused with its position, never replaced. */
public final class Utf8 {
  private Utf8() {}

  public static String decode(byte[] bytes) {
    return decode(bytes, 1);
  }

  static String decode(byte[] bytes, int firstLine) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      String before = text.toString();
      int line = firstLine + (int) before.chars().filter(c -> c == '\n').count();
      throw JsonReader.malformed(
          "the text is not UTF-8", line, before.length() - before.lastIndexOf('\n'));
    }
    return text.toString();
  }
}
