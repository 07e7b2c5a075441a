package io.steward.database;

import java.util.Set;

/**
 * A table that its owner uses.
 *
 * @param privileges those that the database role must hold
 */
public record Table(String name, Set<Privilege> privileges) {
  public Table {
    privileges = Set.copyOf(privileges);
  }

  /** Those of SQL that can be granted on a table. */
  public enum Privilege {
    SELECT,
    INSERT,
    UPDATE,
    DELETE
  }

  /** A table whose rows are added, changed and removed. */
  public static Table changeable(String name) {
    return new Table(name, Set.of(Privilege.values()));
  }

  /** A table whose rows are only added. */
  public static Table appendOnly(String name) {
    return new Table(name, Set.of(Privilege.SELECT, Privilege.INSERT));
  }
}
