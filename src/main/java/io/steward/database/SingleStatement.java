package io.steward.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A frequent SQL statement that runs directly through JDBC. For a single row, EclipseLink uses more
 * processor time than PostgreSQL itself. Parameters are numbered as in JPA: {@code ?1}, {@code ?2}.
 */
public final class SingleStatement {
  private static final Pattern PARAMETER = Pattern.compile("\\?([1-9][0-9]?)");

  private final String sql;
  private final List<Integer> numbers;

  public SingleStatement(String sql) {
    this.sql = PARAMETER.matcher(sql).replaceAll("?");
    this.numbers =
        PARAMETER
            .matcher(sql)
            .results()
            .map((MatchResult found) -> Integer.valueOf(found.group(1)))
            .toList();
  }

  /** Converts a row to a value; column numbers begin with 1. */
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Runs the statement and commits, even if the data source provides connections without
   * autocommit. Returns the first row.
   *
   * @throws SQLException if the database does not answer or rejects the statement
   */
  <T> Optional<T> firstCommitted(Connection connection, RowReader<T> reader, Object... parameters)
      throws SQLException {
    if (connection.getAutoCommit()) {
      return first(connection, reader, parameters);
    }
    connection.setAutoCommit(true);
    try {
      return first(connection, reader, parameters);
    } finally {
      connection.setAutoCommit(false);
    }
  }

  private <T> Optional<T> first(Connection connection, RowReader<T> reader, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < numbers.size(); i++) {
        statement.setObject(i + 1, parameters[numbers.get(i) - 1]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
      }
    }
  }
}
