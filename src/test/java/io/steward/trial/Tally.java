package io.steward.trial;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts answers by status, and measures how soon every kind of write succeeds after a kill. */
final class Tally {
  private final Map<Write, Map<Integer, Integer>> statuses = new EnumMap<>(Write.class);
  private final Map<Write, Long> firsts = new EnumMap<>(Write.class);
  private long killedAt = Long.MAX_VALUE;
  private long markedAt = Long.MAX_VALUE;
  private int failed;

  /**
   * From now on, waits for the first success of every kind of write. {@code killed} is the time of
   * the kill.
   */
  synchronized void mark(long killed) {
    firsts.clear();
    killedAt = killed;
    markedAt = System.currentTimeMillis();
  }

  /**
   * Counts an answer; returns whether it acknowledges the write. {@code asked} is the time of the
   * request. All times are in milliseconds since 1970.
   */
  synchronized boolean note(Write write, long asked, Node.Answer answer) {
    statuses.computeIfAbsent(write, w -> new TreeMap<>()).merge(answer.status(), 1, Integer::sum);
    if (!write.isAcknowledged(answer)) {
      failed++;
      return false;
    }
    if (asked >= markedAt && firsts.putIfAbsent(write, since()) == null) {
      tellRecovery();
    }
    return true;
  }

  private long since() {
    return System.currentTimeMillis() - killedAt;
  }

  private void tellRecovery() {
    if (firsts.size() == Write.values().length) {
      StringBuilder line = new StringBuilder("recovered, ms after the kill:");
      firsts.forEach(
          (write, first) ->
              line.append(String.format(Locale.ROOT, " %s %d", write.label(), first)));
      System.out.println(line);
    }
  }

  synchronized int failed() {
    return failed;
  }

  synchronized int acknowledged(Write write) {
    return statuses.getOrDefault(write, Map.of()).entrySet().stream()
        .filter(entry -> write.isAcknowledged(new Node.Answer(entry.getKey(), "")))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  synchronized void print() {
    statuses.forEach(
        (write, counts) ->
            System.out.printf("%-14s answers by status %s%n", write.label(), counts));
  }
}
