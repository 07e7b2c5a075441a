package io.steward.session.browser;

import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.token.key.KeyRing;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.function.Function;

/** Finds the sessions of browsers by the values of their cookies. */
public final class BrowserSessions {
  private final SessionTransactions transactions;
  private final CookieValues values;

  public BrowserSessions(SessionTransactions transactions, KeyRing keys) {
    this.transactions = transactions;
    this.values = new CookieValues(keys);
  }

  /** The cookie's value for a session. */
  public String value(String sessionId) {
    return values.of(sessionId);
  }

  /**
   * Finds the session of a cookie, and records its use at most once a minute. Empty if the session
   * has ended or expired, or its user is inactive.
   *
   * @throws io.steward.problem.ProblemException 503 if the database does not respond
   */
  public Optional<BrowserSession> find(String value) {
    return values.sessionId(value).flatMap(this::used);
  }

  private Optional<BrowserSession> used(String sessionId) {
    Optional<Found> found =
        transactions.read((em, sessions) -> sessions.usable(sessionId).flatMap(of(em)));
    if (found.filter(f -> f.session().isIdle()).isPresent()) {
      transactions.inTransaction((em, sessions) -> sessions.touch(sessionId));
    }
    return found.map(f -> new BrowserSession(sessionId, f.session().tokenVersion(), f.user()));
  }

  private record Found(Sessions.Usable session, User user) {}

  private static Function<Sessions.Usable, Optional<Found>> of(EntityManager em) {
    return usable ->
        new Users(em)
            .byId(usable.userId())
            .filter(User::isActive)
            .map(user -> new Found(usable, user));
  }
}
