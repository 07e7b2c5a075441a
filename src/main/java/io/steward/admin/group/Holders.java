package io.steward.admin.group;

import org.jspecify.annotations.Nullable;

/**
 * How many users or groups have something.
 *
 * @param number at most {@link #MOST_COUNTED}
 * @param isExceeded whether there are more
 */
public record Holders(long number, boolean isExceeded) {
  /** The highest number that is counted exactly. A page counts in up to 200 rows. */
  public static final int MOST_COUNTED = 10_000;

  /** The expression in SQL that {@link #of} reads. */
  public static String count(String table, String condition) {
    return "(select count(*) from (select from %s where %s limit %s) counted)"
        .formatted(table, condition, MOST_COUNTED + 1);
  }

  public static Holders of(@Nullable Object column) {
    long rows = column == null ? 0 : (Long) column;
    return new Holders(Math.min(rows, MOST_COUNTED), rows > MOST_COUNTED);
  }
}
