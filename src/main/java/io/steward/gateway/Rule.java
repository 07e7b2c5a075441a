package io.steward.gateway;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One line of the rules file: the requests that the rule applies to, and what it requires of their
 * callers.
 *
 * @param line the line number in the file
 * @param host the host that the rule applies to; empty for all hosts
 * @param methods the methods that the rule applies to; empty for all methods
 * @param prefix the path that the rule applies to, including all paths below it. It has no final
 *     slash, and is empty for all paths
 */
record Rule(int line, Optional<String> host, Set<String> methods, String prefix, Demand demand) {

  /** Whether path and method of the request match; the host is not compared here. */
  boolean concerns(OriginalRequest request) {
    return (methods.isEmpty() || methods.contains(request.method())) && isAbove(request.path());
  }

  /**
   * Compares whole segments: the prefix {@code /api} matches {@code /api/x}, but not {@code /apix}.
   */
  private boolean isAbove(String path) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }

  /** The rule with its line number, for messages. */
  String text() {
    return String.format(
        Locale.ROOT,
        "line %d: %s%s %s %s",
        line,
        host.map(name -> name + " ").orElse(""),
        methods.isEmpty() ? "*" : String.join(",", methods),
        prefix.isEmpty() ? "/" : prefix,
        demand.text());
  }

  /** Whether this rule matches every request that the other rule matches. */
  boolean covers(Rule other) {
    return (host.isEmpty() || host.equals(other.host))
        && (methods.isEmpty() || (!other.methods.isEmpty() && methods.containsAll(other.methods)))
        && isAbove(other.prefix);
  }
}
