package io.steward.admin.user;

import io.steward.admin.list.Conditions;
import io.steward.database.Database;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Locale;

/** Finds users by words of their address and names. */
final class WordSearch {
  private static final String HAS_INFIX_INDEX = "select to_regclass('users_infix') is not null";
  private static final int MOST_WORDS = 10;
  static final int LONGEST = 200;
  private static final int SHORTEST_INFIX = 3;

  /** Must be the expression of the index. */
  private static final String INFIX =
      "lower(email) || ' ' || lower(first_name) || ' ' || lower(last_name) like lower(%s)";

  /** How much of the table a sample reads, in percent; about 16 blocks. */
  private static final String SAMPLE_SIZE =
      """
      select cast(least(100, 1600.0 * cast(current_setting('block_size') as bigint)
        / greatest(pg_relation_size('users'), 1)) as double precision)
      """;

  private static final String SAMPLE =
      "select count(*) from users tablesample system (%s) where " + INFIX.formatted("?1");

  /** As many users in a sample make a word frequent: about one user in a thousand. */
  private static final int FREQUENT = 1;

  private final EntityManager em;

  WordSearch(EntityManager em) {
    this.em = em;
  }

  /**
   * Adds the condition that each word is the beginning of the address or of a name, or a part of
   * them if the database has the index.
   *
   * @throws ProblemException 400 if the text is too long
   */
  void add(Conditions conditions, String text) {
    List<String> words = List.of(text.strip().split("\\s+"));
    if (text.length() > LONGEST || words.size() > MOST_WORDS) {
      throw ProblemException.invalid(
          "q",
          new Fault(
              "max_length", "At most " + MOST_WORDS + " words and " + LONGEST + " characters."));
    }
    boolean isInfix = (Boolean) Database.query(em, HAS_INFIX_INDEX).getSingleResult();
    words.stream()
        .filter(word -> !word.isEmpty())
        .forEach(word -> addWord(conditions, word, isInfix));
  }

  private void addWord(Conditions conditions, String word, boolean isInfix) {
    String literal = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    if (word.indexOf('@') > 0) {
      // The beginning of an address: most parts of it are parts of many other addresses too.
      conditions.add("lower(email collate \"C\") like ?", literal.toLowerCase(Locale.ROOT) + "%");
    } else if (isInfix && word.codePointCount(0, word.length()) >= SHORTEST_INFIX) {
      addInfix(conditions, "%" + literal + "%");
    } else {
      String start = literal + "%";
      conditions.add(
          """
          lower(email collate "C") like ?
            or lower(first_name) collate "C" like lower(?)
            or lower(last_name) collate "C" like lower(?)
          """,
          start.toLowerCase(Locale.ROOT),
          start,
          start);
    }
  }

  /**
   * PostgreSQL guesses badly how many users have a part of a word. It might then read the whole
   * table in order, and find no one. So the index finds rare words first.
   */
  private void addInfix(Conditions conditions, String pattern) {
    if (isFrequent(pattern)) {
      conditions.add(INFIX.formatted("?"), pattern);
    } else {
      conditions.add(
          "id = any (array (select id from users where " + INFIX.formatted("?") + "))", pattern);
    }
  }

  private boolean isFrequent(String pattern) {
    Object percent = Database.query(em, SAMPLE_SIZE).getSingleResult();
    Object found = Database.query(em, SAMPLE.formatted(percent), pattern).getSingleResult();
    return (Long) found >= FREQUENT;
  }
}
