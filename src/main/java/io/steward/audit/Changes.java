package io.steward.audit;

import io.steward.api.json.Json;
import io.steward.api.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The changed members of a row, each with its old and its new value. Callers must not add secrets.
 */
public final class Changes {
  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

  /** Adds a member, unless its values are equal. */
  public Changes add(String member, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      List<@Nullable Object> values = new ArrayList<>();
      values.add(before);
      values.add(after);
      members.put(member, values);
    }
    return this;
  }

  /** Adds a member of a new row, unless it is empty. Its old value is null. */
  public Changes addNew(String member, Object value) {
    return value.equals("") || value.equals(List.of()) ? this : add(member, null, value);
  }

  /** Adds a member of a row that is removed, unless it means nothing. Its new value is null. */
  public Changes addOld(String member, Object value) {
    return value.equals(false) || value.equals(List.of()) ? this : add(member, value, null);
  }

  public boolean isEmpty() {
    return members.isEmpty();
  }

  /** The list of the old and the new value of each changed member. */
  public Map<String, @Nullable Object> members() {
    return members;
  }

  /** The changes as one JSON object. */
  String json() {
    return new String(Json.write(members), StandardCharsets.UTF_8);
  }

  static Changes parse(String json) {
    Changes changes = new Changes();
    if (Json.read(json.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject object) {
      changes.members.putAll(object.members());
    }
    return changes;
  }
}
