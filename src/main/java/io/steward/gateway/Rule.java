package io.steward.gateway;

import java.util.Optional;
import java.util.Set;

/**
 * One line of the rules: what is asked of whoever does that there.
 *
 * @param line its number in the file
 * @param host the one it is for; empty for all
 * @param methods those it is for; none for all
 * @param prefix of the path, without a last slash, and so empty for all
 */
record Rule(int line, Optional<String> host, Set<String> methods, String prefix, Demand demand) {

  /** Whether the request is of that path or below, by a method that this rule is for. */
  boolean concerns(OriginalRequest request) {
    return (methods.isEmpty() || methods.contains(request.method())) && isAbove(request.path());
  }

  /** Whole segments: {@code /api} is above {@code /api/x}, and not above {@code /apix}. */
  private boolean isAbove(String path) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }

  /** Its line in other words. */
  String text() {
    return "line %d: %s%s %s %s"
        .formatted(
            line,
            host.map(name -> name + " ").orElse(""),
            methods.isEmpty() ? "*" : String.join(",", methods),
            prefix.isEmpty() ? "/" : prefix,
            demand.text());
  }

  /** Whether every request that the other one is for is this one's. */
  boolean covers(Rule other) {
    return (host.isEmpty() || host.equals(other.host))
        && (methods.isEmpty() || (!other.methods.isEmpty() && methods.containsAll(other.methods)))
        && isAbove(other.prefix);
  }
}
