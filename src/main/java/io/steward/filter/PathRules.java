package io.steward.filter;

import io.steward.uri.PlainPath;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rules for paths: some are public, some require groups, and all others require a valid token.
 */
final class PathRules {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern LINES = Pattern.compile("[\\r\\n]+");
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
  private static final String BELOW = "/*";

  private final Set<String> open;
  private final Map<String, List<String>> groups;

  private PathRules(Set<String> open, Map<String, List<String>> groups) {
    this.open = open;
    this.groups = groups;
  }

  /**
   * Parses the rules.
   *
   * @param open paths separated by white space; {@code /css/*} means {@code /css} and all paths
   *     below it
   * @param roles lines such as {@code /path = group, group}; a line also applies to all paths below
   *     its path
   * @param faults receives each fault as a message
   */
  static PathRules parse(String open, String roles, Consumer<String> faults) {
    Set<String> paths =
        SPACE.splitAsStream(open).filter(path -> !path.isEmpty()).collect(Collectors.toSet());
    paths.stream()
        .filter(path -> !isPath(bare(path)))
        .forEach(path -> faults.accept(fault("public", path)));
    Map<String, List<String>> groups = new LinkedHashMap<>();
    LINES
        .splitAsStream(roles)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(line -> read(line, groups, faults));
    return new PathRules(paths, groups);
  }

  private static void read(String line, Map<String, List<String>> groups, Consumer<String> faults) {
    int equals = line.indexOf('=');
    String path = line.substring(0, Math.max(0, equals)).strip();
    List<String> names = Arrays.asList(COMMA.split(line.substring(equals + 1).strip(), -1));
    if (!isPath(path)
        || names.contains("")
        || groups.putIfAbsent(withoutLastSlash(path), names) != null) {
      faults.accept(fault("roles", line));
    }
  }

  private static String fault(String parameter, String text) {
    return "init-param %s: \"%s\" is not %s"
        .formatted(
            parameter,
            text.replaceAll("\\p{Cc}", "?"),
            parameter.equals("roles")
                ? "a line such as /admin = staff, with each path once"
                : "a path such as /about or /css/*");
  }

  private static boolean isPath(String path) {
    return PlainPath.isPlain(path) && path.chars().noneMatch(c -> "*;%\\".indexOf(c) >= 0);
  }

  /** A pattern without its star. */
  private static String bare(String pattern) {
    return pattern.endsWith(BELOW) ? pattern.substring(0, pattern.length() - 1) : pattern;
  }

  private static String withoutLastSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** Whether a path is public. A path that requires a group is never public. */
  boolean isOpen(String path) {
    return open.stream().anyMatch(pattern -> matches(pattern, path)) && demands(path).isEmpty();
  }

  private static boolean matches(String pattern, String path) {
    return pattern.endsWith(BELOW)
        ? isAtOrBelow(withoutLastSlash(bare(pattern)), path)
        : pattern.equals(path);
  }

  /** The required groups of a path: the caller must have at least one group from every list. */
  List<List<String>> demands(String path) {
    return groups.entrySet().stream()
        .filter(rule -> isAtOrBelow(rule.getKey(), path))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static boolean isAtOrBelow(String base, String path) {
    return path.equals(base) || path.startsWith(base + "/");
  }
}
