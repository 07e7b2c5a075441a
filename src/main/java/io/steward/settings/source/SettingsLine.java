package io.steward.settings.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a settings file, with the lines that continue it.
 *
 * @param number the number of the first line, from 1
 */
record SettingsLine(int number, String text) {
  private static final Pattern BREAK = Pattern.compile("\r\n|\r|\n");
  private static final Pattern COMMENT_OR_BLANK =
      Pattern.compile("[ \\t\\f]*(?:[#!].*)?", Pattern.DOTALL);
  private static final Pattern VARIABLE =
      Pattern.compile("[ \\t]*(?<name>[A-Za-z_][0-9A-Za-z_]*)[ \\t]*=(?<value>.*)", Pattern.DOTALL);
  private static final Pattern CONTINUED = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\\\z");

  /** A line as in a file of environment variables. */
  record Variable(String name, String value) {}

  /** The lines that are neither blank nor comments. */
  static List<SettingsLine> of(String text) {
    List<SettingsLine> lines = new ArrayList<>();
    String[] natural = BREAK.split(text, -1);
    for (int i = 0; i < natural.length; i++) {
      if (!COMMENT_OR_BLANK.matcher(natural[i]).matches()) {
        int first = i;
        StringBuilder line = new StringBuilder(natural[i]);
        while (i + 1 < natural.length && CONTINUED.matcher(natural[i]).find()) {
          i++;
          line.append('\n').append(natural[i]);
        }
        lines.add(new SettingsLine(first + 1, line.toString()));
      }
    }
    return lines;
  }

  /** The line as an environment variable; empty if it is a line of a properties file. */
  Optional<Variable> variable() {
    Matcher matcher = VARIABLE.matcher(text);
    return matcher.matches()
        ? Optional.of(new Variable(matcher.group("name"), matcher.group("value").strip()))
        : Optional.empty();
  }
}
