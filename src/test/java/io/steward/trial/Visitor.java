package io.steward.trial;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** Registers, logs in, refreshes and logs out through the proxy, again and again. */
final class Visitor implements Runnable {
  private static final int MOST_ROTATIONS = 14;
  private static final int MOST_PAUSE_MILLIS = 150;

  private final String name;
  private final Node proxy;
  private final Ledger ledger;
  private final Tally tally;
  private final BooleanSupplier going;

  Visitor(String name, Node proxy, Ledger ledger, Tally tally, BooleanSupplier going) {
    this.name = name;
    this.proxy = proxy;
    this.ledger = ledger;
    this.tally = tally;
    this.going = going;
  }

  @Override
  public void run() {
    for (int i = 0; going.getAsBoolean(); i++) {
      live(name + "-" + i + "@trial.example");
      pause();
    }
  }

  private void live(String email) {
    String credentials = Ledger.credentials(email);
    if (!tried(Write.REGISTRATION, credentials).acknowledged()) {
      return;
    }
    ledger.register(email);
    Attempt logIn = tried(Write.LOG_IN, credentials);
    if (logIn.answer().status() == 403) {
      ledger.lose(Write.REGISTRATION, logIn.answer());
    }
    if (!logIn.acknowledged()) {
      return;
    }
    Session session = ledger.logIn(logIn.answer());
    int rotations = ThreadLocalRandom.current().nextInt(MOST_ROTATIONS);
    for (int i = 0; i < rotations; i++) {
      pause();
      if (!goOn(session)) {
        return;
      }
    }
    if (rotations % 2 == 0) {
      logOut(session);
    }
  }

  /**
   * Refreshes until a refresh is acknowledged. Returns false if the session has ended or the load
   * stops.
   */
  private boolean goOn(Session session) {
    while (going.getAsBoolean()) {
      Attempt attempt = tried(Write.ROTATION, session.refreshAsJson());
      if (attempt.acknowledged()) {
        session.rotate(attempt.answer());
        return true;
      }
      if (attempt.answer().status() == 401) {
        refused(session, attempt.answer());
        return false;
      }
      session.doubt();
      pause();
    }
    return false;
  }

  private void refused(Session session, Node.Answer answer) {
    if (!session.isInDoubt()) {
      ledger.lose(Write.ROTATION, answer);
    }
    session.end();
  }

  private void logOut(Session session) {
    while (going.getAsBoolean()) {
      if (tried(Write.REVOCATION, session.refreshAsJson()).acknowledged()) {
        session.logOut();
        return;
      }
      session.doubt();
      pause();
    }
  }

  private record Attempt(boolean acknowledged, Node.Answer answer) {}

  private Attempt tried(Write write, String json) {
    long asked = System.currentTimeMillis();
    Node.Answer answer = proxy.post(write.path(), json);
    return new Attempt(tally.note(write, asked, answer), answer);
  }

  private static void pause() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(MOST_PAUSE_MILLIS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
