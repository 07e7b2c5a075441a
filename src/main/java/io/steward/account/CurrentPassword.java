package io.steward.account;

import io.steward.api.Input;
import io.steward.api.TextField;
import io.steward.password.PasswordPolicy;
import io.steward.password.Passwords;
import io.steward.problem.ProblemException;
import io.steward.throttle.Throttle;
import io.steward.user.EmailAddress;
import io.steward.user.User;
import java.util.Optional;
import java.util.function.Supplier;

/** The proof that it is the owner, not the bearer of a stolen token, who asks. */
public final class CurrentPassword {
  private static final TextField FIELD =
      TextField.secret("current_password", PasswordPolicy.LONGEST);

  private final Throttle throttle;
  private final Passwords passwords;

  public CurrentPassword(Throttle throttle, Passwords passwords) {
    this.throttle = throttle;
    this.passwords = passwords;
  }

  /**
   * Holds the member {@code current_password} against the user; costs a hash.
   *
   * @throws ProblemException 400 when it is missing or wrong; 429
   */
  void require(Input input, User user) {
    Optional<String> password = input.require(FIELD);
    input.refuseFaults();
    Throttle.Guess guess = throttle.guess(EmailAddress.canonical(user.email()));
    if (!passwords.verify(password.orElseThrow(), Optional.of(user.password()))) {
      throw wrong();
    }
    guess.succeeded(user.id());
  }

  /** Whether the row's password is still the one that was proved; a log-in may renew its hash. */
  static boolean isCurrent(User now, User proved) {
    return now.password().equals(proved.password());
  }

  /**
   * The outcome of an attempt, or of a second one; empty stands for a row that was changed between
   * being read and being locked, so that what was decided on it does not hold.
   */
  static <T> T settled(Supplier<Optional<T>> attempt) {
    return attempt.get().or(attempt).orElseThrow(CurrentPassword::wrong);
  }

  private static ProblemException wrong() {
    return ProblemException.invalid(FIELD.name(), "Invalid password.");
  }
}
