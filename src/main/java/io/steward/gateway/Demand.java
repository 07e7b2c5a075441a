package io.steward.gateway;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a rule requires of a caller.
 *
 * @param name the name of the group or permission; empty for the other kinds
 * @param verified whether the caller's email address must be verified
 */
record Demand(Kind kind, String name, boolean verified) {
  private static final String VERIFIED = "verified";
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
    String text = name.isEmpty() ? word : word + ":" + name;
    if (!verified) {
      return text;
    }
    return kind == Kind.AUTHENTICATED ? VERIFIED : VERIFIED + " " + text;
  }

  /** Parses the requirement in a rule; empty if it is malformed. */
  static Optional<Demand> parse(String words) {
    if (words.equals(VERIFIED)) {
      return Optional.of(new Demand(Kind.AUTHENTICATED, "", true));
    }
    String prefix = VERIFIED + " ";
    boolean isVerified = words.startsWith(prefix);
    Matcher matcher = WORDS.matcher(isVerified ? words.substring(prefix.length()) : words);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group(1) != null) {
      return Optional.of(new Demand(Kind.GROUP, matcher.group(2), isVerified));
    }
    if (matcher.group(3) != null) {
      return Optional.of(new Demand(Kind.PERMISSION, matcher.group(4), isVerified));
    }
    Kind kind = words.equals("public") ? Kind.PUBLIC : Kind.AUTHENTICATED;
    return isVerified ? Optional.empty() : Optional.of(new Demand(kind, "", false));
  }
}
