package io.steward.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The sequences that number the rows of a table. If a program stores rows with its own ids, the
 * sequence falls behind. A later insert then draws an id that already exists.
 */
public final class Sequences {
  private static final String ALL =
      """
      select quote_ident(c.relname), quote_ident(a.attname),
        pg_get_serial_sequence(quote_ident(c.relname), a.attname)
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = to_regnamespace(quote_ident(current_schema()))
        and c.relname = any (?) and a.attidentity <> '' and not a.attisdropped
      order by 1, 2
      """;
  // The role of a serving node may lack rights on sequences. The query then finds nothing.
  private static final String BEHIND =
      """
      select max(%1$s) from %2$s
      having case when has_sequence_privilege(?, 'select, usage')
        then max(%1$s) > coalesce(pg_sequence_last_value(cast(? as regclass)), 0) else false end
      """;

  private Sequences() {}

  /**
   * A sequence that is behind the greatest id in its table.
   *
   * @param name the sequence, as SQL spells it
   * @param column the column that it numbers, such as {@code users.id}
   */
  public record Behind(String name, String column, long greatestId) {}

  /** The sequences of these tables that are behind the greatest id in their table. */
  public static List<Behind> behind(Connection connection, List<Table> tables) throws SQLException {
    List<Behind> all = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(ALL)) {
      Object[] names = tables.stream().map(Table::name).toArray();
      statement.setArray(1, connection.createArrayOf("text", names));
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          add(connection, found.getString(1), found.getString(2), found.getString(3), all);
        }
      }
    }
    return all;
  }

  private static void add(
      Connection connection, String table, String column, String sequence, List<Behind> all)
      throws SQLException {
    String query = BEHIND.formatted(column, table);
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, sequence);
      statement.setString(2, sequence);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          all.add(new Behind(sequence, table + "." + column, found.getLong(1)));
        }
      }
    }
  }

  /** Moves a sequence on, so that the next id is free. */
  public static void moveOn(Connection connection, Behind behind) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select setval(cast(? as regclass), greatest(?, nextval(cast(? as regclass))))")) {
      statement.setString(1, behind.name());
      statement.setLong(2, behind.greatestId());
      statement.setString(3, behind.name());
      statement.execute();
    }
  }
}
