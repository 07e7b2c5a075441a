package io.steward.admin.permission;

import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.admin.list.Conditions;
import io.steward.admin.list.KeysetList;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.Page;
import io.steward.admin.list.Sort;
import io.steward.api.FieldView;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.audit.Changes;
import io.steward.database.Database;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads permissions, and adds and deletes those of other programs. */
public final class CustomPermissions {
  static final String VIEW = "auth.view_permission";
  static final String ADD = "auth.add_permission";
  static final String DELETE = "auth.delete_permission";

  private static final List<Sort> SORTS =
      List.of(new Sort("code", "code", Sort.Type.TEXT), Sort.byId());
  private static final KeysetList<ManagedPermission> LIST =
      new KeysetList<>(ManagedPermission.COLUMNS, "permissions", ManagedPermission::of);

  private static final List<FieldView> FILTERS =
      List.of(Conditions.PART_VIEW, FieldView.optional("is_custom", "boolean"));

  private final AdminTransactions transactions;

  public CustomPermissions(AdminTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Reads a page.
   *
   * @param query the parameters of the list as sent; null if there are none
   * @throws ProblemException 400 naming what is allowed
   */
  public Page<ManagedPermission> page(Caller caller, @Nullable String query) {
    ListRequest request = ListRequest.of("permissions", query, SORTS, FILTERS);
    Conditions filters = new Conditions();
    request.query().text("q").ifPresent(text -> filters.addPart("code || ' ' || name", text));
    request.query().flag("is_custom").ifPresent(is -> filters.add(ManagedPermission.isCustom(is)));
    return transactions.in(caller, VIEW, work -> LIST.page(work.em(), request, filters));
  }

  /** The parameters of the list, as OPTIONS shows them. */
  static List<FieldView> views() {
    return ListRequest.views(SORTS, FILTERS);
  }

  /** Reads the permission with a code. */
  public Optional<ManagedPermission> byCode(Caller caller, String code) {
    String select = "select " + ManagedPermission.COLUMNS + " from permissions where code = ?1";
    return transactions.in(
        caller, VIEW, work -> first(Database.query(work.em(), select, code).getResultList()));
  }

  /**
   * Reads a permission.
   *
   * @throws ProblemException 404
   */
  public ManagedPermission read(Caller caller, long id) {
    return transactions.in(caller, VIEW, work -> byId(work.em(), id));
  }

  private static ManagedPermission byId(EntityManager em, long id) {
    String select = "select " + ManagedPermission.COLUMNS + " from permissions where id = ?1";
    return first(Database.query(em, select, id).getResultList())
        .orElseThrow(() -> ProblemException.notFound("permission", id));
  }

  private static Optional<ManagedPermission> first(List<?> rows) {
    return rows.stream().map(Object[].class::cast).map(ManagedPermission::of).findFirst();
  }

  /**
   * Adds a permission.
   *
   * @param code a valid code, see {@link PermissionFields}
   * @throws ProblemException 400 if the code is taken
   */
  public ManagedPermission create(Caller caller, String code, String name) {
    return transactions.changingRights(
        caller,
        ADD,
        work -> {
          String insert =
              "insert into permissions (code, name) values (?1, ?2)"
                  + " on conflict (code) do nothing returning id";
          List<?> ids = Database.query(work.em(), insert, code, name).getResultList();
          if (ids.isEmpty()) {
            throw ProblemException.invalid(
                "code", new Fault("unique", "permission with this code already exists."));
          }
          ManagedPermission added = byId(work.em(), (Long) ids.get(0));
          Changes changes = new Changes().add("code", null, code).add("name", null, name);
          record(work, AuditEvent.PERMISSION_CREATED, added, changes);
          return added;
        });
  }

  /**
   * Deletes a permission of another program.
   *
   * @throws ProblemException 404; 409 if a user or a group has the permission, or if it is one of
   *     Steward's own
   */
  public void delete(Caller caller, long id) {
    transactions.changingRights(
        caller,
        DELETE,
        work -> {
          ManagedPermission permission = byId(work.em(), id);
          demandDeletable(permission);
          Database.query(work.em(), "delete from permissions where id = ?1", id).executeUpdate();
          Changes changes =
              new Changes()
                  .add("code", permission.code(), null)
                  .add("name", permission.name(), null);
          record(work, AuditEvent.PERMISSION_DELETED, permission, changes);
          return true;
        });
  }

  private static void demandDeletable(ManagedPermission permission) {
    if (!permission.isCustom()) {
      throw new ProblemException(
          ProblemType.CONFLICT, "This is one of Steward's own permissions, which always exist.");
    }
    if (permission.users() > 0 || permission.groups() > 0) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Take the permission from its holders first; users: %s, groups: %s."
              .formatted(permission.users(), permission.groups()));
    }
  }

  private static void record(
      Work work, AuditEvent event, ManagedPermission permission, Changes changes) {
    String detail = "permission " + permission.id() + " " + permission.code();
    new AuditLog(work.em()).record(work.actor(), event, AuditSubject.UNKNOWN, detail, changes);
  }
}
