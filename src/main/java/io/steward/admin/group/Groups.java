package io.steward.admin.group;

import io.steward.admin.AdminTransactions;
import io.steward.admin.Caller;
import io.steward.admin.Named;
import io.steward.admin.list.Conditions;
import io.steward.admin.list.KeysetList;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.Page;
import io.steward.admin.list.Sort;
import io.steward.api.FieldView;
import io.steward.database.Database;
import io.steward.problem.ProblemException;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads groups. */
public final class Groups {
  static final String VIEW = "auth.view_group";

  private static final List<Sort> SORTS =
      List.of(new Sort("name", "name", Sort.Type.TEXT), Sort.byId());
  private static final KeysetList<ManagedGroup> LIST =
      new KeysetList<>(ManagedGroup.COLUMNS, "groups", ManagedGroup::of);

  private static final List<FieldView> FILTERS =
      List.of(Conditions.PART_VIEW, FieldView.optional("permission", "string"));

  private final AdminTransactions transactions;

  public Groups(AdminTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Reads a page.
   *
   * @param query the parameters of the list as sent; null if there are none
   * @throws ProblemException 400 naming what is allowed
   */
  public Page<ManagedGroup> page(Caller caller, @Nullable String query) {
    ListRequest request = ListRequest.of("groups", query, SORTS, FILTERS);
    Conditions filters = new Conditions();
    request.query().text("q").ifPresent(text -> filters.addPart("name", text));
    Optional<String> permission = request.query().text("permission");
    return transactions.in(
        caller,
        VIEW,
        work -> {
          permission.ifPresent(code -> holders(work.em(), filters, code));
          return LIST.page(work.em(), request, filters);
        });
  }

  private static void holders(EntityManager em, Conditions filters, String code) {
    Named.PERMISSIONS.demandKnown(em, "permission", Set.of(code));
    filters.add(
        "id in (select group_id from group_permissions where permission_id ="
            + " (select id from permissions where code = ?))",
        code);
  }

  /** The parameters of the list, as OPTIONS shows them. */
  static List<FieldView> views() {
    return ListRequest.views(SORTS, FILTERS);
  }

  /** Reads the group with a name. */
  public Optional<ManagedGroup> byName(Caller caller, String name) {
    String select = "select " + ManagedGroup.COLUMNS + " from groups where name = ?1";
    return transactions.in(
        caller, VIEW, work -> first(Database.query(work.em(), select, name).getResultList()));
  }

  /**
   * Reads a group.
   *
   * @throws ProblemException 404
   */
  public ManagedGroup read(Caller caller, long id) {
    return transactions.in(caller, VIEW, work -> byId(work.em(), id));
  }

  static ManagedGroup byId(EntityManager em, long id) {
    String select = "select " + ManagedGroup.COLUMNS + " from groups where id = ?1";
    return first(Database.query(em, select, id).getResultList())
        .orElseThrow(() -> ProblemException.notFound("group", id));
  }

  private static Optional<ManagedGroup> first(List<?> rows) {
    return rows.stream().map(Object[].class::cast).map(ManagedGroup::of).findFirst();
  }
}
