package io.steward.trial;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends requests to the proxy until it reads the line {@code check} from its standard input. Then
 * it prints which changes were lost. It exits with 1 if any was lost or, in a rolling restart, if a
 * request failed. After the line {@code mark} with a time, it prints how long after that time every
 * kind of write succeeded again.
 */
public final class Load {
  private static final int VISITORS = 4;

  private final AtomicBoolean going = new AtomicBoolean(true);
  private final Ledger ledger = new Ledger();
  private final Tally tally = new Tally();
  private final List<Thread> threads = new ArrayList<>();

  private Load() {}

  /** Takes the URLs of the proxy and of the two nodes, and the kind of trial. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Node proxy = new Node(args[0]);
    List<Node> nodes = List.of(new Node(args[1]), new Node(args[2]));
    // If a visitor fails, the load is incomplete, so the trial ends.
    Thread.setDefaultUncaughtExceptionHandler(Load::giveUp);
    Load load = new Load();
    load.start(proxy);
    if (!load.obey()) {
      System.exit(2);
    }
    load.stop();
    new Inspection(load.ledger, proxy, nodes).run();
    System.exit(load.report(args[3].equals("rolling")) ? 0 : 1);
  }

  private static void giveUp(Thread thread, Throwable failure) {
    System.err.println(thread.getName() + ": " + failure);
    System.exit(2);
  }

  private void start(Node proxy) {
    for (int i = 0; i < VISITORS; i++) {
      Thread thread = new Thread(new Visitor("visitor-" + i, proxy, ledger, tally, going::get));
      thread.start();
      threads.add(thread);
    }
  }

  /** Whether the input ended with the line {@code check}. */
  private boolean obey() throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      if (order.equals("check")) {
        return true;
      }
      tally.mark(Long.parseLong(order.substring("mark ".length())));
    }
    return false;
  }

  private void stop() throws InterruptedException {
    going.set(false);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private boolean report(boolean faultless) {
    tally.print();
    for (Write write : Write.values()) {
      long lost = ledger.lost().stream().filter(l -> l.startsWith(write.label() + ":")).count();
      System.out.printf(
          "%-14s %6d acknowledged, %d lost%n", write.label(), tally.acknowledged(write), lost);
    }
    List<Session> sessions = ledger.sessions();
    System.out.printf(
        "%-14s %6d, of them %d ended by a refresh after a lost answer%n",
        "sessions", sessions.size(), sessions.stream().filter(Session::isEnded).count());
    System.out.printf("%-14s %6d%n", "not answered", tally.failed());
    ledger.lost().forEach(System.err::println);
    boolean anything = tally.acknowledged(Write.REVOCATION) > 0;
    return anything && ledger.lost().isEmpty() && !(faultless && tally.failed() > 0);
  }
}
