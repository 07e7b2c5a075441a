package io.steward.doctor;

import io.steward.database.Sequences;
import io.steward.user.StoredAddresses;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The checks of rows that other programs and earlier versions stored. */
public final class StoredRows {
  /**
   * How many addresses are named. Further ones are only counted, so that other findings stay
   * visible.
   */
  private static final int NAMED = 100;

  private StoredRows() {}

  /** Checks the sequences without changing them. */
  static List<Finding> sequences(Connection connection) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    for (Sequences.Behind behind : Sequences.behind(connection, Doctor.TABLES)) {
      findings.add(
          Finding.advice(
              "Sequence: " + behind.name() + " is behind " + greatest(behind) + ": run migrate"));
    }
    return findings;
  }

  /** Moves sequences on and reads all addresses; returns what was done and what is left to do. */
  public static List<Finding> mend(Connection connection) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    for (Sequences.Behind behind : Sequences.behind(connection, Doctor.TABLES)) {
      Sequences.moveOn(connection, behind);
      findings.add(Finding.good("Sequence: moved " + behind.name() + " past " + greatest(behind)));
    }
    StoredAddresses.read(connection);
    findings.addAll(addresses(connection));
    return findings;
  }

  private static String greatest(Sequences.Behind behind) {
    return String.format(Locale.ROOT, "the greatest %s, %d", behind.column(), behind.greatestId());
  }

  /**
   * Checks the addresses. Nodes do not do this at start, because addresses must not appear in the
   * log.
   */
  public static List<Finding> addresses(Connection connection) throws SQLException {
    if (!hasUsers(connection)) {
      return List.of();
    }
    List<String> faults = StoredAddresses.faults(connection);
    List<Finding> findings = new ArrayList<>();
    faults.stream()
        .limit(NAMED)
        .forEach(fault -> findings.add(Finding.advice("Address: " + fault)));
    if (faults.size() > NAMED) {
      findings.add(
          Finding.advice(
              String.format(
                  Locale.ROOT,
                  "Addresses: %d more are not canonical or not unique: correct those above first",
                  faults.size() - NAMED)));
    }
    return findings;
  }

  /** Checks what a search for users can find. */
  static Finding search(Connection connection) throws SQLException {
    return Finding.good(
        exists(connection, "users_infix")
            ? "Search: finds any part of a name or an address"
            : "Search: finds the beginnings of names and addresses; for any part, create the index"
                + " of the operations guide");
  }

  /** Whether the table of users exists, which the first migration creates. */
  private static boolean hasUsers(Connection connection) throws SQLException {
    return exists(connection, "users");
  }

  private static boolean exists(Connection connection, String relation) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select to_regclass(?) is not null")) {
      statement.setString(1, relation);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() && found.getBoolean(1);
      }
    }
  }
}
