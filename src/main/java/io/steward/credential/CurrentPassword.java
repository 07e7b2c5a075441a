package io.steward.credential;

import io.steward.api.TextField;
import io.steward.password.Password;
import io.steward.password.Passwords;
import io.steward.problem.ProblemException;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Proves that the owner of an account asks, not the bearer of a stolen token. */
public final class CurrentPassword {
  /** The member of a request that carries it. */
  public static final TextField FIELD = TextField.secret("current_password", Password.MAX_LENGTH);

  private final Throttle throttle;
  private final Passwords passwords;

  public CurrentPassword(Throttle throttle, Passwords passwords) {
    this.throttle = throttle;
    this.passwords = passwords;
  }

  /**
   * Checks the password against the user's hash. Computes a hash, so call it outside transactions.
   *
   * @throws ProblemException 400 if it is wrong; 429
   */
  public void prove(Password password, User user) {
    Throttle.Guess guess = throttle.guess(EmailAddress.canonical(user.email()));
    if (!passwords.verify(password, Optional.of(user.password()))) {
      throw wrong();
    }
    guess.succeeded(user.id());
  }

  /** Whether the locked row still has the password that was proved; a log-in may renew its hash. */
  public static boolean isCurrent(User now, User proved) {
    return now.password().equals(proved.password());
  }

  /**
   * Attempts a change, at most twice. An attempt answers empty if the row changed between its read
   * and its lock; then its proof no longer holds.
   *
   * @param user as it was read
   * @param reread reads the user again, for the second attempt
   */
  public static <T> T settled(
      User user, Supplier<User> reread, Function<User, Optional<T>> attempt) {
    return attempt
        .apply(user)
        .or(() -> attempt.apply(reread.get()))
        .orElseThrow(CurrentPassword::wrong);
  }

  private static ProblemException wrong() {
    return ProblemException.invalid(FIELD.name(), "Invalid password.");
  }
}
