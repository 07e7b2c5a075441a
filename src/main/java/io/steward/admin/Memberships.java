package io.steward.admin;

import io.steward.admin.AdminTransactions.Work;
import io.steward.database.Database;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes the groups and the direct permissions of one user, in a transaction that changes rights.
 * Administrators give only what they have themselves.
 */
public final class Memberships {
  private static final String SEPARATOR = "\u001f";
  private static final String NAMES = "any(string_to_array(?2, chr(31)))";
  private static final String OF_GROUPS =
      """
      select distinct p.code from groups g join group_permissions h on h.group_id = g.id
        join permissions p on p.id = h.permission_id
      where g.name = any(string_to_array(?1, chr(31)))
      """;

  private final Target target;

  public Memberships(Target target) {
    this.target = target;
  }

  /** Makes these the only groups, see {@link #addGroups}. */
  public void replaceGroups(Set<String> names) {
    Set<String> present = current(Kind.GROUPS);
    addGroups(without(names, present));
    removeGroups(without(present, names));
  }

  /**
   * Adds the user to groups.
   *
   * @throws ProblemException 400 if a group is unknown; 403 if the administrator is not a member,
   *     or lacks a permission of a group
   */
  public void addGroups(Set<String> names) {
    Set<String> added = without(names, current(Kind.GROUPS));
    demandKnown(Kind.GROUPS, added);
    Rights giver = target.work().rights();
    if (!giver.isSuperuser()) {
      Set<String> others = without(added, giver.groups());
      if (!others.isEmpty()) {
        throw refusal("You give only groups that you are a member of, and not", others);
      }
      demandHeld(texts(OF_GROUPS, join(added)));
    }
    write(Kind.GROUPS.insert, added);
  }

  /** Removes the user from groups. */
  public void removeGroups(Set<String> names) {
    write(Kind.GROUPS.delete, names);
  }

  /** Makes these the only direct permissions, see {@link #addPermissions}. */
  public void replacePermissions(Set<String> codes) {
    Set<String> present = current(Kind.PERMISSIONS);
    addPermissions(without(codes, present));
    removePermissions(without(present, codes));
  }

  /**
   * Gives permissions to the user.
   *
   * @throws ProblemException 400 if a permission is unknown; 403 if the administrator lacks one
   */
  public void addPermissions(Set<String> codes) {
    Set<String> added = without(codes, current(Kind.PERMISSIONS));
    demandKnown(Kind.PERMISSIONS, added);
    demandHeld(added);
    write(Kind.PERMISSIONS.insert, added);
  }

  /** Takes direct permissions from the user. */
  public void removePermissions(Set<String> codes) {
    write(Kind.PERMISSIONS.delete, codes);
  }

  /** The two kinds of membership, with their statements. */
  private enum Kind {
    GROUPS("groups", "name", "user_groups", "group_id"),
    PERMISSIONS("permissions", "code", "user_permissions", "permission_id");

    private final String known;
    private final String present;
    private final String insert;
    private final String delete;

    Kind(String table, String name, String links, String key) {
      known =
          "select %2$s from %1$s where %2$s = any(string_to_array(?1, chr(31)))"
              .formatted(table, name);
      present =
          "select t.%2$s from %1$s t join %3$s l on l.%4$s = t.id where l.user_id = ?1"
              .formatted(table, name, links, key);
      insert =
          "insert into %3$s (user_id, %4$s) select ?1, id from %1$s where %2$s = %5$s on conflict do nothing"
              .formatted(table, name, links, key, NAMES);
      delete =
          "delete from %3$s where user_id = ?1 and %4$s in (select id from %1$s where %2$s = %5$s)"
              .formatted(table, name, links, key, NAMES);
    }
  }

  private Set<String> current(Kind kind) {
    return texts(kind.present, target.user().id());
  }

  private void demandKnown(Kind kind, Set<String> names) {
    Set<String> unknown = without(names, texts(kind.known, join(names)));
    if (!unknown.isEmpty()) {
      String field = kind == Kind.GROUPS ? "groups" : "permissions";
      throw ProblemException.invalid(
          field, new Fault("does_not_exist", "Not known: " + String.join(", ", unknown) + "."));
    }
  }

  private void demandHeld(Set<String> codes) {
    Rights giver = target.work().rights();
    Set<String> lacking = giver.isSuperuser() ? Set.of() : without(codes, giver.codes());
    if (!lacking.isEmpty()) {
      throw refusal("You give only permissions that you have, and not", lacking);
    }
  }

  private static ProblemException refusal(String sentence, Set<String> names) {
    return new ProblemException(
        ProblemType.FORBIDDEN, sentence + " " + String.join(", ", names) + ".");
  }

  private void write(String statement, Set<String> names) {
    Work work = target.work();
    long userId = target.user().id();
    if (!names.isEmpty()
        && Database.query(work.em(), statement, userId, join(names)).executeUpdate() > 0) {
      String raise = "update users set version = version + 1 where id = ?1";
      Database.query(work.em(), raise, userId).executeUpdate();
      work.sessions().renewTokens(userId);
    }
  }

  private Set<String> texts(String select, Object parameter) {
    List<?> rows = Database.query(target.work().em(), select, parameter).getResultList();
    Set<String> texts = new HashSet<>();
    rows.forEach(row -> texts.add((String) row));
    return texts;
  }

  private static Set<String> without(Collection<String> names, Set<String> others) {
    Set<String> rest = new TreeSet<>(names);
    rest.removeAll(others);
    return rest;
  }

  private static String join(Set<String> names) {
    return String.join(SEPARATOR, names);
  }
}
