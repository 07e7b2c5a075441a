package io.steward.trial;

import java.util.ArrayList;
import java.util.List;

/** The changes that were acknowledged, and those among them that were lost. */
final class Ledger {
  private final List<String> registered = new ArrayList<>();
  private final List<Session> sessions = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();

  /** The JSON that registers the user with that email address. It also logs that user in. */
  static String credentials(String email) {
    return "{\"email\":\"" + email + "\",\"password\":\"korrekt Pferd Batterie\"}";
  }

  synchronized void register(String email) {
    registered.add(email);
  }

  synchronized Session logIn(Node.Answer tokens) {
    Session session = new Session(tokens);
    sessions.add(session);
    return session;
  }

  synchronized void lose(Write write, Node.Answer answer) {
    lost.add(write.label() + ": " + answer.status() + " " + answer.body());
  }

  synchronized List<String> registered() {
    return List.copyOf(registered);
  }

  synchronized List<Session> sessions() {
    return List.copyOf(sessions);
  }

  synchronized List<String> lost() {
    return List.copyOf(lost);
  }
}
