package io.steward.admin.bulk;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.util.HashMap;
import java.util.Map;

/**
 * The users of the lines so far. A second line about a user is refused, because a dry run could not
 * say what it will do.
 */
final class BulkKeys {
  private final Map<Object, Integer> lines;
  private final Map<Object, Integer> added = new HashMap<>();

  BulkKeys(Map<Object, Integer> lines) {
    this.lines = lines;
  }

  /**
   * Adds a key of a line: an id, or an address.
   *
   * @throws ProblemException 409 if another line has it
   */
  void add(Object key, int line) {
    int first = lines.getOrDefault(key, added.getOrDefault(key, line));
    if (first != line) {
      throw new ProblemException(
          ProblemType.CONFLICT, "Line " + first + " is about the same user.");
    }
    added.put(key, line);
  }

  /** Keeps the keys after the commit. */
  void keep() {
    lines.putAll(added);
  }
}
