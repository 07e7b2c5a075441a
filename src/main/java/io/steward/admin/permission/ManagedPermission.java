package io.steward.admin.permission;

import io.steward.admin.group.Holders;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A permission as administrators see it.
 *
 * @param isCustom whether administrators may delete it, because Steward itself never asks for it
 * @param users how many users have it directly, at most {@link Holders#MOST_COUNTED}
 * @param groups how many groups have it, at most {@link Holders#MOST_COUNTED}
 */
public record ManagedPermission(
    long id,
    String code,
    String name,
    boolean isCustom,
    long users,
    boolean usersExceeded,
    long groups,
    boolean groupsExceeded) {
  /** The applications whose permissions only Steward itself may add. */
  static final Set<String> RESERVED = Set.of("admin", "audit", "auth", "mail", "users");

  /** Whether a permission is custom, in SQL. */
  private static final String IS_CUSTOM =
      RESERVED.stream()
          .sorted()
          .map(app -> "'" + app + "'")
          .collect(Collectors.joining(", ", "(split_part(code, '.', 1) not in (", "))"));

  /** The columns of {@link #of}; the table is {@code permissions}. */
  static final String COLUMNS =
      "id, code, name, %s, %s, %s"
          .formatted(
              IS_CUSTOM,
              Holders.count("user_permissions", "permission_id = permissions.id"),
              Holders.count("group_permissions", "permission_id = permissions.id"));

  /** The condition for custom permissions, or for the others. */
  static String isCustom(boolean is) {
    return is ? IS_CUSTOM : "not " + IS_CUSTOM;
  }

  static ManagedPermission of(@Nullable Object[] row) {
    Holders users = Holders.of(row[4]);
    Holders groups = Holders.of(row[5]);
    return new ManagedPermission(
        (Long) row[0],
        (String) row[1],
        (String) row[2],
        (Boolean) row[3],
        users.number(),
        users.isExceeded(),
        groups.number(),
        groups.isExceeded());
  }
}
