package io.steward.gateway;

import java.util.Optional;
import java.util.Set;

/**
 * One line of the rules: what it requires for which requests.
 *
 * @param line its number in the file
 * @param host the host it applies to; empty for all
 * @param methods the methods it applies to; empty for all
 * @param prefix the path, without its final slash; empty for all paths
 */
record Rule(int line, Optional<String> host, Set<String> methods, String prefix, Demand demand) {

  /** Whether path and method of the request match; the host is not compared here. */
  boolean concerns(OriginalRequest request) {
    return (methods.isEmpty() || methods.contains(request.method())) && isAbove(request.path());
  }

  /** Whole segments: {@code /api} is above {@code /api/x}, and not above {@code /apix}. */
  private boolean isAbove(String path) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }

  /** The rule with its line number, for people. */
  String text() {
    return "line %d: %s%s %s %s"
        .formatted(
            line,
            host.map(name -> name + " ").orElse(""),
            methods.isEmpty() ? "*" : String.join(",", methods),
            prefix.isEmpty() ? "/" : prefix,
            demand.text());
  }

  /** Whether this rule matches every request that the other one matches. */
  boolean covers(Rule other) {
    return (host.isEmpty() || host.equals(other.host))
        && (methods.isEmpty() || (!other.methods.isEmpty() && methods.containsAll(other.methods)))
        && isAbove(other.prefix);
  }
}
