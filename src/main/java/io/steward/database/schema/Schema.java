package io.steward.database.schema;

import io.steward.database.connection.SqlStates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tables and columns that this program uses, one table per line in {@code db/columns.txt}. */
public final class Schema {
  private static final String COLUMNS = "/db/columns.txt";

  private static final String READ_ONLY = "25006";
  private static final String UNKNOWN_COLUMN =
      """
      select t.name || '.' || a.attname
      from unnest(cast(? as text[])) line,
        lateral (select split_part(line, ': ', 1) as name, split_part(line, ': ', 2) as columns) t
        join pg_attribute a on a.attrelid = to_regclass(quote_ident(t.name))
      where a.attnum > 0 and a.attnotnull and not a.atthasdef and a.attidentity = ''
        and not a.attisdropped and a.attname <> all (string_to_array(t.columns, ', '))
      limit 1
      """;

  private final String probe;

  public Schema() {
    probe =
        lines().stream()
            .map(line -> line.split(": ", 2))
            .map(table -> "(select " + table[1] + " from " + table[0] + " limit 0) " + table[0])
            .collect(
                Collectors.joining(
                    ", ",
                    "select current_setting('transaction_read_only') where not exists (select from ",
                    ")"));
  }

  static List<String> lines() {
    try (InputStream columns = Schema.class.getResourceAsStream(COLUMNS)) {
      byte[] text = Objects.requireNonNull(columns).readAllBytes();
      return new String(text, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks that every table and column can be used, without reading a row.
   *
   * @throws SQLException if a table or column is missing or renamed, if the role may not read a
   *     table, if a session keeps a table locked, or if the database accepts no writes
   */
  public void probe(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(probe)) {
      if (rows.next() && rows.getString(1).equals("on")) {
        throw new SQLException("the database accepts no writes (transaction_read_only)", READ_ONLY);
      }
    }
  }

  /** Why this program cannot use the tables; empty if it can. Missing rights are not examined. */
  public Optional<String> fault(Connection connection) throws SQLException {
    try {
      probe(connection);
    } catch (SQLException e) {
      String state = SqlStates.state(e);
      if (!state.startsWith("42")) {
        throw e;
      }
      return state.equals("42501") ? Optional.empty() : Optional.of(fault(reason(e)));
    }
    return unknownColumn(connection)
        .map(
            column ->
                fault("column " + column + " has no default, and this Steward does not know it"));
  }

  private static String fault(String what) {
    return "Schema: " + what + ": start the Steward that made these tables, or restore the backup";
  }

  private static String reason(SQLException e) {
    return SqlStates.reason(e).orElse("");
  }

  /** A column that is not null without a default, so that inserts of this program would fail. */
  private static Optional<String> unknownColumn(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UNKNOWN_COLUMN)) {
      statement.setArray(1, connection.createArrayOf("text", lines().toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }
}
