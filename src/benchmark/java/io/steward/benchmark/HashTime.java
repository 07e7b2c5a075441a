package io.steward.benchmark;

import io.steward.password.Passwords;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Prints how many milliseconds one password hash takes while every core computes one: the median of
 * many. Cores that share memory and clock are slower together than one of them alone.
 */
public final class HashTime {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int WARM_UP = 60;
  private static final int MEASURED = 61;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private HashTime() {}

  public static void main(String[] args) {
    Passwords passwords = new Passwords(CORES, Duration.ofSeconds(5));
    time(passwords, WARM_UP);
    long[] nanoseconds = time(passwords, MEASURED);
    System.out.printf(Locale.ROOT, "%.2f%n", nanoseconds[nanoseconds.length / 2] / 1e6);
  }

  private static long[] time(Passwords passwords, int hashesPerCore) {
    return IntStream.range(0, CORES)
        .mapToObj(
            core ->
                CompletableFuture.supplyAsync(
                    () -> times(passwords, hashesPerCore), task -> new Thread(task).start()))
        .toList()
        .stream()
        .flatMapToLong(times -> Arrays.stream(times.join()))
        .sorted()
        .toArray();
  }

  private static long[] times(Passwords passwords, int hashes) {
    return LongStream.range(0, hashes)
        .map(
            i -> {
              long start = THREADS.getCurrentThreadCpuTime();
              passwords.hash("correct horse battery " + i);
              return THREADS.getCurrentThreadCpuTime() - start;
            })
        .toArray();
  }
}
