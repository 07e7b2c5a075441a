package io.steward.database;

import java.util.Set;

/**
 * A database table and what Steward does with it.
 *
 * @param privileges the SQL privileges that the database role must have on the table
 */
public record Table(String name, Set<Privilege> privileges) {
  public Table {
    privileges = Set.copyOf(privileges);
  }

  /** The SQL privileges that Steward needs on tables. */
  public enum Privilege {
    SELECT,
    INSERT,
    UPDATE,
    DELETE
  }

  /** A table in which rows are added, changed and removed. */
  public static Table changeable(String name) {
    return new Table(name, Set.of(Privilege.values()));
  }

  /** A table that only migrations change. */
  public static Table readOnly(String name) {
    return new Table(name, Set.of(Privilege.SELECT));
  }

  /** A table to which rows are only added. */
  public static Table appendOnly(String name) {
    return new Table(name, Set.of(Privilege.SELECT, Privilege.INSERT));
  }
}
