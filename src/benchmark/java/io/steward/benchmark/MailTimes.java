package io.steward.benchmark;

import io.steward.testing.Http;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.mail.SmtpServer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the times of requests for a reset, and of concealed registrations, at known and unknown
 * addresses. Prints the p-value of the Mann-Whitney test; more than 0.01 shows no difference. Exits
 * with 1 if there is one.
 */
final class MailTimes {
  private static final int PAIRS = 300;
  private static final int WARM_UP = 60;
  private static final double LEAST_P = 0.01;

  private MailTimes() {}

  /** Measures both requests. */
  public static void main(String[] args) {
    if (!isAlike()) {
      System.err.println("The time shows which addresses have an account: p is below " + LEAST_P);
      System.exit(1);
    }
  }

  private static boolean isAlike() {
    TestDatabase database = TestDatabase.create();
    try (SmtpServer mail = SmtpServer.start();
        TestServer server = TestServer.start(database, settings(mail))) {
      database.execute(
          ("insert into users (email, password, email_verified_at)"
                  + " select 'known-' || i || '@times.example', '!', now()"
                  + " from generate_series(0, %s) i")
              .formatted(2 * (PAIRS + WARM_UP)));
      Http http = new Http(server.url(""));
      double reset = p(http, "/user/reset_password/", "{\"email\":\"%s@times.example\"}");
      double registration =
          p(
              http,
              "/user/create/",
              "{\"email\":\"%s@times.example\",\"password\":\"correct horse battery\"}");
      return Math.min(reset, registration) >= LEAST_P;
    }
  }

  private static Map<String, String> settings(SmtpServer mail) {
    Map<String, String> settings = new HashMap<>(mail.settings());
    settings.put("registration", "verified");
    settings.put("registration.conceal", "on");
    settings.put("throttle", "on");
    for (String rate : List.of("registration", "mail", "mail_network")) {
      settings.put("throttle." + rate, "99999/1");
    }
    return settings;
  }

  private static double p(Http http, String path, String body) {
    double[] known = new double[PAIRS];
    double[] unknown = new double[PAIRS];
    for (int i = -WARM_UP; i < PAIRS; i++) {
      String name = String.valueOf(i + WARM_UP);
      // Each kind comes first in half of the pairs: a request finds what the one before it left.
      for (boolean isKnown :
          i % 2 == 0 ? new boolean[] {true, false} : new boolean[] {false, true}) {
        double millis = millis(http, path, body.formatted((isKnown ? "known-" : "new-") + name));
        if (i >= 0) {
          (isKnown ? known : unknown)[i] = millis;
        }
      }
    }
    double p = mannWhitney(known, unknown);
    System.out.printf(
        Locale.ROOT,
        "%-22s known median %.2f ms, unknown median %.2f ms, Mann-Whitney p = %.3f%n",
        path,
        median(known),
        median(unknown),
        p);
    return p;
  }

  private static double millis(Http http, String path, String json) {
    long before = System.nanoTime();
    http.post(path, json).is(202);
    return (System.nanoTime() - before) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The two-sided p-value, by the normal approximation. */
  private static double mannWhitney(double[] some, double[] others) {
    double u = 0;
    for (double one : some) {
      for (double other : others) {
        u += one > other ? 1 : one == other ? 0.5 : 0;
      }
    }
    double n = some.length;
    double m = others.length;
    double z = Math.abs(u - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12);
    return 2 * (1 - normal(z));
  }

  /** The distribution function of the normal distribution (Abramowitz and Stegun, 26.2.17). */
  private static double normal(double z) {
    double t = 1 / (1 + 0.2316419 * z);
    double[] factors = {0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429};
    double sum = 0;
    double power = t;
    for (double factor : factors) {
      sum += factor * power;
      power *= t;
    }
    return 1 - Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * sum;
  }
}
