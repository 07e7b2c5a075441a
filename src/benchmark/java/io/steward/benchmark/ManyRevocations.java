package io.steward.benchmark;

import io.steward.testing.TestTokens;
import io.steward.token.Revocations;
import io.steward.token.ended.EndedSession;
import io.steward.token.issue.RefreshTokens;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A hundred thousand revoked sessions, and the memory that they need. */
final class ManyRevocations {
  private static final int COUNT = 100_000;

  private ManyRevocations() {}

  static Revocations make() {
    Revocations revocations = TestTokens.noRevocations();
    long end = Instant.now().getEpochSecond() + 3_000;
    IntStream.range(0, COUNT)
        .mapToObj(i -> new EndedSession(RefreshTokens.newSessionId(), end + i % 3_000, false))
        .forEach(revocation -> revocations.add(List.of(revocation)));
    return revocations;
  }

  /** Prints how much more heap is used with the revocations than without. */
  public static void main(String[] args) {
    long before = used();
    Revocations revocations = make();
    double megabytes = (used() - before) / 1e6;
    System.out.printf(Locale.ROOT, "%d revocations: %.1f MB%n", revocations.size(), megabytes);
  }

  private static long used() {
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
