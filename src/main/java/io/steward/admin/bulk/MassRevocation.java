package io.steward.admin.bulk;

import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.list.Conditions;
import io.steward.admin.user.UserSearch;
import io.steward.api.Query;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.database.Database;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** Ends the sessions of all users whom a filter selects. */
public final class MassRevocation {
  static final String PERMISSION = "users.delete_session";

  // A statement has a time limit. The filter may be slow, so it runs rarely.
  private static final int AT_ONCE = 2_000;
  private static final int MOST = 100_000;
  private static final int READ_AT_ONCE = 50 * AT_ONCE;

  private final AdminTransactions transactions;

  public MassRevocation(AdminTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Ends the sessions.
   *
   * @param filter the filters of the list of users
   * @param expected the number of users that the caller expects; a wrong filter rarely selects it
   * @throws ProblemException 409 with the number unless it is the expected one; 403 if one of the
   *     users has more rights than the caller
   */
  public long revoke(Caller caller, Query filter, Optional<Long> expected) {
    filter.demandOnly(UserSearch.FILTERS);
    return transactions.changingRights(
        caller,
        PERMISSION,
        work -> {
          // The number of users tells something about them.
          work.demand("users.view_user");
          Conditions users = UserSearch.conditions(work.em(), filter);
          if (!work.rights().coverAll(work.em(), users)) {
            throw new ProblemException(
                ProblemType.FORBIDDEN,
                "One of these users has more rights than you; you cannot end their sessions.");
          }
          long number = number(work.em(), users);
          demand(number, expected);
          demandFew(number);
          long revoked = revoke(work, users);
          demand(revoked, expected);
          return revoked;
        });
  }

  /** Each user's tokens take memory on every node. */
  private static void demandFew(long number) {
    if (number > MOST) {
      throw ProblemException.otherCount(
          "At most " + MOST + " users at once; the command sessions end-all ends all sessions.",
          number);
    }
  }

  private static void demand(long number, Optional<Long> expected) {
    if (expected.filter(expect -> expect == number).isEmpty()) {
      throw ProblemException.otherCount(
          "The filter selects " + number + " users; send this number as \"expect\" to go on.",
          number);
    }
  }

  private static long revoke(AdminTransactions.Work work, Conditions users) {
    AuditLog log = new AuditLog(work.em());
    long revoked = 0;
    List<Long> ids = ids(work.em(), users, Long.MIN_VALUE);
    while (!ids.isEmpty()) {
      for (int from = 0; from < ids.size(); from += AT_ONCE) {
        List<Long> some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
        work.sessions().endAllOf(some);
        log.recordAll(work.actor(), AuditEvent.SESSIONS_ENDED, some);
      }
      revoked += ids.size();
      ids = ids(work.em(), users, ids.get(ids.size() - 1));
    }
    return revoked;
  }

  private static long number(EntityManager em, Conditions users) {
    String sql = "select count(*) from users where " + users.sql();
    return (Long) Database.query(em, sql, users.values()).getSingleResult();
  }

  private static List<Long> ids(EntityManager em, Conditions users, long after) {
    Conditions rest = users.copy();
    rest.add("id > ?", after);
    String sql =
        "select id from users where %s order by id limit %s".formatted(rest.sql(), READ_AT_ONCE);
    List<?> ids = Database.query(em, sql, rest.values()).getResultList();
    return ids.stream().map(Long.class::cast).toList();
  }
}
