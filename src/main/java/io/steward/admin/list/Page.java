package io.steward.admin.list;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param next the cursor of the following page; empty at the end
 * @param previous the cursor of the preceding page; empty at the start
 * @param count the number of rows in the whole list, if it was asked for
 */
public record Page<T>(
    List<T> results, Optional<String> next, Optional<String> previous, Optional<Count> count) {
  /** The highest number that is counted exactly. */
  public static final int MOST_COUNTED = 10_000;

  /** A number of rows; {@code isExceeded} if there are more. */
  public record Count(int number, boolean isExceeded) {
    /** The number, or the highest number that is counted exactly. */
    public static Count of(int rows) {
      return new Count(Math.min(rows, MOST_COUNTED), rows > MOST_COUNTED);
    }
  }
}
