package io.steward.admin.group;

import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.admin.Named;
import io.steward.admin.Rights;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.Page;
import io.steward.admin.user.ManagedUser;
import io.steward.admin.user.ManagedUsers;
import io.steward.audit.AuditEvent;
import io.steward.audit.Changes;
import io.steward.database.Database;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads and changes the members of groups, many at once. */
public final class GroupMembers {
  static final String VIEW = "users.view_user";
  static final String CHANGE = "users.change_user";

  /** The most users in one change. */
  public static final int MOST = 1_000;

  private static final String IDS = "in (select unnest(cast(?1 as bigint[])))";
  private static final String LOCK =
      "select id from users where id " + IDS + " order by id for no key update";
  private static final String GREATER =
      """
      select id from users u where id %s and (is_superuser or exists (
        select from permissions p where not p.code = %s and p.id in (
          select permission_id from user_permissions where user_id = u.id
          union all
          select h.permission_id from user_groups m
            join group_permissions h on h.group_id = m.group_id where m.user_id = u.id)))
      order by id limit 1
      """
          .formatted(IDS, Named.any(2));
  private static final String INSERT =
      """
      insert into user_groups (user_id, group_id) select id, ?2 from users where id %s
      on conflict do nothing returning user_id
      """
          .formatted(IDS);
  private static final String DELETE =
      "delete from user_groups where group_id = ?2 and user_id " + IDS + " returning user_id";
  private static final String GROUPS =
      """
      select m.user_id, string_agg(g.name, chr(31) order by g.name) from user_groups m
        join groups g on g.id = m.group_id where m.user_id %s group by m.user_id
      """
          .formatted(IDS);

  private final AdminTransactions transactions;

  public GroupMembers(AdminTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Reads a page of the members.
   *
   * @throws ProblemException 400 if the cursor is invalid; 404
   */
  Page<ManagedUser> page(Caller caller, long groupId, ListRequest request) {
    return transactions.in(
        caller,
        VIEW,
        work -> {
          ManagedGroup group = Groups.byId(work.em(), groupId);
          return new ManagedUsers(work).members(group.id(), request);
        });
  }

  /**
   * Adds and removes members; all or nothing.
   *
   * @param add the ids of users who become members
   * @param remove the ids of users who are members no longer
   * @return the group afterwards
   * @throws ProblemException 400 for unknown users; 403 if a user has permissions that the caller
   *     does not have, or if the caller may not give the group; 404 for an unknown group
   */
  public ManagedGroup change(Caller caller, long groupId, Set<Long> add, Set<Long> remove) {
    return transactions.changingRights(
        caller, CHANGE, work -> change(work, Groups.byId(work.em(), groupId), add, remove));
  }

  private static ManagedGroup change(
      Work work, ManagedGroup group, Set<Long> add, Set<Long> remove) {
    Set<Long> all = new TreeSet<>(add);
    all.addAll(remove);
    Set<Long> known = ids(work, LOCK, Database.array(all));
    ProblemException.demandAll(
        List.of(() -> demandKnown("add", add, known), () -> demandKnown("remove", remove, known)));
    demandCovered(work, all);
    Map<Long, List<String>> before = groups(work, all);
    Set<Long> added = ids(work, INSERT, Database.array(add), group.id());
    if (!added.isEmpty()) {
      demandGivable(work.rights(), group);
    }
    Set<Long> changed = ids(work, DELETE, Database.array(remove), group.id());
    changed.addAll(added);
    if (!changed.isEmpty()) {
      work.sessions().renewTokens(changed);
      Map<Long, List<String>> after = groups(work, changed);
      changed.forEach(id -> record(work, group, id, before, after));
    }
    return Groups.byId(work.em(), group.id());
  }

  private static void demandKnown(String field, Set<Long> wanted, Set<Long> known) {
    Set<Long> unknown = new TreeSet<>(wanted);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw ProblemException.invalid(
          field,
          new Fault(Fault.DOES_NOT_EXIST, "No users have these ids: " + text(unknown) + "."));
    }
  }

  private static void demandCovered(Work work, Set<Long> users) {
    Rights rights = work.rights();
    Set<Long> greater =
        rights.isSuperuser()
            ? Set.of()
            : ids(work, GREATER, Database.array(users), Named.join(rights.codes()));
    if (!greater.isEmpty()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "The user " + text(greater) + " has permissions that you do not have.");
    }
  }

  private static void demandGivable(Rights giver, ManagedGroup group) {
    if (!giver.isSuperuser() && !giver.groups().contains(group.name())) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "You give only groups that you are a member of.");
    }
  }

  private static void record(
      Work work,
      ManagedGroup group,
      long id,
      Map<Long, List<String>> before,
      Map<Long, List<String>> after) {
    Changes changes =
        new Changes()
            .add("groups", before.getOrDefault(id, List.of()), after.getOrDefault(id, List.of()));
    work.record(AuditEvent.USER_CHANGED, id, "group " + group.id() + " " + group.name(), changes);
  }

  /** The names of the groups of each of these users who has any. */
  private static Map<Long, List<String>> groups(Work work, Set<Long> users) {
    Map<Long, List<String>> groups = new HashMap<>();
    List<?> rows = Database.query(work.em(), GROUPS, Database.array(users)).getResultList();
    for (Object row : rows) {
      Object[] columns = (Object[]) row;
      groups.put((Long) columns[0], List.of(((String) columns[1]).split("\u001f")));
    }
    return groups;
  }

  private static Set<Long> ids(Work work, String sql, Object... parameters) {
    List<?> rows = Database.query(work.em(), sql, parameters).getResultList();
    return rows.stream().map(Long.class::cast).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Set<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
