package io.steward.admin.bulk;

import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.admin.list.Conditions;
import io.steward.admin.list.ListRequest;
import io.steward.admin.user.search.UserSearch;
import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.Query;
import io.steward.database.Database;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Acts on every user that matches a filter. If the act is refused for one, it changes nothing. */
final class MassAct {
  // A statement has a time limit. The filter may be slow, so it runs rarely.
  private static final int AT_ONCE = 2_000;
  private static final int MOST = 100_000;
  private static final int READ_AT_ONCE = 50 * AT_ONCE;

  /** The members of a request, as OPTIONS shows them. */
  static final List<FieldView> VIEWS =
      List.of(
          FieldView.nested("filter", true, UserSearch.VIEWS),
          FieldView.optional("expect", "integer").with("min_value", 0));

  private final AdminTransactions transactions;
  private final Kind kind;

  /**
   * A kind of act.
   *
   * @param permission what the caller needs
   * @param ifMore how to reach more users than are allowed at once, as a sentence
   * @param act acts on some thousand users
   */
  record Kind(String permission, String ifMore, BiConsumer<Work, List<Long>> act) {}

  MassAct(AdminTransactions transactions, Kind kind) {
    this.transactions = transactions;
    this.kind = kind;
  }

  /**
   * Answers a request with the number of users.
   *
   * @throws ProblemException 400; as {@link #apply}
   */
  Map<String, Long> answer(Caller caller, Input input) {
    input.demandOnly(List.of("filter", "expect"));
    Optional<Long> expected = input.number("expect");
    Optional<Query> filter =
        input.query("filter", sent -> ListRequest.demand(sent, UserSearch.VIEWS));
    input.refuseFaults();
    try {
      return Map.of("count", apply(caller, filter.orElseThrow(), expected));
    } catch (ProblemException e) {
      throw e.within("filter");
    }
  }

  /**
   * Acts on the users.
   *
   * @param filter the filters of the list of users
   * @param expected the number of users that the caller expects; a wrong filter rarely selects it
   * @return the number of users
   * @throws ProblemException 409 with the number unless it is the expected one; 403 if one of the
   *     users has more rights than the caller
   */
  private long apply(Caller caller, Query filter, Optional<Long> expected) {
    return transactions.changingRights(
        caller,
        kind.permission(),
        work -> {
          // The number of users tells something about them.
          work.demand("users.view_user");
          Conditions users = new UserSearch().conditions(work.em(), filter);
          if (!work.rights().coverAll(work.em(), users)) {
            throw new ProblemException(
                ProblemType.FORBIDDEN,
                "One of these users has more rights than you. Nothing was done.");
          }
          long number = number(work.em(), users);
          demand(number, expected);
          demandFew(number);
          long reached = forEach(work, users);
          demand(reached, expected);
          return reached;
        });
  }

  /** Each user's tokens take memory on every node. */
  private void demandFew(long number) {
    if (number > MOST) {
      throw ProblemException.otherCount(
          "At most " + MOST + " users at once. " + kind.ifMore(), number);
    }
  }

  private static void demand(long number, Optional<Long> expected) {
    if (expected.filter(expect -> expect == number).isEmpty()) {
      throw ProblemException.otherCount(
          "The filter selects %s user%s; send this number as \"expect\" to go on."
              .formatted(number, number == 1 ? "" : "s"),
          number);
    }
  }

  private long forEach(Work work, Conditions users) {
    long reached = 0;
    List<Long> ids = ids(work.em(), users, Long.MIN_VALUE);
    while (!ids.isEmpty()) {
      for (int from = 0; from < ids.size(); from += AT_ONCE) {
        kind.act().accept(work, ids.subList(from, Math.min(ids.size(), from + AT_ONCE)));
      }
      reached += ids.size();
      ids = ids(work.em(), users, ids.get(ids.size() - 1));
    }
    return reached;
  }

  private static long number(EntityManager em, Conditions users) {
    String sql = "select count(*) from users where " + users.sqlOfAll();
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
