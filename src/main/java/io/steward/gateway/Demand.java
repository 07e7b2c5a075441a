package io.steward.gateway;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a rule requires of a caller.
 *
 * @param name the name of the group or permission; empty for the other kinds
 */
record Demand(Kind kind, String name) {
  private static final Pattern WORDS =
      Pattern.compile("public|authenticated|(group):(\\S.*)|(permission):(\\w+\\.\\w+)");

  /** The kinds of requirement. */
  enum Kind {
    PUBLIC,
    AUTHENTICATED,
    GROUP,
    PERMISSION
  }

  /** The requirement as it is written in a rule. */
  String text() {
    String word = kind.name().toLowerCase(Locale.ROOT);
    return name.isEmpty() ? word : word + ":" + name;
  }

  /** Parses the requirement in a rule; empty if it is malformed. */
  static Optional<Demand> parse(String words) {
    Matcher matcher = WORDS.matcher(words);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group(1) != null) {
      return Optional.of(new Demand(Kind.GROUP, matcher.group(2)));
    }
    if (matcher.group(3) != null) {
      return Optional.of(new Demand(Kind.PERMISSION, matcher.group(4)));
    }
    Kind kind = words.equals("public") ? Kind.PUBLIC : Kind.AUTHENTICATED;
    return Optional.of(new Demand(kind, ""));
  }
}
