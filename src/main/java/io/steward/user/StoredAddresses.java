package io.steward.user;

import io.steward.database.Chore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The email addresses of all users, as other programs and earlier versions stored them. PostgreSQL
 * cannot compute the canonical spelling of an internationalised domain, so Steward adds it.
 */
public final class StoredAddresses {
  /** An address that may have another spelling; the condition of an index. */
  static final String SPELLED = "email collate \"C\" ~ '[^!-~]|[Xx][Nn]--|@[^@]*[A-Z]'";

  private static final int BATCH = 200;

  /** Rows that Steward has not read yet; the condition of an index. */
  static final String NOT_READ = "canonical_email is null and " + SPELLED;

  private static final String UNREAD = toRead(NOT_READ);

  /**
   * Selects twins: users whose address another user has too. If the other user is deleted, the twin
   * is alone again.
   */
  private static final String TWINS = toRead("canonical_email like 'twin %' and id > ?");

  /** Bounded, because the rows are compared in memory. */
  private static final int COMPARED = 100_000;

  private static final String ODD =
      "select id, email from users where " + SPELLED + " order by id limit ?";

  private StoredAddresses() {}

  private static String toRead(String condition) {
    return "select id, email from users where %s order by id limit %s for update skip locked"
        .formatted(condition, BATCH);
  }

  /** A user's address as it is stored. */
  private record Row(long id, String email) {
    String canonical() {
      return EmailAddress.canonical(email);
    }
  }

  /** The chore that reads the addresses which other programs stored. */
  public static Chore chore() {
    AtomicLong after = new AtomicLong();
    return Chore.onConnectAndEvery(
        Duration.ofMinutes(1),
        "canonical addresses",
        connection -> {
          after.set(readTwins(connection, after.get()));
          return readSome(connection) || after.get() > 0;
        });
  }

  /** Adds the canonical spelling to all rows that lack it, and to twins that are alone again. */
  public static void read(Connection connection) throws SQLException {
    boolean more = true;
    while (more) {
      more = readSome(connection);
    }
    long after = 0;
    do {
      after = readTwins(connection, after);
    } while (after > 0);
  }

  /** Reads some twins with greater ids. Returns the greatest id read, or 0 after the last twin. */
  private static long readTwins(Connection connection, long after) throws SQLException {
    List<Row> twins = rows(connection, TWINS, after);
    keep(connection, twins);
    return twins.size() == BATCH ? twins.get(BATCH - 1).id() : 0;
  }

  /** Adds the canonical spelling to some of the rows that lack it; true if there may be more. */
  static boolean readSome(Connection connection) throws SQLException {
    List<Row> rows = rows(connection, UNREAD);
    keep(connection, rows);
    return rows.size() == BATCH;
  }

  private static void keep(Connection connection, List<Row> rows) throws SQLException {
    try (PreparedStatement keep =
        connection.prepareStatement("select keep_canonical_email(?, ?, ?)")) {
      for (Row row : rows) {
        keep.setLong(1, row.id());
        keep.setString(2, row.email());
        keep.setString(3, row.canonical());
        keep.execute();
      }
    }
  }

  /**
   * The addresses that are not canonical, or that several users have; each with its remedy. Needs
   * only the first migration. Stops after 100,000 addresses that may have another spelling, and
   * says so first.
   */
  public static List<String> faults(Connection connection) throws SQLException {
    return faults(connection, COMPARED);
  }

  static List<String> faults(Connection connection, int limit) throws SQLException {
    Map<String, List<Row>> users = new LinkedHashMap<>();
    List<Row> odd = rows(connection, ODD, limit);
    for (Row row : odd) {
      users.computeIfAbsent(row.canonical(), address -> new ArrayList<>()).add(row);
    }
    addPlain(connection, users);
    List<String> faults = new ArrayList<>();
    if (odd.size() == limit) {
      faults.add(
          ("only the first %s that may have another spelling were checked, up to user %s:"
                  + " correct them, then check again")
              .formatted(limit, odd.get(limit - 1).id()));
    }
    users.forEach((address, rows) -> fault(address, rows, faults));
    return faults;
  }

  /** Adds the users that have one of these addresses in its canonical spelling. */
  private static void addPlain(Connection connection, Map<String, List<Row>> users)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select id, email from users where lower(email collate \"C\") = any (?) and not "
                + SPELLED)) {
      statement.setArray(1, connection.createArrayOf("text", users.keySet().toArray()));
      try (ResultSet found = statement.executeQuery()) {
        for (Row row : rows(found)) {
          users.getOrDefault(row.canonical(), new ArrayList<>()).add(row);
        }
      }
    }
  }

  private static void fault(String address, List<Row> rows, List<String> faults) {
    if (rows.size() > 1) {
      faults.add(twins(address, rows));
      return;
    }
    Row row = rows.get(0);
    String spelling = EmailAddress.parse(row.email()).map(EmailAddress::text).orElse("");
    if (spelling.isEmpty()) {
      faults.add(
          "%s of user %s is not valid; the user can log in with exactly this text: correct it by SQL"
              .formatted(row.email(), row.id()));
    } else if (!spelling.equals(row.email())) {
      faults.add(
          "%s of user %s is not canonical: update users set email = '%s' where id = %s;"
              .formatted(row.email(), row.id(), spelling.replace("'", "''"), row.id()));
    }
  }

  private static String twins(String address, List<Row> rows) {
    List<String> users =
        rows.stream().map(row -> "%s (%s)".formatted(row.id(), row.email())).toList();
    return "%s is the address of the users %s: change or delete all but one"
        .formatted(address, String.join(", ", users));
  }

  private static List<Row> rows(Connection connection, String query, long... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setLong(i + 1, parameters[i]);
      }
      try (ResultSet found = statement.executeQuery()) {
        return rows(found);
      }
    }
  }

  private static List<Row> rows(ResultSet found) throws SQLException {
    List<Row> rows = new ArrayList<>();
    while (found.next()) {
      rows.add(new Row(found.getLong(1), found.getString(2)));
    }
    return rows;
  }
}
