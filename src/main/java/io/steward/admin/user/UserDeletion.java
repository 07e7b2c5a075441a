package io.steward.admin.user;

import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.Target;
import io.steward.audit.AuditEvent;
import io.steward.audit.Changes;
import io.steward.user.Users;

/** Deletes users; from then on their tokens are rejected. */
public final class UserDeletion {
  static final String PERMISSION = "users.delete_user";

  private final AdminTransactions transactions;

  public UserDeletion(AdminTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Deletes a user.
   *
   * @throws io.steward.problem.ProblemException 403; 404; 409 for the last active superuser; 412
   */
  public void delete(Caller caller, long userId, IfMatch condition) {
    transactions.changingRights(caller, PERMISSION, work -> delete(work, userId, condition));
  }

  private static boolean delete(Work work, long userId, IfMatch condition) {
    Target target = Target.locked(work, userId);
    target.demandOther("Use /user/update/ to delete your own account.");
    condition.demand(new ManagedUsers(work.em()).byId(userId).version());
    Users users = new Users(work.em());
    users.demandOtherSuperuser(target.user());
    work.sessions().endWithUser(userId);
    users.remove(target.user());
    // After the deletion, only this record links the id to the address.
    work.record(AuditEvent.USER_DELETED, userId, target.user().email(), new Changes());
    return true;
  }
}
