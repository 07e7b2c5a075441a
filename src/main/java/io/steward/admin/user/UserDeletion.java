package io.steward.admin.user;

import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.Target;
import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.Changes;
import io.steward.database.Database;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.user.Users;
import jakarta.persistence.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deletes users; from then on their tokens are rejected. */
public final class UserDeletion {
  public static final String PERMISSION = "users.delete_user";

  private static final String LOST =
      """
      select id, email, is_staff, is_superuser,
        (select string_agg(g.name, chr(31) order by g.name) from user_groups m
          join groups g on g.id = m.group_id where m.user_id = users.id),
        (select string_agg(p.code, chr(31) order by p.code) from user_permissions h
          join permissions p on p.id = h.permission_id where h.user_id = users.id)
      from users where id = any (cast(?1 as bigint[]))
      """;

  private final AdminTransactions transactions;

  public UserDeletion(AdminTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Deletes a user.
   *
   * @throws ProblemException 403; 404; 409 for the last active superuser; 412
   */
  public void delete(Caller caller, long userId, IfMatch condition) {
    transactions.changingRights(caller, PERMISSION, work -> delete(work, userId, condition));
  }

  private static boolean delete(Work work, long userId, IfMatch condition) {
    Target target = Target.locked(work, userId);
    target.demandOther("Use /user/update/ to delete your own account.");
    ManagedUser before = new ManagedUsers(work).byId(userId);
    condition.demand(before.version());
    Users users = new Users(work.em());
    users.demandOtherSuperuser(target.user());
    work.sessions().endWithUser(userId);
    users.remove(target.user());
    // After the deletion, only this record links the id to the address.
    work.record(AuditEvent.USER_DELETED, userId, target.user().email(), before.lostRights());
    return true;
  }

  /**
   * Deletes some thousand users, in a transaction that changes rights and whose rights cover
   * theirs. The last active superuser stays, because only another one may delete a superuser.
   *
   * @throws ProblemException 403 if one is the caller
   */
  public static void deleteAll(Work work, List<Long> userIds) {
    if (work.actor() instanceof Actor.User own && userIds.contains(own.id())) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "The filter also selects your own account. Nothing was deleted.");
    }
    Users users = new Users(work.em());
    users.lockAll(userIds);
    Map<Long, AuditLog.Part> parts = lost(work, userIds);
    work.sessions().endWithUsers(userIds);
    users.removeAll(userIds);
    new AuditLog(work.em()).recordAll(work.actor(), AuditEvent.USER_DELETED, parts);
  }

  private static Map<Long, AuditLog.Part> lost(Work work, List<Long> userIds) {
    Map<Long, AuditLog.Part> parts = new LinkedHashMap<>();
    Query select = Database.query(work.em(), LOST, Database.array(userIds));
    for (Object row : select.getResultList()) {
      Object[] columns = (Object[]) row;
      Changes lost =
          ManagedUser.lostRights(
              (Boolean) columns[2],
              (Boolean) columns[3],
              ManagedUser.words(columns[4]),
              ManagedUser.words(columns[5]));
      parts.put((Long) columns[0], new AuditLog.Part((String) columns[1], lost));
    }
    return parts;
  }
}
