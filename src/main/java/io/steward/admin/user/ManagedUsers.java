package io.steward.admin.user;

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
  private static final KeysetList<ManagedUser> LIST =
      new KeysetList<>(ManagedUser.COLUMNS, "users", ManagedUser::of);
  private static final KeysetList<ManagedUser> MEMBERS =
      new KeysetList<>(
          ManagedUser.COLUMNS, "user_groups m join users on users.id = m.user_id", ManagedUser::of);

  private final EntityManager em;

  public ManagedUsers(EntityManager em) {
    this.em = em;
  }

  /**
   * Reads a page.
   *
   * @throws ProblemException 400 naming what is allowed
   */
  public Page<ManagedUser> page(UserSearch search, ListRequest request) {
    return LIST.page(em, request, search.conditions(em, request.query()));
  }

  /** Reads a page of the members of a group, in the order of the ids. */
  public Page<ManagedUser> members(long groupId, ListRequest request) {
    Conditions conditions = new Conditions();
    conditions.add("m.group_id = ?", groupId);
    return MEMBERS.page(em, request, conditions);
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
    String sql = "select " + ManagedUser.COLUMNS + " from users where id = ?1";
    List<?> rows = Database.query(em, sql, id).getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(ManagedUser::of)
        .findFirst()
        .orElseThrow(() -> ProblemException.notFound("user", id));
  }
}
