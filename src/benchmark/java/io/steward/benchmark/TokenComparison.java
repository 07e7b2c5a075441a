package io.steward.benchmark;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link TokenBenchmark} in rounds, so that a busy minute of the machine affects all libraries
 * alike. At the end it prints a table of medians and the required values.
 */
public final class TokenComparison {
  private static final int ROUNDS = 3;
  private static final int WARM_UP_SECONDS = 3;
  private static final int MEASURED_SECONDS = 3;
  private static final Set<String> PEERS = Set.of("nimbus", "nimbusProcessor", "jjwt", "auth0");

  private final Map<String, Figures> contenders = new TreeMap<>();

  private TokenComparison() {}

  /** The measurements of one library, one for each second. */
  private record Figures(List<Double> elapsed, List<Double> processor, List<Double> bytes) {
    /** The CPU time, which hardly depends on other load on the machine. */
    double time() {
      return median(processor);
    }

    private static double median(List<Double> figures) {
      return figures.stream().sorted().toList().get(figures.size() / 2);
    }

    String row(double floor, double peer) {
      return String.format(
          Locale.ROOT,
          "%8.0f %8.0f %8.0f %8.2f %8.2f",
          median(elapsed),
          time(),
          median(bytes),
          time() / floor,
          time() / peer);
    }
  }

  public static void main(String[] args) throws RunnerException {
    TokenComparison comparison = new TokenComparison();
    for (int round = 1; round <= ROUNDS; round++) {
      System.err.println("round " + round + " of " + ROUNDS + ", one minute each");
      comparison.add(run());
    }
    comparison.print();
  }

  private static Collection<RunResult> run() throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(TokenBenchmark.class.getName())
                .forks(1)
                .threads(1)
                .warmupIterations(WARM_UP_SECONDS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(MEASURED_SECONDS)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .addProfiler(ProcessorTime.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build())
        .run();
  }

  private void add(Collection<RunResult> results) {
    for (RunResult result : results) {
      Figures figures =
          contenders.computeIfAbsent(
              result.getPrimaryResult().getLabel(),
              name -> new Figures(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
      for (BenchmarkResult fork : result.getBenchmarkResults()) {
        for (IterationResult second : fork.getIterationResults()) {
          figures.elapsed.add(second.getPrimaryResult().getScore());
          figures.processor.add(secondary(second, ProcessorTime.LABEL));
          figures.bytes.add(secondary(second, "gc.alloc.rate.norm"));
        }
      }
    }
  }

  private static double secondary(IterationResult second, String label) {
    return Objects.requireNonNull(second.getSecondaryResults().get(label), label).getScore();
  }

  private void print() {
    double floor = fastest(Set.of("floor"));
    double peer = fastest(PEERS);
    System.out.printf(
        Locale.ROOT,
        "HS256, %d characters, Java %s; medians of %d x %d s%n",
        SampleTokens.issue(1)[0].length(),
        Runtime.version(),
        ROUNDS,
        MEASURED_SECONDS);
    System.out.println("                  elapsed      CPU    bytes      CPU      CPU");
    System.out.println("                       ns       ns           x floor   x peer");
    contenders.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> entry.getValue().time()))
        .forEach(
            entry ->
                System.out.printf("%-16s %s%n", entry.getKey(), entry.getValue().row(floor, peer)));
    System.out.println("required of steward: 4096 bytes, 2.50 x floor, 0.70 x the fastest peer");
  }

  private double fastest(Set<String> names) {
    return contenders.entrySet().stream()
        .filter(entry -> names.contains(entry.getKey()))
        .mapToDouble(entry -> entry.getValue().time())
        .min()
        .orElseThrow();
  }
}
