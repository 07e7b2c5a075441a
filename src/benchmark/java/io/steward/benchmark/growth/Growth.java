package io.steward.benchmark.growth;

import io.steward.benchmark.growth.Bounds.Pair;
import io.steward.benchmark.growth.Node.Tokens;
import io.steward.standalone.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;

/**
 * Compares Steward on a small and on a large database, both in one PostgreSQL. All times are taken
 * alternately, so that other work on the machine disturbs both alike. Ends with 1 if a bound is
 * missed.
 */
final class Growth {
  private static final int SMALL = Integer.getInteger("growth.small", 1_000);
  private static final int LARGE = Integer.getInteger("growth.large", 1_000_000);
  private static final int STARTS = Integer.getInteger("growth.starts", 6);
  private static final int SLOW_REQUESTS = Integer.getInteger("growth.requests", 500);
  private static final int FAST_REQUESTS = 4 * SLOW_REQUESTS;
  private static final int OWNERS = 50;
  private static final Duration MOST_EACH = Duration.ofSeconds(60);
  private static final Duration PRUNED_WITHIN = Duration.ofMinutes(5);
  private static final double NO_BOUND = Double.MAX_VALUE;

  private final long began = System.nanoTime();
  private final Bounds bounds = new Bounds();
  private final Path folder;
  private final Data small;
  private final Data large;

