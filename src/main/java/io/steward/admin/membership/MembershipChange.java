package io.steward.admin.membership;

import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.Named;
import io.steward.admin.user.ManagedUser;
import io.steward.admin.user.ManagedUsers;
import io.steward.admin.user.UserChange;
import io.steward.admin.user.UserChange.Patch;
import io.steward.api.Input;
import io.steward.problem.Fault;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the groups and permissions of one user, and gives and takes some of them. */
public final class MembershipChange {
  static final String VIEW = "users.view_user";
  static final String CHANGE = "users.change_user";

  private final AdminTransactions transactions;
  private final UserChange change;

  public MembershipChange(AdminTransactions transactions, UserChange change) {
    this.transactions = transactions;
    this.change = change;
  }

  /** The names to add and those to remove; no name is in both. */
  public record Difference(Set<String> add, Set<String> remove) {
    /**
     * Reads a request.
     *
     * @throws io.steward.problem.ProblemException 400
     */
    static Difference read(Input input) {
      input.demandOnly(List.of("add", "remove"));
      Set<String> add = input.texts("add").orElse(Set.of());
      Set<String> remove = input.texts("remove").orElse(Set.of());
      if (!Collections.disjoint(add, remove)) {
        input.fault("remove", Fault.invalid("A name may be in only one of the two lists."));
      }
      input.refuseFaults();
      return new Difference(add, remove);
    }

    private Set<String> of(List<String> present) {
      Set<String> names = new TreeSet<>(present);
      names.addAll(add);
      names.removeAll(remove);
      return names;
    }
  }

  /**
   * The user's groups and permissions.
   *
   * @throws io.steward.problem.ProblemException 404
   */
  ManagedUser.Detail read(Caller caller, long userId) {
    return transactions.in(caller, VIEW, work -> new ManagedUsers(work.em()).detail(userId));
  }

  /**
   * Adds a user to groups and removes the user from others.
   *
   * @throws io.steward.problem.ProblemException 400 if a group is unknown; 403; 404; 412
   */
  public ManagedUser.Detail changeGroups(
      Caller caller, long userId, IfMatch condition, Difference difference) {
    return transactions.changingRights(
        caller,
        CHANGE,
        work -> {
          Named.GROUPS.demandKnown(work.em(), "add", difference.add());
          Named.GROUPS.demandKnown(work.em(), "remove", difference.remove());
          ManagedUser user = new ManagedUsers(work.em()).detail(userId).row();
          Patch patch = Patch.ofGroups(difference.of(user.groups()));
          return change.apply(work, userId, condition, patch);
        });
  }

  /**
   * Gives a user permissions directly, and takes others.
   *
   * @throws io.steward.problem.ProblemException 400 if a permission is unknown; 403; 404; 412
   */
  public ManagedUser.Detail changePermissions(
      Caller caller, long userId, IfMatch condition, Difference difference) {
    return transactions.changingRights(
        caller,
        CHANGE,
        work -> {
          Named.PERMISSIONS.demandKnown(work.em(), "add", difference.add());
          Named.PERMISSIONS.demandKnown(work.em(), "remove", difference.remove());
          ManagedUser user = new ManagedUsers(work.em()).detail(userId).row();
          Patch patch = Patch.ofPermissions(difference.of(user.permissions()));
          return change.apply(work, userId, condition, patch);
        });
  }
}
