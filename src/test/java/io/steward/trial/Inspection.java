package io.steward.trial;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Checks every entry of the ledger at the nodes. */
final class Inspection {
  private static final int PATIENCE = 20;
  private static final int PAUSE_MILLIS = 250;

  private final Ledger ledger;
  private final Node proxy;
  private final List<Node> nodes;

  Inspection(Ledger ledger, Node proxy, List<Node> nodes) {
    this.ledger = ledger;
    this.proxy = proxy;
    this.nodes = nodes;
  }

  /** Checks sessions in doubt first, because their grace period is running out. */
  void run() {
    ledger.sessions().parallelStream().filter(Session::isInDoubt).forEach(this::inspect);
    ledger.sessions().parallelStream().filter(s -> !s.isInDoubt()).forEach(this::inspect);
    ledger.registered().parallelStream().forEach(this::inspect);
  }

  private void inspect(String email) {
    demand(
        Write.REGISTRATION,
        () -> proxy.post(Write.LOG_IN.path(), Ledger.credentials(email)),
        status -> status == 200);
  }

  private void inspect(Session session) {
    if (session.isLoggedOut()) {
      nodes.forEach(node -> demandRefused(session, node));
    } else if (session.isInDoubt()) {
      settle(session);
    } else {
      // The second node returns the same successor, because the first use is within the grace
      // period.
      nodes.forEach(node -> demandAccepted(session, node));
    }
  }

  private void demandRefused(Session session, Node node) {
    demand(Write.REVOCATION, () -> node.show(session.firstAccess()), status -> status == 401);
    demand(Write.REVOCATION, () -> node.show(session.access()), status -> status == 401);
    demand(Write.REVOCATION, () -> refresh(session, node), status -> status == 401);
  }

  private void demandAccepted(Session session, Node node) {
    demand(Write.ROTATION, () -> node.show(session.access()), status -> status == 200);
    demand(Write.ROTATION, () -> refresh(session, node), status -> status == 200);
  }

  /** A change that was not acknowledged may or may not have happened. */
  private void settle(Session session) {
    if (persistent(() -> refresh(session, proxy)).status() == 401) {
      session.end();
    }
  }

  private static Node.Answer refresh(Session session, Node node) {
    return node.post(Write.ROTATION.path(), session.refreshAsJson());
  }

  private void demand(Write write, Supplier<Node.Answer> question, Predicate<Integer> expected) {
    Node.Answer answer = persistent(question);
    if (!expected.test(answer.status())) {
      ledger.lose(write, answer);
    }
  }

  /** Repeats the question until the answer is a decision instead of a 503. */
  private static Node.Answer persistent(Supplier<Node.Answer> question) {
    Node.Answer answer = question.get();
    for (int i = 0; i < PATIENCE && (answer.status() == 0 || answer.status() >= 500); i++) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      answer = question.get();
    }
    return answer;
  }
}
