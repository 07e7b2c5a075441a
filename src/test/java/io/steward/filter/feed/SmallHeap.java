package io.steward.filter.feed;

import io.steward.clock.ReferenceClock;
import io.steward.settings.source.Secret;
import io.steward.token.Revocations;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** A program that reads a list of revocations twice, and prints how many it knows then. */
final class SmallHeap {
  private SmallHeap() {}

  public static void main(String[] args) throws InterruptedException {
    Revocations revocations = new Revocations(Duration.ofSeconds(60));
    FeedSettings settings = new FeedSettings(URI.create(args[0]), new Secret("Basic YTpi"));
    try (RevocationPoll poll =
        new RevocationPoll(
            settings, revocations, new ReferenceClock(Clock.systemUTC()), Duration.ofMillis(20))) {
      poll.start();
      while (revocations.version() < 2) {
        Thread.sleep(20);
      }
      System.out.print(revocations.size() + " in memory");
    }
  }
}
