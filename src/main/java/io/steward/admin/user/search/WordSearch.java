package io.steward.admin.user.search;

import io.steward.admin.list.Conditions;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Finds users by words of their address and names. */
record WordSearch(UserSample sample) {
  private static final int MOST_WORDS = 10;
  static final int LONGEST = 200;
  private static final int SHORTEST_INFIX = 3;
  private static final String INFIX = UserSample.TEXT + " like lower(?)";

  /**
   * Adds the condition that each word is the beginning of the address or of a name, or a part of
   * them if the database has the index.
   *
   * @throws ProblemException 400 if the text is too long
   */
  void add(Conditions conditions, String text) {
    List<String> words =
        Arrays.stream(text.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
    if (text.length() > LONGEST || words.size() > MOST_WORDS) {
      throw ProblemException.invalid(
          "q",
          new Fault(
              "max_length", "At most " + MOST_WORDS + " words and " + LONGEST + " characters."));
    }
    List<String> parts = new ArrayList<>();
    for (String word : words) {
      if (isInfix(word)) {
        parts.add(word);
      } else {
        addStart(conditions, word);
      }
    }
    if (!parts.isEmpty()) {
      addParts(conditions, parts);
    }
  }

  /**
   * Whether to find the word anywhere in a text. An address is found by its beginning, because most
   * of its parts are also in many other addresses.
   */
  private boolean isInfix(String word) {
    return sample.hasIndex()
        && !isAddress(word)
        && word.codePointCount(0, word.length()) >= SHORTEST_INFIX;
  }

  private static boolean isAddress(String word) {
    return word.indexOf('@') > 0;
  }

  private static void addStart(Conditions conditions, String word) {
    String start = literal(word) + "%";
    String lowered = start.toLowerCase(Locale.ROOT);
    if (isAddress(word)) {
      conditions.add("lower(email collate \"C\") like ?", lowered);
    } else {
      conditions.add(
          """
          lower(email collate "C") like ?
            or lower(first_name) collate "C" like lower(?)
            or lower(last_name) collate "C" like lower(?)
          """,
          lowered,
          start,
          start);
    }
  }

  /**
   * PostgreSQL guesses badly how many users have a part of a word. It might then read the whole
   * table in order, and find no one. So the index finds rare words first.
   */
  private void addParts(Conditions conditions, List<String> parts) {
    String all = String.join(" and ", Collections.nCopies(parts.size(), INFIX));
    conditions.add(
        sample.areFrequent(parts)
            ? all
            : "id = any (array (select id from users where " + all + "))",
        parts.stream().map(part -> "%" + literal(part) + "%").toArray());
  }

  private static String literal(String word) {
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
