package io.steward.cli.output;

import io.steward.cli.installation.Terminal;
import io.steward.log.csv.Csv;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A list of rows, printed while they arrive. For people, it has a header, and columns as wide as
 * the first rows need. {@link #end} prints what is still waiting.
 */
public final class Table {
  /** So many rows wait until the widths of the columns are known. */
  private static final int MEASURED = 200;

  /** A row of JSON has all members; the others have the cells. */
  enum Format {
    TEXT,
    CSV,
    JSON
  }

  private final Terminal terminal;
  private final Format format;
  private final List<String> columns;
  private final List<List<String>> waiting = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();
  private boolean hasHeader;

  Table(Terminal terminal, Format format, List<String> columns) {
    this.terminal = terminal;
    this.format = format;
    this.columns = columns;
  }

  /** Adds a row. */
  public void row(
      Map<String, ? extends @Nullable Object> members, List<? extends @Nullable Object> cells) {
    switch (format) {
      case JSON -> Output.sayJson(terminal, members);
      case CSV -> {
        printHeader();
        terminal.row(Csv.line(cells.stream().map(Table::plain).toList()));
      }
      case TEXT -> add(cells.stream().map(Cell::shown).toList());
    }
  }

  private void add(List<String> cells) {
    if (hasHeader) {
      print(cells);
      return;
    }
    waiting.add(cells);
    if (waiting.size() == MEASURED) {
      printHeader();
    }
  }

  /** Ends the table, which has a header even if it has no rows. */
  public void end() {
    printHeader();
  }

  private void printHeader() {
    if (hasHeader || format == Format.JSON) {
      return;
    }
    hasHeader = true;
    if (format == Format.CSV) {
      terminal.row(Csv.line(columns));
      return;
    }
    waiting.add(0, columns.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      widths.add(waiting.stream().mapToInt(row -> width(row.get(column))).max().orElse(0));
    }
    waiting.forEach(this::print);
    waiting.clear();
  }

  private void print(List<String> cells) {
    StringBuilder line = new StringBuilder(cells.get(0));
    for (int i = 1; i < cells.size(); i++) {
      int padding = Math.max(0, widths.get(i - 1) - width(cells.get(i - 1)));
      line.append(" ".repeat(padding + 2)).append(cells.get(i));
    }
    terminal.say(line.toString());
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static String plain(@Nullable Object value) {
    if (value instanceof Collection<?> values) {
      return values.stream().map(Cell::of).collect(Collectors.joining(" "));
    }
    if (value instanceof Boolean is) {
      return is ? "yes" : "no";
    }
    return value == null ? "" : String.valueOf(value);
  }
}
