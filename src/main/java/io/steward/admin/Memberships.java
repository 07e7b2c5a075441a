package io.steward.admin;

import io.steward.admin.AdminTransactions.Work;
import io.steward.database.Database;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Changes the groups and the direct permissions of one user, in a transaction that changes rights.
 * Administrators give only what they have themselves.
 */
public final class Memberships {
  private static final String OF_GROUPS =
      """
      select distinct p.code from groups g join group_permissions h on h.group_id = g.id
        join permissions p on p.id = h.permission_id
      where g.name = %s
      """
          .formatted(Named.any(1));

  private final Target target;
  private final boolean isNew;

  /** The memberships of a user who may have access tokens. */
  public Memberships(Target target) {
    this(target, false);
  }

  private Memberships(Target target, boolean isNew) {
    this.target = target;
    this.isNew = isNew;
  }

  /** The memberships of a user added in this transaction, who has no access tokens yet. */
  public static Memberships ofNewUser(Work work, User user) {
    Rights given =
        new Rights(
            user.dateJoined(),
            user.isActive(),
            user.isStaff(),
            user.isSuperuser(),
            Set.of(),
            Set.of());
    return new Memberships(new Target(work, user, given), true);
  }

  /**
   * Refuses unknown groups and permissions. Then this also reads whether the address is taken,
   * which the database checks otherwise, so that all faults are reported together.
   *
   * @param address the new address of the user, if it changes
   * @param userId the id of the user; 0 for a new one
   * @throws ProblemException 400
   */
  public static void demandKnown(
      EntityManager em,
      Set<String> groups,
      Set<String> permissions,
      Optional<EmailAddress> address,
      long userId) {
    List<Runnable> names =
        List.of(
            () -> Named.GROUPS.demandKnown(em, "groups", groups),
            () -> Named.PERMISSIONS.demandKnown(em, "permissions", permissions));
    try {
      ProblemException.demandAll(names);
    } catch (ProblemException e) {
      Runnable unknown = () -> refuse(e);
      Runnable taken = () -> address.ifPresent(given -> demandFree(em, given, userId));
      ProblemException.demandAll(List.of(unknown, taken));
    }
  }

  private static void refuse(ProblemException refusal) {
    throw refusal;
  }

  private static void demandFree(EntityManager em, EmailAddress address, long userId) {
    if (new Users(em).byEmail(address.text()).filter(user -> user.id() != userId).isPresent()) {
      throw Users.taken();
    }
  }

  /** Makes these the only groups, see {@link #addGroups}. */
  public void replaceGroups(Set<String> names) {
    Set<String> present = current(Kind.GROUPS);
    addGroups(without(names, present));
    removeGroups(without(present, names));
  }

  /**
   * Adds the user to groups, which are known.
   *
   * @throws ProblemException 403 if the administrator is not a member, or lacks a permission of a
   *     group
   */
  public void addGroups(Set<String> names) {
    Set<String> added = without(names, current(Kind.GROUPS));
    if (!added.isEmpty()) {
      demandNotOwn();
      demandGiver(target.work(), added);
      writeGroups(Kind.GROUPS.insert, added);
    }
  }

  /**
   * Refuses groups that the administrator may not give.
   *
   * @throws ProblemException 400 if a group is unknown; as {@link #addGroups}
   */
  public static void demandGivable(Work work, Set<String> groups) {
    Named.GROUPS.demandKnown(work.em(), "groups", groups);
    demandGiver(work, groups);
  }

  private static void demandGiver(Work work, Set<String> groups) {
    Rights giver = work.rights();
    if (!giver.isSuperuser()) {
      Set<String> others = without(groups, giver.groups());
      if (!others.isEmpty()) {
        throw refusal("You give only groups that you are a member of, and not", others);
      }
      demandHeld(giver, texts(work.em(), OF_GROUPS, Named.join(groups)));
    }
  }

  /** Removes the user from groups. */
  public void removeGroups(Set<String> names) {
    writeGroups(Kind.GROUPS.delete, names);
  }

  /** Makes these the only direct permissions, see {@link #addPermissions}. */
  public void replacePermissions(Set<String> codes) {
    Set<String> present = current(Kind.PERMISSIONS);
    addPermissions(without(codes, present));
    removePermissions(without(present, codes));
  }

  /**
   * Gives permissions to the user, which are known.
   *
   * @throws ProblemException 403 if the administrator lacks one
   */
  public void addPermissions(Set<String> codes) {
    Set<String> added = without(codes, current(Kind.PERMISSIONS));
    if (added.isEmpty()) {
      return;
    }
    demandNotOwn();
    demandHeld(target.work().rights(), added);
    writePermissions(Kind.PERMISSIONS.insert, added);
  }

  /** Takes direct permissions from the user. */
  public void removePermissions(Set<String> codes) {
    writePermissions(Kind.PERMISSIONS.delete, codes);
  }

  /** The two kinds of membership, with their statements. */
  private enum Kind {
    GROUPS("groups", "name", "user_groups", "group_id"),
    PERMISSIONS("permissions", "code", "user_permissions", "permission_id");

    private final String present;
    private final String insert;
    private final String delete;

    Kind(String table, String name, String links, String key) {
      present =
          "select t.%2$s from %1$s t join %3$s l on l.%4$s = t.id where l.user_id = ?1"
              .formatted(table, name, links, key);
      insert =
          "insert into %3$s (user_id, %4$s) select ?1, id from %1$s where %2$s = %5$s on conflict do nothing"
              .formatted(table, name, links, key, Named.any(2));
      delete =
          "delete from %3$s where user_id = ?1 and %4$s in (select id from %1$s where %2$s = %5$s)"
              .formatted(table, name, links, key, Named.any(2));
    }
  }

  private Set<String> current(Kind kind) {
    return isNew ? Set.of() : texts(target.work().em(), kind.present, target.user().id());
  }

  /**
   * Otherwise, administrators could turn a permission that they have through a group into one of
   * their own.
   */
  private void demandNotOwn() {
    if (!target.work().rights().isSuperuser()) {
      target.demandOther("Another administrator must give you groups and permissions.");
    }
  }

  private static void demandHeld(Rights giver, Set<String> codes) {
    Set<String> lacking = giver.isSuperuser() ? Set.of() : without(codes, giver.codes());
    if (!lacking.isEmpty()) {
      throw refusal("You give only permissions that you have, and not", lacking);
    }
  }

  private static ProblemException refusal(String sentence, Set<String> names) {
    return new ProblemException(
        ProblemType.FORBIDDEN, sentence + " " + String.join(", ", names) + ".");
  }

  private void writeGroups(String statement, Set<String> names) {
    Work work = target.work();
    if (write(statement, names) && !isNew) {
      work.sessions().renewTokens(target.user().id());
    }
  }

  private void writePermissions(String statement, Set<String> codes) {
    if (write(statement, codes) && !isNew) {
      new Users(target.work().em()).raiseVersion(target.user().id());
    }
  }

  private boolean write(String statement, Set<String> names) {
    EntityManager em = target.work().em();
    return !names.isEmpty()
        && Database.query(em, statement, target.user().id(), Named.join(names)).executeUpdate() > 0;
  }

  private static Set<String> texts(EntityManager em, String select, Object parameter) {
    List<?> rows = Database.query(em, select, parameter).getResultList();
    Set<String> texts = new HashSet<>();
    rows.forEach(row -> texts.add((String) row));
    return texts;
  }

  private static Set<String> without(Collection<String> names, Set<String> others) {
    Set<String> rest = new TreeSet<>(names);
    rest.removeAll(others);
    return rest;
  }
}
