package io.steward.log.csv;

import io.steward.log.Log;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lines of CSV (RFC 4180) that are safe to open in a spreadsheet and to print on a terminal. Every
 * cell is quoted. A spreadsheet would run a cell that begins with {@code = + - @}, a tab or a line
 * break as a formula, so such a cell gets an apostrophe in front. Many spreadsheets separate cells
 * by semicolons, so the same applies after each semicolon, even if quotation marks follow it.
 */
public final class Csv {
  private static final Pattern FORMULA = Pattern.compile("(^|;)(?=\"*[=+@\\t\\r\\n-])");

  private Csv() {}

  /** One line, without its line break. */
  public static String line(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(","));
  }

  private static String cell(String text) {
    String defused = FORMULA.matcher(text).replaceAll("$1'");
    return '"' + Log.oneLine(defused).replace("\"", "\"\"") + '"';
  }
}
