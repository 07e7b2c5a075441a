package io.steward.admin;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.audit.Changes;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.util.function.Function;

/** Transactions of administrators. Each transaction first reads and checks the caller's rights. */
public final class AdminTransactions {
  private final SessionTransactions transactions;
  private final Administrators administrators;

  public AdminTransactions(SessionTransactions transactions, Administrators administrators) {
    this.transactions = transactions;
    this.administrators = administrators;
  }

  /** The means of an administrator in one transaction. */
  public record Work(EntityManager em, Sessions sessions, Actor actor, Rights rights) {
    /**
     * Refuses administrators without a further permission.
     *
     * @throws io.steward.problem.ProblemException 403
     */
    public void demand(String permission) {
      Administrators.demand(rights, permission);
    }

    /** Records an event about a user. */
    public void record(AuditEvent event, long userId, String detail, Changes changes) {
      new AuditLog(em).record(actor, event, AuditSubject.user(userId), detail, changes);
    }
  }

  /**
   * Reads or changes anything except rights.
   *
   * @throws io.steward.problem.ProblemException 401 or 403, see {@link Administrators}
   */
  public <T> T in(Caller caller, String permission, Function<Work, T> work) {
    return transactions.inTransaction(
        (em, sessions) ->
            work.apply(
                new Work(
                    em, sessions, caller.actor(), administrators.demand(em, caller, permission))));
  }

  /**
   * Changes what somebody may do: flags, groups, permissions, activity. Such changes wait for one
   * another, so each sees the result of the change before. Nodes then read the permissions again.
   */
  public <T> T changingRights(Caller caller, String permission, Function<Work, T> work) {
    return transactions.inTransaction(
        (em, sessions) -> {
          new Users(em).lockRights();
          Rights rights = administrators.demand(em, caller, permission);
          return work.apply(new Work(em, sessions, caller.actor(), rights));
        });
  }
}
