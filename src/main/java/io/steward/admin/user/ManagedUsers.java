package io.steward.admin.user;

import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.EffectivePermission;
import io.steward.admin.list.Conditions;
import io.steward.admin.list.KeysetList;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.Page;
import io.steward.admin.user.search.UserSearch;
import io.steward.database.Database;
import io.steward.problem.ProblemException;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Reads users as administrators see them. */
public final class ManagedUsers {
  private static final String MEMBERS = "user_groups m join users on users.id = m.user_id";

  private final EntityManager em;
  private final String columns;

  /** Reads in a transaction. */
  public ManagedUsers(Work work) {
    this.em = work.em();
    this.columns = ManagedUser.columns(work.sessions());
  }

  /**
   * Reads a page.
   *
   * @throws ProblemException 400 naming what is allowed
   */
  public Page<ManagedUser> page(UserSearch search, ListRequest request) {
    return list("users").page(em, request, search.conditions(em, request.query()));
  }

  /** Reads a page of the members of a group, in the order of the ids. */
  public Page<ManagedUser> members(long groupId, ListRequest request) {
    Conditions conditions = new Conditions();
    conditions.add("m.group_id = ?", groupId);
    return list(MEMBERS).page(em, request, conditions);
  }

  private KeysetList<ManagedUser> list(String table) {
    return new KeysetList<>(columns, table, ManagedUser::of);
  }

  /**
   * Reads one user with the effective permissions.
   *
   * @throws ProblemException 404
   */
  public ManagedUser.Detail detail(long id) {
    return detail(byId(id));
  }

  /** The row with the effective permissions. */
  public ManagedUser.Detail detail(ManagedUser row) {
    return new ManagedUser.Detail(row, EffectivePermission.of(em, row.id()));
  }

  /**
   * Reads one user.
   *
   * @throws ProblemException 404
   */
  public ManagedUser byId(long id) {
    String sql = "select " + columns + " from users where id = ?1";
    List<?> rows = Database.query(em, sql, id).getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(ManagedUser::of)
        .findFirst()
        .orElseThrow(() -> ProblemException.notFound("user", id));
  }
}
