package io.steward.admin.group;

import io.steward.admin.AdminTransactions.Work;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.audit.Changes;
import io.steward.database.Database;
import java.util.List;

/**
 * Records what happens to a group: once for the group, and once for each member, whose rights
 * change with it. If there are very many members, the record of the group has their number instead.
 */
final class GroupRecords {
  /** The most members that a group may have when all are affected. */
  static final int MOST_MEMBERS = 100_000;

  private static final int MOST_RECORDED = 10_000;
  private static final int AT_ONCE = 2_000;
  private static final String MEMBERS =
      "select user_id from user_groups where group_id = ?1 order by user_id limit ?2";

  private GroupRecords() {}

  /** The ids of the members, at most {@link #MOST_MEMBERS} and one more. */
  static List<Long> members(Work work, long groupId) {
    List<?> ids = Database.query(work.em(), MEMBERS, groupId, MOST_MEMBERS + 1).getResultList();
    return ids.stream().map(Long.class::cast).toList();
  }

  /**
   * Records an event.
   *
   * @param members the members whom it concerns, see {@link #members}
   */
  static void write(
      Work work, AuditEvent event, ManagedGroup group, Changes changes, List<Long> members) {
    String name = "group " + group.id() + " " + group.name();
    boolean areRecorded = members.size() <= MOST_RECORDED;
    AuditLog log = new AuditLog(work.em());
    log.record(
        work.actor(),
        event,
        AuditSubject.UNKNOWN,
        areRecorded ? name : name + ", " + number(members) + " members",
        changes);
    int recorded = areRecorded ? members.size() : 0;
    AuditLog.Part part = new AuditLog.Part(name, changes);
    for (int from = 0; from < recorded; from += AT_ONCE) {
      List<Long> some = members.subList(from, Math.min(recorded, from + AT_ONCE));
      log.recordAll(work.actor(), event, some, part);
    }
  }

  private static String number(List<Long> members) {
    return members.size() > MOST_MEMBERS ? "over " + MOST_MEMBERS : String.valueOf(members.size());
  }
}
