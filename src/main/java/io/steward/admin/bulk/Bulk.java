package io.steward.admin.bulk;

import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.user.UserCreation;
import io.steward.credential.NewPassword;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of one request. Some lines share a transaction, and their results leave after its
 * commit. If one of them is refused, each gets a transaction of its own: a rollback to a savepoint
 * would not take back that this node refuses the tokens of ended sessions.
 */
final class Bulk {
  private final AdminTransactions transactions;
  private final BulkUser users;
  private final NewPassword newPassword;
  private final Caller caller;
  private final boolean isDry;
  private final Map<Object, Integer> keys = new HashMap<>();

  Bulk(
      AdminTransactions transactions,
      BulkUser users,
      NewPassword newPassword,
      Caller caller,
      boolean isDry) {
    this.transactions = transactions;
    this.users = users;
    this.newPassword = newPassword;
    this.caller = caller;
    this.isDry = isDry;
  }

  /** A line that can be read, or the result of one that cannot. */
  private record Prepared(Optional<BulkLine> line, Map<String, Object> result) {}

  /** Applies some lines; returns a result for each, in their order. */
  List<Map<String, Object>> apply(List<BulkLines.Line> lines) {
    List<Prepared> prepared = lines.stream().map(this::prepared).toList();
    try {
      return together(prepared);
    } catch (ProblemException e) {
      List<Map<String, Object>> results = new ArrayList<>();
      prepared.forEach(one -> results.add(alone(one)));
      return results;
    }
  }

  private Prepared prepared(BulkLines.Line line) {
    try {
      return new Prepared(Optional.of(BulkLine.read(line, newPassword, isDry)), Map.of());
    } catch (ProblemException e) {
      return new Prepared(Optional.empty(), failed(line.number(), e));
    }
  }

  private Map<String, Object> alone(Prepared line) {
    if (line.line().isEmpty()) {
      return line.result();
    }
    try {
      return together(List.of(line)).get(0);
    } catch (ProblemException e) {
      return failed(line.line().get().number(), e);
    }
  }

  private List<Map<String, Object>> together(List<Prepared> lines) {
    BulkKeys added = new BulkKeys(keys);
    List<Map<String, Object>> results = new ArrayList<>();
    ProblemException rollback = new ProblemException(ProblemType.CONFLICT);
    try {
      transactions.changingRights(
          caller,
          UserCreation.PERMISSION,
          work -> {
            lines.forEach(
                one ->
                    results.add(
                        one.line()
                            .map(line -> done(line, users.apply(work, line, added)))
                            .orElse(one.result())));
            if (isDry) {
              throw rollback;
            }
            return true;
          });
    } catch (ProblemException e) {
      if (e != rollback) {
        throw e;
      }
    }
    added.keep();
    return results;
  }

  private Map<String, Object> done(BulkLine line, BulkUser.Done done) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("line", line.number());
    result.put("status", done.status());
    if (!isDry || done.status() == 200) {
      result.put("id", done.id());
    }
    return result;
  }

  private static Map<String, Object> failed(int number, ProblemException problem) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("line", number);
    result.put("status", problem.type().status());
    problem.body("").forEach(result::putIfAbsent);
    result.remove("instance");
    return result;
  }
}
