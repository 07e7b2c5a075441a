package io.steward.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An audit record, with the people behind its ids.
 *
 * @param userEmail the address of the affected user: as it is now, or the last one if the user was
 *     deleted; may be empty
 * @param userName first and last name of the affected user; empty if the user was deleted
 * @param actorEmail the address of the acting user; may be empty
 */
public record AuditEntry(AuditRecord row, String userEmail, String userName, String actorEmail) {
  /** The names of all members, in the order of the output. */
  public static final List<String> COLUMNS =
      List.of(
          "time",
          "event",
          "actor_id",
          "actor_email",
          "operator",
          "user_id",
          "user_email",
          "user_name",
          "session_id",
          "ip",
          "user_agent",
          "request_id",
          "detail",
          "changes");

  /** The members that are not empty, in the order of the output. */
  public Map<String, Object> members() {
    Map<String, Object> all = row.members();
    all.put("user_email", userEmail);
    all.put("user_name", userName);
    all.put("actor_email", actorEmail);
    Map<String, Object> members = new LinkedHashMap<>();
    for (String column : COLUMNS) {
      Object value = all.getOrDefault(column, "");
      if (!value.equals("")) {
        members.put(column, value);
      }
    }
    return members;
  }

  /** The members that are not empty, with {@code changes} as a JSON object in text. */
  public Map<String, Object> texts() {
    Map<String, Object> texts = members();
    texts.computeIfPresent("changes", (name, value) -> row.changes().json());
    return texts;
  }

  /** The text of every member, in the order of {@link #COLUMNS}. */
  public List<String> cells() {
    Map<String, Object> texts = texts();
    List<String> cells = new ArrayList<>();
    COLUMNS.forEach(column -> cells.add(String.valueOf(texts.getOrDefault(column, ""))));
    return cells;
  }
}
