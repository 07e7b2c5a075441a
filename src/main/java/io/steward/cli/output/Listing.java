package io.steward.cli.output;

import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import java.util.List;
import picocli.CommandLine.Option;

/** How a command prints a list: a table for people, or with an option JSON or CSV for programs. */
public final class Listing {
  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  @Option(names = "--csv", description = "Print CSV (RFC 4180) with a header line.")
  private boolean csv;

  /** Whether the output is CSV. */
  public boolean isCsv() {
    return csv;
  }

  /**
   * An empty table.
   *
   * @param columns their names, in the order of the cells
   * @throws Refusal if both options are given
   */
  public Table table(Terminal terminal, List<String> columns) {
    if (json && csv) {
      throw Refusal.usage("--json and --csv are both given: choose one.");
    }
    if (json) {
      return new Table(terminal, Table.Format.JSON, columns);
    }
    return new Table(terminal, csv ? Table.Format.CSV : Table.Format.TEXT, columns);
  }
}
