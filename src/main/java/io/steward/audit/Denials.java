package io.steward.audit;

import io.steward.database.Chore;
import io.steward.origin.Origin;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Records denied requests, at most one record a minute for each event and network. Requests are
 * only counted in memory, so that a flood of them does not write to the database.
 */
public final class Denials {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MOST_NETWORKS = 1_000;
  private static final int AT_ONCE = 100;

  private final Map<Source, Count> counts = new LinkedHashMap<>();

  /**
   * Where denied requests come from. Above {@link #MOST_NETWORKS} sources, the network is empty.
   */
  private record Source(AuditEvent event, String network) {}

  /** Requests that are being written. If that fails, they are counted again. */
  private record Taken(Source source, Denial first, long requests) {
    Denial record() {
      return first.times(requests);
    }
  }

  /** The requests of a source since its last record. */
  private static final class Count {
    private Optional<Denial> first = Optional.empty();
    private long requests;
    private long recordedAt = System.nanoTime() - MINUTE;

    void add(Denial denial, long number) {
      first = Optional.of(first.map(known -> known.joined(denial)).orElse(denial));
      requests += number;
    }

    boolean isDue() {
      return requests > 0 && System.nanoTime() - recordedAt >= MINUTE;
    }

    boolean isOver() {
      return requests == 0 && System.nanoTime() - recordedAt >= MINUTE;
    }

    Taken taken(Source source) {
      Taken taken = new Taken(source, first.orElseThrow(), requests);
      first = Optional.empty();
      requests = 0;
      recordedAt = System.nanoTime();
      return taken;
    }
  }

  /**
   * Counts a denied request of this thread.
   *
   * @param userId the user of the token or account; empty if unknown
   * @param detail what was denied; may be empty
   */
  public void add(AuditEvent event, Optional<Long> userId, String detail) {
    Origin origin = Origin.current();
    add(new Source(event, origin.network()), Denial.of(event, userId, origin, detail), 1);
  }

  private synchronized void add(Source source, Denial denial, long requests) {
    boolean isTooMany = counts.size() >= MOST_NETWORKS && !counts.containsKey(source);
    counts
        .computeIfAbsent(isTooMany ? new Source(source.event(), "") : source, any -> new Count())
        .add(denial, requests);
  }

  /** Writes the records that are due, and all others before the node stops. */
  public Chore chore() {
    return Chore.every(EVERY, "record denied requests in audit", this::recordDue)
        .andAtEnd(
            connection ->
                record(connection, taken(count -> count.requests > 0, Integer.MAX_VALUE)));
  }

  private boolean recordDue(Connection connection) throws SQLException {
    return record(connection, taken(Count::isDue, AT_ONCE));
  }

  private boolean record(Connection connection, List<Taken> taken) throws SQLException {
    boolean isWritten = taken.isEmpty();
    try {
      if (!isWritten) {
        Denial.insert(connection, taken.stream().map(Taken::record).toList());
        isWritten = true;
      }
    } finally {
      if (!isWritten) {
        taken.forEach(t -> add(t.source(), t.first(), t.requests()));
      }
    }
    return taken.size() == AT_ONCE;
  }

  private synchronized List<Taken> taken(Predicate<Count> condition, int most) {
    counts.values().removeIf(Count::isOver);
    List<Taken> taken = new ArrayList<>();
    counts.entrySet().stream()
        .filter(entry -> condition.test(entry.getValue()))
        .limit(most)
        .forEach(entry -> taken.add(entry.getValue().taken(entry.getKey())));
    return taken;
  }
}
