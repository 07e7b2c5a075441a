package io.steward.testing.openapi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A method of a path in the description.
 *
 * @param node the operation, with every reference to a response, a header, a body and a parameter
 *     resolved
 */
public record Operation(String method, String path, Map<String, Object> node) {
  private static final String DEFAULT = "default";

  /** The code of the permission that the caller needs; missing if none is named. */
  public Optional<String> permission() {
    return Optional.ofNullable((String) node.get("x-permission"));
  }

  /** Whether a call may come without credentials. */
  public boolean isOpen() {
    return node.get("security") instanceof List<?> demands
        && (demands.isEmpty() || demands.contains(Map.of()));
  }

  /** The names of the security schemes. */
  public List<String> schemes() {
    return node.get("security") instanceof List<?> demands
        ? demands.stream()
            .flatMap(d -> ((Map<?, ?>) d).keySet().stream())
            .map(String::valueOf)
            .toList()
        : List.of("bearer");
  }

  /** The documented answer with a status. */
  Optional<Map<?, ?>> answer(int status) {
    Map<?, ?> answers = (Map<?, ?>) node.get("responses");
    if (answers.get(String.valueOf(status)) instanceof Map<?, ?> exact) {
      return Optional.of(exact);
    }
    return answers.get(DEFAULT) instanceof Map<?, ?> any
            && any.get("x-statuses") instanceof List<?> statuses
            && statuses.contains(status)
        ? Optional.of(any)
        : Optional.empty();
  }

  /** The documented bodies of the request by content type. */
  Map<?, ?> bodies() {
    return node.get("requestBody") instanceof Map<?, ?> body
        ? (Map<?, ?>) body.get("content")
        : Map.of();
  }

  /** The schemas of the documented parameters in the query, by their names. */
  Map<String, Object> parameters() {
    Map<String, Object> schemas = new HashMap<>();
    if (node.get("parameters") instanceof List<?> parameters) {
      for (Object parameter : parameters) {
        Map<?, ?> members = (Map<?, ?>) parameter;
        if ("query".equals(members.get("in"))) {
          schemas.put(
              String.valueOf(members.get("name")), Objects.requireNonNull(members.get("schema")));
        }
      }
    }
    return schemas;
  }

  boolean matches(String sent) {
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    String[] mine = plain.split("/", -1);
    String[] theirs =
        (sent.endsWith("/") ? sent.substring(0, sent.length() - 1) : sent).split("/", -1);
    if (mine.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < mine.length; i++) {
      if (!mine[i].equals(theirs[i]) && !mine[i].equals("{id}")) {
        return false;
      }
    }
    return true;
  }
}
