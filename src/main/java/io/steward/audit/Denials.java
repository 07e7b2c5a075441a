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

  /** Where denied requests come from; the network is empty for all networks that are too many. */
  private record Source(AuditEvent event, String network) {}

  /** The requests of a source since its last record. */
  private static final class Count {
    private Optional<Denial> first = Optional.empty();
    private long requests;
    private long recordedAt = System.nanoTime() - MINUTE;

    boolean isDue() {
      return requests > 0 && System.nanoTime() - recordedAt >= MINUTE;
    }

    boolean isOver() {
      return requests == 0 && System.nanoTime() - recordedAt >= MINUTE;
    }

    Denial taken() {
      Denial taken = first.orElseThrow().times(requests);
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
  public synchronized void add(AuditEvent event, Optional<Long> userId, String detail) {
    Origin origin = Origin.current();
    Source source = new Source(event, origin.network());
    if (counts.size() >= MOST_NETWORKS && !counts.containsKey(source)) {
      source = new Source(event, "");
    }
    Count count = counts.computeIfAbsent(source, any -> new Count());
    count.requests++;
    if (count.first.isEmpty()) {
      count.first = Optional.of(new Denial(event, userId, origin, detail));
    }
  }

  /** Writes the records that are due. */
  public Chore chore() {
    return Chore.every(EVERY, "record denied requests in audit", this::record);
  }

  private boolean record(Connection connection) throws SQLException {
    List<Denial> due = due();
    if (!due.isEmpty()) {
      Denial.insert(connection, due);
    }
    return due.size() == AT_ONCE;
  }

  private synchronized List<Denial> due() {
    counts.values().removeIf(Count::isOver);
    List<Denial> due = new ArrayList<>();
    counts.values().stream().filter(Count::isDue).limit(AT_ONCE).forEach(c -> due.add(c.taken()));
    return due;
  }
}
