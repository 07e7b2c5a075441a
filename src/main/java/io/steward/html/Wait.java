package io.steward.html;

/** Waiting times in words. */
public final class Wait {
  private static final long MINUTE = 60;
  private static final long HOUR = 3600;
  private static final long FEW = 90;

  private Wait() {}

  /** The words for a number of seconds, rounded up to minutes or hours if there are many. */
  public static String words(Words words, long seconds) {
    if (seconds < FEW) {
      return words.get("time.seconds", Math.max(1, seconds));
    }
    return seconds < FEW * MINUTE
        ? words.get("time.minutes", (seconds + MINUTE - 1) / MINUTE)
        : words.get("time.hours", (seconds + HOUR - 1) / HOUR);
  }
}
