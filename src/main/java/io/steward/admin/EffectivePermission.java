package io.steward.admin;

import io.steward.database.Database;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A permission that a user has, or would have if the account were active.
 *
 * @param sources where it comes from: {@code user} if it was given directly, {@code group} with the
 *     name, or {@code superuser}
 */
public record EffectivePermission(String code, List<String> sources) {

  /** The code, with the sources between parentheses. */
  @Override
  public String toString() {
    return code + " (" + String.join(", ", sources) + ")";
  }

  private static final String SELECT =
      """
      select p.code, string_agg(s.source, chr(31) order by s.source collate "C") from (
        select permission_id, 'user' as source from user_permissions where user_id = ?1
        union all
        select h.permission_id, 'group ' || g.name from user_groups m
          join group_permissions h on h.group_id = m.group_id
          join groups g on g.id = m.group_id where m.user_id = ?1
        union all
        select a.id, 'superuser' from permissions a
          where (select is_superuser from users where id = ?1)) s
      join permissions p on p.id = s.permission_id
      group by p.code order by p.code collate "C"
      """;

  /** The permissions of a user, in the order of their codes. */
  public static List<EffectivePermission> of(EntityManager em, long userId) {
    List<?> rows = Database.query(em, SELECT, userId).getResultList();
    return rows.stream().map(Object[].class::cast).map(EffectivePermission::of).toList();
  }

  private static EffectivePermission of(@Nullable Object[] row) {
    return new EffectivePermission((String) row[0], List.of(((String) row[1]).split("\u001f")));
  }
}
