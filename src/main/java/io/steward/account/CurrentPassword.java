package io.steward.account;

import io.steward.api.Input;
import io.steward.api.TextField;
import io.steward.password.PasswordPolicy;
import io.steward.password.Passwords;
import io.steward.problem.ProblemException;
import io.steward.user.User;
import java.util.Optional;

/** The proof that it is the owner, not the bearer of a stolen token, who asks. */
final class CurrentPassword {
  private static final TextField FIELD =
      TextField.secret("current_password", PasswordPolicy.LONGEST);

  private final Passwords passwords;

  CurrentPassword(Passwords passwords) {
    this.passwords = passwords;
  }

  /**
   * Holds the member {@code current_password} against the user; costs a hash.
   *
   * @throws ProblemException 400 when it is missing or wrong
   */
  void require(Input input, User user) {
    Optional<String> password = input.require(FIELD);
    input.refuseFaults();
    if (!passwords.verify(password.orElseThrow(), Optional.of(user.password()))) {
      throw wrong();
    }
  }

  /** The row as it is now, unless its password is no longer the one that was proved. */
  static User unchanged(User now, User proved) {
    if (!now.password().equals(proved.password())) {
      throw wrong();
    }
    return now;
  }

  private static ProblemException wrong() {
    return ProblemException.invalid(FIELD.name(), "Invalid password.");
  }
}