  private Growth(Path folder, Data small, Data large) {
    this.folder = folder;
    this.small = small;
    this.large = large;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("steward-growth");
    boolean missed;
    try (EmbeddedDatabase server = EmbeddedDatabase.start(folder.resolve("database"))) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      String url = server.url() + "?user=postgres&password=" + server.password().reveal();
      Data postgres = new Data(url);
      postgres.execute("create database small");
      postgres.execute("create database large");
      postgres.execute("alter system set max_wal_size = '4GB'");
      postgres.execute("select pg_reload_conf()");
      missed = new Growth(folder, in(url, "small"), in(url, "large")).run();
    } finally {
      delete(folder);
    }
    System.exit(missed ? 1 : 0);
  }

  private static Data in(String url, String name) {
    return new Data(url.replace("/postgres?", "/" + name + "?"));
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (var walk = Files.walk(folder)) {
      files = new ArrayList<>(walk.toList());
    }
    for (int i = files.size() - 1; i >= 0; i--) {
      Files.deleteIfExists(files.get(i));
    }
  }

  private boolean run() throws Exception {
    load();
    bounds.head();
    starts();
    small.load(SMALL, hash());
    say("loaded the small database");
    try (Node one = start(small);
        Node other = start(large)) {
      requests(one, other);
      lists(one, other);
      prune(one, other);
      endAll();
    }
    bounds.atMost("whole run, s", seconds(began), 600);
    return bounds.areMissed();
  }

  private void say(String what) {
    System.err.printf(Locale.ROOT, "%5.0f s: %s%n", seconds(began), what);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private Node start(Data data) throws IOException, InterruptedException {
    boolean isSmall = data.equals(small);
    return Node.start(data, folder.resolve(isSmall ? "one" : "other"), isSmall ? 28_471 : 28_472);
  }

  /** Lets a node create the tables, and fills the large database. The small one stays empty. */
  private void load() throws Exception {
    start(small).close();
    try (Node node = start(large)) {
      node.register("first" + Data.DOMAIN, "10.0.0.1");
    }
    say("loading");
    large.load(LARGE, hash());
    say("loaded the large database");
  }

  private String hash() throws SQLException {
    return large.query("select password from users order by id limit 1");
  }

  private void starts() throws Exception {
    Pair pair = new Pair();
    for (int i = 0; i <= STARTS; i++) {
      long empty;
      long full;
      try (Node node = start(i % 2 == 0 ? small : large)) {
        empty = node.startNanos();
      }
      try (Node node = start(i % 2 == 0 ? large : small)) {
        full = node.startNanos();
      }
      // The first two only warm up.
      if (i > 0) {
        pair.small().add(i % 2 == 0 ? empty : full);
        pair.large().add(i % 2 == 0 ? full : empty);
      }
    }
    bounds.compare("start, empty and large", pair, 0.5, 1.2);
    say("started");
  }

  /** A request to a node; the number is different each time. */
  @FunctionalInterface
  private interface Request {
    void send(Node node, int number);
  }

  private Pair alternate(Node one, Node other, int times, Request request) {
    Pair pair = new Pair();
    int warmUp = times / 5;
    long end = System.nanoTime() + MOST_EACH.toNanos();
    for (int i = 0; i < warmUp + times && System.nanoTime() < end; i++) {
      long before = System.nanoTime();
      request.send(i % 2 == 0 ? one : other, i);
      long between = System.nanoTime();
      request.send(i % 2 == 0 ? other : one, i);
      long after = System.nanoTime();
      if (i >= warmUp) {
        pair.small().add(i % 2 == 0 ? between - before : after - between);
        pair.large().add(i % 2 == 0 ? after - between : between - before);
      }
    }
    return pair;
  }

  private void requests(Node one, Node other) throws SQLException {
    List<Tokens> ofOne = new ArrayList<>();
    List<Tokens> ofOther = new ArrayList<>();
    Pair logIns =
        alternate(
            one,
            other,
            SLOW_REQUESTS,
            (node, i) ->
                (node.equals(one) ? ofOne : ofOther)
                    .add(node.logIn(account(node.equals(one) ? SMALL : LARGE, i), network(i))));
    bounds.compare("log-in", logIns, 0.99, 1.5);
    say("logged in");
    Pair gets =
        alternate(
            one,
            other,
            FAST_REQUESTS,
            (node, i) -> node.get(next(node.equals(one) ? ofOne : ofOther, i)));
    bounds.compare("GET /user/update/", gets, 0.99, 1.5);
    BiConsumer<Node, Integer> refresh =
        (node, i) -> {
          List<Tokens> tokens = node.equals(one) ? ofOne : ofOther;
          tokens.set(i % tokens.size(), node.refresh(next(tokens, i)));
        };
    bounds.compare("refresh", alternate(one, other, FAST_REQUESTS, refresh::accept), 0.99, 1.5);
    say("refreshed");
    Pair registrations =
        alternate(
            one,
            other,
            SLOW_REQUESTS,
            (node, i) -> node.register("new-" + i + Data.DOMAIN, network(i)));
    bounds.compare("registration", registrations, 0.99, 1.5);
    say("registered");
    endOwn(one, other);
  }

  /** Accounts that log in are spread over the table. */
  private static String account(int accounts, int number) {
    return "user-" + (1 + (number * 7_919L) % accounts) + Data.DOMAIN;
  }

  private static String network(int number) {
    return "10." + number % 16 + "." + number % 250 + "." + (1 + number % 200);
  }

  private static Tokens next(List<Tokens> tokens, int number) {
    return tokens.get(number % tokens.size());
  }

  /** Measures the lists of the administration. */
  private void lists(Node one, Node other) throws SQLException {
    small.promote(account(SMALL, 0));
    large.promote(account(LARGE, 0));
    Tokens ofOne = one.logIn(account(SMALL, 0), network(0));
    Tokens ofOther = other.logIn(account(LARGE, 0), network(0));
    for (Map.Entry<String, IntFunction<String>> request : Lists.REQUESTS.entrySet()) {
      Pair pages =
          alternate(
              one,
              other,
              SLOW_REQUESTS,
              (node, i) ->
                  node.list(node.equals(one) ? ofOne : ofOther, request.getValue().apply(i)));
      bounds.compare(request.getKey(), pages, 0.99, 1.5);
    }
    say("read lists");
  }

  /** Measures the end of all sessions of one user. */
  private void endOwn(Node one, Node other) throws SQLException {
    small.addSessions(OWNERS);
    large.addSessions(OWNERS);
    List<Tokens> ofOne = new ArrayList<>();
    List<Tokens> ofOther = new ArrayList<>();
    for (int i = 1; i <= OWNERS; i++) {
      ofOne.add(one.logIn("user-" + i + Data.DOMAIN, network(i)));
      ofOther.add(other.logIn("user-" + i + Data.DOMAIN, network(i)));
    }
    Pair ends =
        alternate(
            one,
            other,
            OWNERS * 4 / 5,
            (node, i) -> node.logOutEverywhere((node.equals(one) ? ofOne : ofOther).get(i)));
    bounds.compare("end of a user's 100 sessions", ends, 0.99, NO_BOUND);
    say("ended the sessions of some users");
  }

  private void prune(Node one, Node other) throws Exception {
    small.expire(SMALL);
    large.expire(LARGE);
    say("added expired rows");
    long before = System.nanoTime();
    Pair gets = new Pair();
    Tokens ofOne = one.logIn(account(SMALL, 400), network(400));
    Tokens ofOther = other.logIn(account(LARGE, 400), network(400));
    try (LockWatch watch = LockWatch.start(large)) {
      while (!large.isPruned() && seconds(before) < PRUNED_WITHIN.toSeconds() + 5) {
        Pair some =
            alternate(one, other, 100, (node, i) -> node.get(node.equals(one) ? ofOne : ofOther));
        gets.small().addAll(some.small());
        gets.large().addAll(some.large());
        Thread.sleep(500);
      }
      bounds.atMost(
          "pruning of the expired rows, s", seconds(before), (double) PRUNED_WITHIN.toSeconds());
      longestTransaction(watch.end());
    }
    bounds.compare("GET /user/update/ meanwhile", gets, 0.99, NO_BOUND);
    say("pruned");
  }

  private void longestTransaction(LockWatch.Longest longest) {
    bounds.atMost("  longest transaction, ms", longest.millis(), 100);
    System.out.println("  " + longest.statement());
  }

  /** Measures the end of all sessions of all users. */
  private void endAll() throws Exception {
    long before = System.nanoTime();
    Node.command(large, folder.resolve("command"), "sessions", "end-all", "--before", "now");
    System.out.printf(Locale.ROOT, "end of all sessions, command, s %.1f%n", seconds(before));
    long all = large.sessions();
    long left = all;
    try (LockWatch watch = LockWatch.start(large)) {
      long first = 0;
      while (left > 0 && seconds(before) < PRUNED_WITHIN.toSeconds()) {
        Thread.sleep(1_000);
        left = large.sessions();
        first = first == 0 && left < all ? System.nanoTime() : first;
        all = first == 0 ? left : all;
      }
      bounds.atLeast(
          "  removal of the sessions, 1/s", (double) (all - left) / seconds(first), 2_000);
      longestTransaction(watch.end());
    }
    say("ended all sessions");
  }
}
