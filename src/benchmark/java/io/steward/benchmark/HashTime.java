package io.steward.benchmark;

import io.steward.password.Passwords;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Prints how many milliseconds one password hash takes on a core of its own: the median of many.
 */
public final class HashTime {
  private static final int WARM_UP = 60;
  private static final int MEASURED = 61;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private HashTime() {}

  public static void main(String[] args) {
    Passwords passwords = new Passwords(1, Duration.ofSeconds(5));
    time(passwords, WARM_UP);
    long[] nanoseconds = time(passwords, MEASURED);
    System.out.printf(Locale.ROOT, "%.2f%n", nanoseconds[MEASURED / 2] / 1e6);
  }

  private static long[] time(Passwords passwords, int hashes) {
    return LongStream.range(0, hashes)
        .map(
            i -> {
              long start = THREADS.getCurrentThreadCpuTime();
              passwords.hash("correct horse battery " + i);
              return THREADS.getCurrentThreadCpuTime() - start;
            })
        .sorted()
        .toArray();
  }
}
