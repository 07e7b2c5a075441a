package io.steward.benchmark;

import io.steward.testing.Await;
import io.steward.testing.Http;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the times of failed log-ins at known and unknown addresses, while some of the accounts
 * have imported hashes.
 */
final class AddressTimes {
  private static final int PAIRS = 300;
  private static final int WARM_UP = 40;
  private static final String OWN =
      "argon2$argon2id$v=19$m=7168,t=5,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A".repeat(43);
  private static final String IMPORTED = "pbkdf2_sha256$260000$salt$" + "A".repeat(43) + "=";

  private AddressTimes() {}

  /** Prints the quartiles for the shares of imported hashes 0, 30 and 100 percent. */
  public static void main(String[] args) {
    for (int imported : new int[] {0, 30, 100}) {
      TestDatabase database = TestDatabase.create();
      // The first start creates the tables; the second reads the accounts.
      TestServer.start(database).close();
      fill(database, imported);
      try (TestServer server =
          TestServer.start(
              database,
              Map.of(
                  "throttle",
                  "on",
                  "throttle.account",
                  "99999/1",
                  "throttle.network",
                  "99999/1"))) {
        Await.until(
            "the node is ready",
            Duration.ofMinutes(1),
            () -> new Http(server.url("")).status("/health/ready") == 200);
        measure(new Http(server.url("")), imported);
      }
    }
  }

  private static void fill(TestDatabase database, int imported) {
    database.execute(
        ("insert into users (email, password) select 'known-' || i || '@times.example',"
                + " case when i %% 100 < %s then '%s' else '%s' end from generate_series(0, %s) i")
            .formatted(imported, IMPORTED, OWN, PAIRS + WARM_UP - 1));
  }

  private static void measure(Http http, int imported) {
    List<Long> known = new ArrayList<>();
    List<Long> unknown = new ArrayList<>();
    for (int i = 0; i < PAIRS + WARM_UP; i++) {
      // Alternating, because the speed of the machine changes; and each kind first in half of the
      // pairs, because a request finds what the one before it left.
      if (i % 2 == 0) {
        known.add(nanos(http, "known-" + i));
        unknown.add(nanos(http, "unknown-" + i));
      } else {
        unknown.add(nanos(http, "unknown-" + i));
        known.add(nanos(http, "known-" + i));
      }
    }
    print(imported, "known", known.subList(WARM_UP, known.size()));
    print(imported, "unknown", unknown.subList(WARM_UP, unknown.size()));
  }

  private static long nanos(Http http, String name) {
    String json = "{\"email\":\"" + name + "@times.example\",\"password\":\"not the password\"}";
    // On a machine that is too busy, the answer may be 503.
    while (true) {
      long before = System.nanoTime();
      if (http.post("/user/obtain_token/", json).status() == 403) {
        return System.nanoTime() - before;
      }
    }
  }

  private static void print(int imported, String kind, List<Long> nanos) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%3d %% imported, %-7s: quartiles %.1f, %.1f, %.1f ms; mean %.1f ms%n",
        imported,
        kind,
        sorted.get(sorted.size() / 4) / 1e6,
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get(sorted.size() * 3 / 4) / 1e6,
        sorted.stream().mapToLong(Long::longValue).average().orElse(0) / 1e6);
  }
}
