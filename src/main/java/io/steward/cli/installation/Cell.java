package io.steward.cli.installation;

import io.steward.log.Log;
import java.util.regex.Pattern;

/** A value in a line of text whose values are separated by two spaces. */
public final class Cell {
  private static final Pattern PLAIN = Pattern.compile("[0-9A-Za-z._:/@+-]+");

  private Cell() {}

  /**
   * The value, between quotation marks unless it consists of harmless characters only. Anyone can
   * choose a name or a user agent, which could otherwise forge further values.
   */
  public static String of(Object value) {
    String text = String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"");
    return PLAIN.matcher(text).matches() ? text : '"' + Log.oneLine(text) + '"';
  }
}
