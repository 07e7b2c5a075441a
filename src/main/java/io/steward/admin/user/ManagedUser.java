package io.steward.admin.user;

import io.steward.admin.EffectivePermission;
import io.steward.api.json.RecordMembers;
import io.steward.audit.Changes;
import io.steward.session.Sessions;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user as administrators see it.
 *
 * @param inactiveUntil when an inactive account becomes active again; null if that is not planned
 * @param groups the names of the groups
 * @param permissions the codes of the permissions given to the user directly
 * @param hasUsablePassword whether a password was set
 * @param sessions the number of sessions that can still be refreshed
 * @param emailVerifiedAt when the user proved to receive mail at the address; null if not
 * @param language a language tag; empty if unknown
 * @param awaitsApproval whether the user has registered and no administrator has let them in yet
 * @param version rises with each change
 */
public record ManagedUser(
    long id,
    String email,
    String firstName,
    String lastName,
    boolean isActive,
    @Nullable Instant inactiveUntil,
    boolean isStaff,
    boolean isSuperuser,
    List<String> groups,
    List<String> permissions,
    Instant dateJoined,
    @Nullable Instant lastLogin,
    boolean hasUsablePassword,
    long sessions,
    @Nullable Instant emailVerifiedAt,
    String language,
    boolean awaitsApproval,
    int version) {
  /** The columns of {@link #of}; the table is {@code users}. */
  static String columns(Sessions sessions) {
    return """
        id, email, first_name, last_name, is_active, inactive_until, is_staff, is_superuser,
          (select string_agg(g.name, chr(31) order by g.name) from user_groups m
            join groups g on g.id = m.group_id where m.user_id = users.id),
          (select string_agg(p.code, chr(31) order by p.code) from user_permissions h
            join permissions p on p.id = h.permission_id where h.user_id = users.id),
          date_joined, last_login, left(password, 1) <> '!',
          (select count(*) from sessions s join users u on u.id = s.user_id
            where s.user_id = users.id and %s),
          email_verified_at, coalesce(language, ''), awaits_approval, version
        """
        .formatted(sessions.listed());
  }

  /** A user with the permissions that the account has in the end. */
  public record Detail(ManagedUser row, List<EffectivePermission> effectivePermissions) {
    /** The members of the row, and the permissions. */
    public Map<String, @Nullable Object> members() {
      Map<String, @Nullable Object> members = RecordMembers.of(row);
      members.put("effective_permissions", effectivePermissions);
      return members;
    }
  }

  /** The rights that end with the account. */
  Changes lostRights() {
    return lostRights(isStaff, isSuperuser, groups, permissions);
  }

  static Changes lostRights(
      boolean isStaff, boolean isSuperuser, List<String> groups, List<String> permissions) {
    return new Changes()
        .addOld("is_staff", isStaff)
        .addOld("is_superuser", isSuperuser)
        .addOld("groups", groups)
        .addOld("permissions", permissions);
  }

  /** The members that administrators change, with the values here and in a later state. */
  Changes until(ManagedUser after) {
    return new Changes()
        .add("email", email, after.email)
        .add("first_name", firstName, after.firstName)
        .add("last_name", lastName, after.lastName)
        .add("is_active", isActive, after.isActive)
        .add("inactive_until", inactiveUntil, after.inactiveUntil)
        .add("is_staff", isStaff, after.isStaff)
        .add("is_superuser", isSuperuser, after.isSuperuser)
        .add("groups", groups, after.groups)
        .add("permissions", permissions, after.permissions)
        .add("email_verified_at", emailVerifiedAt, after.emailVerifiedAt)
        .add("language", language, after.language)
        .add("awaits_approval", awaitsApproval, after.awaitsApproval)
        .add("has_usable_password", hasUsablePassword, after.hasUsablePassword);
  }

  static ManagedUser of(@Nullable Object[] row) {
    return new ManagedUser(
        (Long) row[0],
        (String) row[1],
        (String) row[2],
        (String) row[3],
        (Boolean) row[4],
        instant(row[5]),
        (Boolean) row[6],
        (Boolean) row[7],
        words(row[8]),
        words(row[9]),
        ((Timestamp) row[10]).toInstant(),
        instant(row[11]),
        (Boolean) row[12],
        (Long) row[13],
        instant(row[14]),
        (String) row[15],
        (Boolean) row[16],
        (Integer) row[17]);
  }

  private static @Nullable Instant instant(@Nullable Object column) {
    return column == null ? null : ((Timestamp) column).toInstant();
  }

  /** The words of a column that joins them. */
  static List<String> words(@Nullable Object joined) {
    return joined == null ? List.of() : List.of(((String) joined).split("\u001f"));
  }
}
