package io.steward.admin.user.search;

import io.steward.database.Database;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The texts of some users, which tell how frequent words are, and whether the database has the
 * index of parts of words.
 *
 * @param readAt the value of {@link System#nanoTime} when it was read
 */
record UserSample(boolean hasIndex, List<String> texts, long readAt) {
  /** Must be the expression of the index. */
  static final String TEXT = "lower(email) || ' ' || lower(first_name) || ' ' || lower(last_name)";

  private static final Duration LIFETIME = Duration.ofSeconds(10);
  private static final String HAS_INDEX = "select to_regclass('users_infix') is not null";

  /** About 64 blocks of the table, which are some 2,000 users. */
  private static final String SELECT =
      """
      select %s from users tablesample system ((
        select cast(least(100, 6400.0 * cast(current_setting('block_size') as bigint)
          / greatest(pg_relation_size('users'), 1)) as double precision)))
      """
          .formatted(TEXT);

  /**
   * As many users in a sample make words frequent: about one user in 300. At this share, reading
   * the list in order costs about as much as the index, with a million users.
   */
  private static final int FREQUENT = 6;

  static UserSample read(EntityManager em) {
    boolean hasIndex = (Boolean) Database.query(em, HAS_INDEX).getSingleResult();
    List<?> texts = hasIndex ? Database.query(em, SELECT).getResultList() : List.of();
    return new UserSample(
        hasIndex, texts.stream().map(String.class::cast).toList(), System.nanoTime());
  }

  boolean isFresh() {
    return System.nanoTime() - readAt < LIFETIME.toNanos();
  }

  /** Whether many users have all of these words. */
  boolean areFrequent(List<String> words) {
    List<String> parts = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    return texts.stream()
            .filter(text -> parts.stream().allMatch(text::contains))
            .limit(FREQUENT)
            .count()
        == FREQUENT;
  }
}
