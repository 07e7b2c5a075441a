package io.steward.cli.installation;

import io.steward.log.Log;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lines of CSV (RFC 4180) that are safe to open in a spreadsheet and to print on a terminal. */
public final class Csv {
  // A spreadsheet would run a cell that begins with one of these as a formula.
  private static final Pattern FORMULA = Pattern.compile("(?s)[=+@\\t\\r\\n-].*");
  private static final Pattern SPECIAL = Pattern.compile("[\",]");

  private Csv() {}

  /** One line, without its line break. */
  public static String line(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(","));
  }

  private static String cell(String text) {
    String defused = FORMULA.matcher(text).matches() ? "'" + text : text;
    String line = Log.oneLine(defused);
    String quoted = '"' + line.replace("\"", "\"\"") + '"';
    return SPECIAL.matcher(line).find() ? quoted : line;
  }
}
