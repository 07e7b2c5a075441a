package io.steward.admin.group;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group as administrators see it.
 *
 * @param permissions the codes of its permissions
 * @param members the number of its members, at most {@link Holders#MOST_COUNTED}
 * @param membersExceeded whether there are more members
 * @param version rises with each change of the name or of the permissions
 */
public record ManagedGroup(
    long id,
    String name,
    List<String> permissions,
    long members,
    boolean membersExceeded,
    int version) {
  /** The columns of {@link #of}; the table is {@code groups}. */
  static final String COLUMNS =
      """
      id, name,
        (select string_agg(p.code, chr(31) order by p.code collate "C") from group_permissions h
          join permissions p on p.id = h.permission_id where h.group_id = groups.id),
        %s, version
      """
          .formatted(Holders.count("user_groups", "group_id = groups.id"));

  static ManagedGroup of(@Nullable Object[] row) {
    Holders members = Holders.of(row[3]);
    return new ManagedGroup(
        (Long) row[0],
        (String) row[1],
        row[2] == null ? List.of() : List.of(((String) row[2]).split("\u001f")),
        members.number(),
        members.isExceeded(),
        (Integer) row[4]);
  }
}
