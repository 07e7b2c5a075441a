package io.steward.admin.membership;

import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.EffectivePermission;
import io.steward.admin.IfMatch;
import io.steward.admin.Named;
import io.steward.admin.user.ManagedUser;
import io.steward.admin.user.ManagedUsers;
import io.steward.admin.user.UserChange;
import io.steward.admin.user.UserChange.Patch;
import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the groups or permissions of one user, and gives and takes some of them. */
public final class MembershipChange {
  static final String VIEW = "users.view_user";
  static final String CHANGE = "users.change_user";

  /** The members of a change, as OPTIONS shows them. */
  static final List<FieldView> VIEWS =
      List.of(FieldView.optional("add", "list"), FieldView.optional("remove", "list"));

  private final AdminTransactions transactions;
  private final UserChange change;

  public MembershipChange(AdminTransactions transactions, UserChange change) {
    this.transactions = transactions;
    this.change = change;
  }

  /**
   * What a user has.
   *
   * @param present reads it from a user
   * @param patch replaces it
   * @param view the answer
   */
  record Kind(
      Named named,
      Function<ManagedUser, List<String>> present,
      Function<Set<String>, Patch> patch,
      Function<ManagedUser.Detail, Object> view) {
    static final Kind GROUPS =
        new Kind(
            Named.GROUPS,
            ManagedUser::groups,
            Patch::ofGroups,
            user -> new GroupsView(user.row().groups()));
    static final Kind PERMISSIONS =
        new Kind(
            Named.PERMISSIONS,
            ManagedUser::permissions,
            Patch::ofPermissions,
            user -> new PermissionsView(user.row().permissions(), user.effectivePermissions()));

    private Response answer(ManagedUser.Detail user) {
      return Response.ok(view.apply(user))
          .header("ETag", IfMatch.tag(user.row().version()))
          .build();
    }
  }

  /** The names of the groups. */
  record GroupsView(List<String> groups) {}

  /** The permissions given directly, and all with their sources. */
  record PermissionsView(
      List<String> permissions, List<EffectivePermission> effectivePermissions) {}

  /** The names to add and those to remove; no name is in both. */
  private record Difference(Set<String> add, Set<String> remove) {
    private static Difference read(Input input) {
      input.demandOnly(List.of("add", "remove"));
      Set<String> add = input.texts("add").orElse(Set.of());
      Set<String> remove = input.texts("remove").orElse(Set.of());
      if (!Collections.disjoint(add, remove)) {
        input.fault("remove", Fault.invalid("A name may be in only one of the two lists."));
      }
      input.refuseFaults();
      return new Difference(add, remove);
    }

    private void demandKnown(EntityManager em, Named named) {
      ProblemException.demandAll(
          List.of(
              () -> named.demandKnown(em, "add", add),
              () -> named.demandKnown(em, "remove", remove)));
    }

    private Set<String> of(List<String> present) {
      Set<String> names = new TreeSet<>(present);
      names.addAll(add);
      names.removeAll(remove);
      return names;
    }
  }

  /**
   * Answers with what the user has, and the user's version.
   *
   * @throws ProblemException 404
   */
  Response read(Kind kind, Caller caller, long userId) {
    return kind.answer(
        transactions.in(caller, VIEW, work -> new ManagedUsers(work).detail(userId)));
  }

  /**
   * Gives and takes what the request names; answers as {@link #read}.
   *
   * @throws ProblemException 400 also for unknown names; 403; 404; 412
   */
  Response change(Kind kind, Caller caller, long userId, IfMatch condition, Input input) {
    Difference difference = Difference.read(input);
    return kind.answer(
        transactions.changingRights(
            caller,
            CHANGE,
            work -> {
              difference.demandKnown(work.em(), kind.named());
              ManagedUsers users = new ManagedUsers(work);
              ManagedUser user = users.byId(userId);
              Patch patch = kind.patch().apply(difference.of(kind.present().apply(user)));
              return users.detail(change.apply(work, userId, condition, patch));
            }));
  }
}
