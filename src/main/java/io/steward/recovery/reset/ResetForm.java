package io.steward.recovery.reset;

import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.TextField;
import io.steward.password.Password;
import io.steward.problem.ProblemException;
import io.steward.recovery.LinkToken;
import java.util.Map;
import java.util.Optional;

/** What people send to {@link PasswordReset}, through the endpoint or the page. */
public final class ResetForm {
  /** The member with the new password. */
  public static final TextField NEW_PASSWORD =
      TextField.secret("new_password", Password.MAX_LENGTH);

  private final PasswordReset reset;

  public ResetForm(PasswordReset reset) {
    this.reset = reset;
  }

  /**
   * Sets the password.
   *
   * @param languages the sender's header {@code Accept-Language}
   * @return the address of the account
   * @throws ProblemException 400 if the input, the token or the password is refused
   */
  public String use(Input input, String languages) {
    Optional<String> token = input.require(LinkToken.FIELD);
    Optional<Password> fresh = input.require(NEW_PASSWORD).map(Password::new);
    input.refuseFaults();
    return reset
        .reset(token.orElseThrow(), fresh.orElseThrow(), Language.preferred(languages))
        .orElseThrow(faults -> ProblemException.invalid(Map.of(NEW_PASSWORD.name(), faults)));
  }
}
