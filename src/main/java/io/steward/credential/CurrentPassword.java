package io.steward.credential;

import io.steward.api.TextField;
import io.steward.audit.AuditEvent;
import io.steward.audit.Denials;
import io.steward.password.Password;
import io.steward.password.Passwords;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Checks the current password, to prove that the caller owns the account and has not merely stolen
 * a token.
 */
public final class CurrentPassword {
  /** The request field with the current password. */
  public static final TextField FIELD = TextField.secret("current_password", Password.MAX_LENGTH);

  private final Throttle throttle;
  private final Passwords passwords;
  private final Denials denials;

  /**
   * Creates an instance.
   *
   * @param denials receives wrong passwords
   */
  public CurrentPassword(Throttle throttle, Passwords passwords, Denials denials) {
    this.throttle = throttle;
    this.passwords = passwords;
    this.denials = denials;
  }

  /**
   * Checks the password against the user's hash. Hashing is slow, so call this outside
   * transactions.
   *
   * @throws ProblemException 400 if the password is wrong; 429 after too many wrong passwords
   */
  public void prove(Password password, User user) {
    Throttle.Guess guess = throttle.guess(EmailAddress.canonical(user.email()));
    if (!passwords.verify(password, Optional.of(user.password())) || !guess.isOpen()) {
      denials.add(AuditEvent.REAUTHENTICATION_FAILED, Optional.of(user.id()), "");
      throw guess.refusal(CurrentPassword::wrong);
    }
    guess.succeeded(user.id(), user.password().encoded());
  }

  /**
   * Whether the locked row still has the hash that was checked. A concurrent log-in may have stored
   * a new hash of the same password.
   */
  public static boolean isCurrent(User now, User proved) {
    return now.password().equals(proved.password());
  }

  /**
   * Attempts a change, at most twice. An attempt returns empty if the user changed or was deleted
   * after it was read and before its row was locked. Then the user is read again, which refuses a
   * deleted user, and the password is checked again.
   *
   * @param user the user as read before the first attempt
   * @param reread reads the user again, for the second attempt
   */
  public static <T> T settled(
      User user, Supplier<User> reread, Function<User, Optional<T>> attempt) {
    return attempt
        .apply(user)
        .or(() -> attempt.apply(reread.get()))
        .orElseThrow(CurrentPassword::wrong);
  }

  /** The response to a change that requires the current password but came without it. */
  public static ProblemException missing() {
    return ProblemException.invalid(FIELD.name(), Fault.REQUIRED);
  }

  private static ProblemException wrong() {
    return ProblemException.invalid(FIELD.name(), Fault.invalid("Invalid password."));
  }
}
