package io.steward.login;

import io.steward.api.WhiteSpace;
import io.steward.database.Database;
import io.steward.password.PasswordPolicy;
import io.steward.password.Passwords;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.Grants;
import io.steward.session.SessionTransactions;
import io.steward.session.Tokens;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import io.steward.user.Users;
import java.time.Clock;
import java.util.Optional;

/** Trades an address and password for tokens. */
public final class Login {
  private final Database database;
  private final SessionTransactions transactions;
  private final Throttle throttle;
  private final Passwords passwords;
  private final Grants grants;
  private final Clock clock;

  public Login(
      Database database,
      SessionTransactions transactions,
      Throttle throttle,
      Passwords passwords,
      Grants grants,
      Clock clock) {
    this.database = database;
    this.transactions = transactions;
    this.throttle = throttle;
    this.passwords = passwords;
    this.grants = grants;
    this.clock = clock;
  }

  /**
   * Logs in, and notes when.
   *
   * @param email as it was typed
   * @throws ProblemException 429; 403, alike for an unknown address, a wrong password and an
   *     inactive user
   */
  public Tokens login(String email, String password) {
    if (password.codePointCount(0, password.length()) > PasswordPolicy.LONGEST) {
      throw refusal();
    }
    Throttle.Guess guess = throttle.guess(email);
    // Twice: another log-in may renew the hash of an imported user meanwhile.
    Started started =
        attempt(email, password).or(() -> attempt(email, password)).orElseThrow(Login::refusal);
    guess.succeeded(started.userId());
    return started.tokens();
  }

  /** Whose session has begun. */
  private record Started(long userId, Tokens tokens) {}

  /** Empty when the stored hash was replaced while this password was held against it. */
  private Optional<Started> attempt(String email, String password) {
    Optional<User> user =
        EmailAddress.parse(WhiteSpace.strip(email))
            .flatMap(address -> database.read(em -> new Users(em).byEmail(address)));
    boolean correct = passwords.verify(password, user.map(User::password));
    User known = user.filter(u -> correct && u.isActive()).orElseThrow(Login::refusal);
    return start(known, upgraded(known, password));
  }

  private static ProblemException refusal() {
    return ProblemException.logIn(ProblemType.INVALID_CREDENTIALS);
  }

  /** A fresh hash where the stored one is of another make; made outside the transaction. */
  private Optional<String> upgraded(User user, String password) {
    return passwords.needsRehash(user.password())
        ? Optional.of(passwords.hash(password))
        : Optional.empty();
  }

  private Optional<Started> start(User verified, Optional<String> freshHash) {
    return transactions.inTransaction(
        (em, sessions) -> {
          // A user deactivated since the look-up has ended this log-in.
          User user =
              new Users(em)
                  .byIdForUpdate(verified.id())
                  .filter(User::isActive)
                  .orElseThrow(Login::refusal);
          if (!user.password().equals(verified.password())) {
            return Optional.empty();
          }
          freshHash.ifPresent(user::changePassword);
          user.loggedIn(clock.instant());
          return Optional.of(new Started(user.id(), grants.start(sessions, user)));
        });
  }
}
