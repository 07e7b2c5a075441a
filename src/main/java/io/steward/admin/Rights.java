package io.steward.admin;

import io.steward.admin.list.Conditions;
import io.steward.database.Database;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a user may do, or may do again once the account is active: Django's model
 * (PermissionsMixin).
 *
 * @param isSuperuser whether the user has every permission
 * @param codes the permissions given to the user directly or through groups
 * @param groups the names of the user's groups
 */
public record Rights(
    Instant joined,
    boolean isActive,
    boolean isStaff,
    boolean isSuperuser,
    Set<String> codes,
    Set<String> groups) {
  /** The rights of a person who can run commands on the server. */
  static final Rights ALL = new Rights(Instant.EPOCH, true, true, true, Set.of(), Set.of());

  private static final String SELECT =
      """
      select u.date_joined, u.is_active, u.is_staff, u.is_superuser,
        (select string_agg(p.code, chr(31)) from permissions p where p.id in (
          select permission_id from user_permissions where user_id = u.id
          union all
          select h.permission_id from user_groups m
            join group_permissions h on h.group_id = m.group_id where m.user_id = u.id)),
        (select string_agg(g.name, chr(31)) from user_groups m
          join groups g on g.id = m.group_id where m.user_id = u.id)
      from users u where u.id = ?1
      """;

  /** A condition on {@code users}, with the caller's codes as both values, see {@link #cover}. */
  private static final String GREATER =
      """
      is_superuser or id in (
        select h.user_id from user_permissions h join permissions p on p.id = h.permission_id
          where p.code <> all (string_to_array(?, chr(31)))
        union all
        select m.user_id from group_permissions h join permissions p on p.id = h.permission_id
            join user_groups m on m.group_id = h.group_id
          where p.code <> all (string_to_array(?, chr(31))))
      """;

  /** Reads the rights of a user. */
  static Optional<Rights> of(EntityManager em, long userId) {
    List<?> rows = Database.query(em, SELECT, userId).getResultList();
    return rows.stream().map(Object[].class::cast).map(Rights::rights).findFirst();
  }

  private static Rights rights(@Nullable Object[] row) {
    return new Rights(
        ((Timestamp) row[0]).toInstant(),
        (Boolean) row[1],
        (Boolean) row[2],
        (Boolean) row[3],
        words(row[4]),
        words(row[5]));
  }

  private static Set<String> words(@Nullable Object joined) {
    return joined == null ? Set.of() : new TreeSet<>(List.of(((String) joined).split("\u001f")));
  }

  /** Whether the account may administer, and has the permission. */
  boolean administers(String permission) {
    return isActive && isStaff && (permission.isEmpty() || has(permission));
  }

  public boolean has(String permission) {
    return isSuperuser || codes.contains(permission);
  }

  /** Whether this covers every user whom the conditions select. */
  public boolean coverAll(EntityManager em, Conditions users) {
    if (isSuperuser) {
      return true;
    }
    Conditions greater = users.copy();
    String held = String.join("\u001f", codes);
    greater.add(GREATER, held, held);
    String sql = "select exists (select from users where " + greater.sqlOfAll() + ")";
    return !(Boolean) Database.query(em, sql, greater.values()).getSingleResult();
  }

  /** Whether nobody gains a permission by acting as the other user. */
  public boolean cover(Rights other) {
    return isSuperuser || (!other.isSuperuser && codes.containsAll(other.codes));
  }
}
