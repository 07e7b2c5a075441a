package io.steward.admin.group;

import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.Named;
import io.steward.admin.list.Conditions;
import io.steward.audit.AuditEvent;
import io.steward.audit.Changes;
import io.steward.database.Database;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Adds, changes and deletes groups. A group with permissions is changed only by those who have all
 * of them.
 */
public final class GroupChange {
  static final String ADD = "auth.add_group";
  static final String CHANGE = "auth.change_group";
  static final String DELETE = "auth.delete_group";

  private final AdminTransactions transactions;

  public GroupChange(AdminTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Adds a group.
   *
   * @param name a valid name, see {@link GroupFields}
   * @param permissions the codes of its permissions
   * @throws ProblemException 400 if the name is taken, or a permission is unknown; 403 for
   *     permissions that the caller does not have
   */
  public ManagedGroup create(Caller caller, String name, Set<String> permissions) {
    return transactions.changingRights(
        caller,
        ADD,
        work -> {
          demandPossible(work.em(), Optional.of(name), permissions);
          demandHeld(work, permissions);
          String insert =
              "insert into groups (name) values (?1) on conflict (name) do nothing returning id";
          List<?> ids = Database.query(work.em(), insert, name).getResultList();
          if (ids.isEmpty()) {
            throw taken();
          }
          long id = (Long) ids.get(0);
          give(work, id, permissions);
          ManagedGroup added = Groups.byId(work.em(), id);
          Changes changes =
              new Changes()
                  .add("name", null, name)
                  .add("permissions", List.of(), added.permissions());
          GroupRecords.write(work, AuditEvent.GROUP_CREATED, added, changes, List.of());
          return added;
        });
  }

  /**
   * Changes a group. A new name reaches the members with the next refresh of their tokens; this
   * ends their access tokens.
   *
   * @param name the new name; empty if it stays
   * @param permissions the codes of all permissions that the group is to have; empty if they stay
   * @throws ProblemException as {@link #create}; 404; 412
   */
  public ManagedGroup change(
      Caller caller,
      long id,
      IfMatch condition,
      Optional<String> name,
      Optional<Set<String>> permissions) {
    return transactions.changingRights(
        caller,
        CHANGE,
        work -> {
          ManagedGroup before = demanded(work, id, condition);
          Optional<String> other = name.filter(given -> !given.equals(before.name()));
          demandPossible(work.em(), other, permissions.orElse(Set.of()));
          other.ifPresent(given -> rename(work, before, given));
          permissions.ifPresent(codes -> replace(work, before, codes));
          ManagedGroup after = Groups.byId(work.em(), id);
          Changes changes =
              new Changes()
                  .add("name", before.name(), after.name())
                  .add("permissions", before.permissions(), after.permissions());
          if (!changes.isEmpty()) {
            List<Long> members = GroupRecords.members(work, id);
            GroupRecords.write(work, AuditEvent.GROUP_CHANGED, after, changes, members);
          }
          return after;
        });
  }

  /**
   * Deletes a group. Its members keep their sessions, and lose their access tokens.
   *
   * @throws ProblemException 403; 404; 412
   */
  public void delete(Caller caller, long id, IfMatch condition) {
    transactions.changingRights(
        caller,
        DELETE,
        work -> {
          ManagedGroup group = demanded(work, id, condition);
          List<Long> members = fewMembers(work, id);
          demandNoGreaterMember(work, id);
          work.sessions().renewTokensOfGroup(id);
          Database.query(work.em(), "delete from groups where id = ?1", id).executeUpdate();
          Changes changes =
              new Changes()
                  .add("name", group.name(), null)
                  .add("permissions", group.permissions(), List.of());
          GroupRecords.write(work, AuditEvent.GROUP_DELETED, group, changes, members);
          return true;
        });
  }

  /** Each member's tokens take memory on every node. */
  private static List<Long> fewMembers(Work work, long id) {
    List<Long> members = GroupRecords.members(work, id);
    if (members.size() > GroupRecords.MOST_MEMBERS) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "The group has more than %s members: remove some of them first."
              .formatted(GroupRecords.MOST_MEMBERS));
    }
    return members;
  }

  private static void demandNoGreaterMember(Work work, long id) {
    Conditions members = new Conditions();
    members.add("id in (select user_id from user_groups where group_id = ?)", id);
    if (!work.rights().coverAll(work.em(), members)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "A member of the group has permissions that you do not have.");
    }
  }

  private static ManagedGroup demanded(Work work, long id, IfMatch condition) {
    ManagedGroup group = Groups.byId(work.em(), id);
    demandHeld(work, group.permissions());
    condition.demand(group.version());
    return group;
  }

  private static void demandHeld(Work work, Collection<String> codes) {
    Set<String> lacking = new TreeSet<>(codes);
    lacking.removeAll(work.rights().codes());
    if (!work.rights().isSuperuser() && !lacking.isEmpty()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "You need all permissions of the group, and lack " + String.join(", ", lacking) + ".");
    }
  }

  /** Other programs know groups by their names, so another name can give rights there. */
  private static void rename(Work work, ManagedGroup group, String name) {
    if (!work.rights().isSuperuser()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "Only a superuser gives a group another name.");
    }
    long id = group.id();
    fewMembers(work, id);
    try {
      String update = "update groups set name = ?2, version = version + 1 where id = ?1";
      Database.query(work.em(), update, id, name).executeUpdate();
    } catch (PersistenceException e) {
      throw Database.violates(e, "groups_name_key") ? taken() : e;
    }
    work.sessions().renewTokensOfGroup(id);
  }

  private static void demandPossible(
      EntityManager em, Optional<String> name, Set<String> permissions) {
    ProblemException.demandAll(
        List.of(
            () -> name.ifPresent(given -> demandFree(em, given)),
            () -> Named.PERMISSIONS.demandKnown(em, "permissions", permissions)));
  }

  private static void demandFree(EntityManager em, String name) {
    String select = "select exists (select from groups where name = ?1)";
    if ((Boolean) Database.query(em, select, name).getSingleResult()) {
      throw taken();
    }
  }

  private static ProblemException taken() {
    return ProblemException.invalid(
        "name", new Fault("unique", "group with this name already exists."));
  }

  /** Otherwise, members could keep a permission that they have for a time, or by another group. */
  private static void demandNotOwn(Work work, ManagedGroup before, Set<String> codes) {
    if (!work.rights().isSuperuser()
        && work.rights().groups().contains(before.name())
        && !before.permissions().containsAll(codes)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "Another administrator must give permissions to a group that you are a member of.");
    }
  }

  private static void replace(Work work, ManagedGroup before, Set<String> codes) {
    if (codes.equals(Set.copyOf(before.permissions()))) {
      return;
    }
    demandHeld(work, codes);
    demandNotOwn(work, before, codes);
    if (!codes.containsAll(before.permissions())) {
      demandNoGreaterMember(work, before.id());
    }
    String delete =
        "delete from group_permissions where group_id = ?1 and permission_id not in"
            + " (select id from permissions where code = %s)".formatted(Named.any(2));
    Database.query(work.em(), delete, before.id(), Named.join(codes)).executeUpdate();
    give(work, before.id(), codes);
    String raise = "update groups set version = version + 1 where id = ?1";
    Database.query(work.em(), raise, before.id()).executeUpdate();
  }

  private static void give(Work work, long id, Set<String> codes) {
    String insert =
        "insert into group_permissions (group_id, permission_id) select ?1, id from permissions"
            + " where code = %s on conflict do nothing".formatted(Named.any(2));
    Database.query(work.em(), insert, id, Named.join(codes)).executeUpdate();
  }
}
