package io.steward.benchmark;

import io.steward.password.Password;
import io.steward.password.Passwords;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Prints how many milliseconds of CPU time one password hash takes while every core computes
 * hashes. Cores share memory and clock, so a hash then takes longer than when only one core is
 * busy.
 */
public final class HashTime {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final int WARM_UP = 100;
  private static final int MEASURED = 150;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private HashTime() {}

  public static void main(String[] args) {
    Passwords passwords = new Passwords(CORES, Duration.ofSeconds(5));
    onEveryCore(passwords, WARM_UP);
    double nanoseconds = onEveryCore(passwords, MEASURED);
    System.out.printf(Locale.ROOT, "%.2f%n", nanoseconds / MEASURED / 1e6);
  }

  /** The mean CPU time of one hash, over all cores. Each core computes {@code hashes} hashes. */
  private static double onEveryCore(Passwords passwords, int hashes) {
    List<CompletableFuture<Long>> cores =
        Stream.generate(
                () -> CompletableFuture.supplyAsync(() -> time(passwords, hashes), HashTime::start))
            .limit(CORES)
            .toList();
    return cores.stream().mapToLong(CompletableFuture::join).average().orElseThrow();
  }

  private static void start(Runnable work) {
    new Thread(work).start();
  }

  private static long time(Passwords passwords, int hashes) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < hashes; i++) {
      passwords.hash(new Password("correct horse battery " + i));
    }
    return THREADS.getCurrentThreadCpuTime() - start;
  }
}
