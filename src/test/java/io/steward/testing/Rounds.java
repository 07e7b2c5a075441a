package io.steward.testing;

/** Counts the repetitions of a race: all of them with {@code -P long}, fewer in every build. */
public final class Rounds {
  private static final int DIVISOR = Integer.getInteger("race.divisor", 1);

  private Rounds() {}

  /** This many rounds of {@code all}, at least one. A test that uses it has the tag "race". */
  public static int of(int all) {
    return Math.max(1, all / DIVISOR);
  }
}
