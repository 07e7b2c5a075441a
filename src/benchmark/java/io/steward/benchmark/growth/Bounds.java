package io.steward.benchmark.growth;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Prints the figures, and remembers which of them are above or below their bounds. */
final class Bounds {
  private static final String ROW = "%-40s %12s %12s %12s %12s   %s%n";

  private final List<String> missed = new ArrayList<>();

  /** Times of the same work on both databases, in nanoseconds. */
  record Pair(List<Long> small, List<Long> large) {
    Pair() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  void head() {
    System.out.printf(
        ROW, "ms", "small p50", "small p99", "large p50", "large p99", "large / small");
  }

  /**
   * Prints a row of times.
   *
   * @param most the largest permitted ratio of the compared quantiles
   */
  void compare(String name, Pair pair, double quantile, double most) {
    double ratio = at(pair.large(), quantile) / at(pair.small(), quantile);
    System.out.printf(
        ROW,
        name + " (" + pair.small().size() + " each)",
        text(at(pair.small(), 0.5)),
        text(at(pair.small(), 0.99)),
        text(at(pair.large(), 0.5)),
        text(at(pair.large(), 0.99)),
        text(ratio) + (most < Double.MAX_VALUE ? ", at most " + most : ""));
    check(ratio <= most, name + ": the ratio is " + text(ratio) + ", more than " + most);
  }

  /** Prints a figure that has to be at most this. */
  void atMost(String name, double value, double most) {
    System.out.printf("%-40s %12s   at most %s%n", name, text(value), text(most));
    check(value <= most, name + ": " + text(value) + ", more than " + text(most));
  }

  /** Prints a figure that has to be at least this. */
  void atLeast(String name, double value, double least) {
    System.out.printf("%-40s %12s   at least %s%n", name, text(value), text(least));
    check(value >= least, name + ": " + text(value) + ", less than " + text(least));
  }

  private void check(boolean met, String otherwise) {
    if (!met) {
      missed.add(otherwise);
    }
  }

  /** Prints the missed bounds; returns whether there are any. */
  boolean areMissed() {
    missed.forEach(bound -> System.out.println("MISSED " + bound));
    return !missed.isEmpty();
  }

  private static double at(List<Long> nanos, double quantile) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    return sorted.get((int) Math.min(sorted.size() - 1, quantile * sorted.size())) / 1e6;
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }
}
