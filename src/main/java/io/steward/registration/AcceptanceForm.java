package io.steward.registration;

import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.TextField;
import io.steward.password.Password;
import io.steward.session.Grants;
import io.steward.user.AccountFields;
import java.util.Optional;

/** What invited people send to {@link Acceptance}, through the endpoint or the page. */
public final class AcceptanceForm {
  static final TextField TOKEN = TextField.secret("token", 100);

  private final Acceptance acceptance;

  public AcceptanceForm(Acceptance acceptance) {
    this.acceptance = acceptance;
  }

  /**
   * Creates the account and its first session.
   *
   * @param languages the sender's header {@code Accept-Language}
   * @throws io.steward.problem.ProblemException 400 if the input, the token or the password is
   *     refused
   */
  public Grants.Started use(Input input, String languages) {
    acceptance.demandOpen();
    AccountFields fields = new AccountFields(input);
    Optional<String> token = input.require(TOKEN);
    Optional<String> first = fields.firstName();
    Optional<String> last = fields.lastName();
    Optional<Password> password = fields.requirePassword();
    input.refuseFaults();
    return acceptance
        .accept(
            token.orElseThrow(), first, last, password.orElseThrow(), Language.preferred(languages))
        .orElseThrow(AccountFields::passwordRefusal);
  }

  /** Whether an invitation can be accepted now. */
  public boolean isUsable(String token) {
    return acceptance.isUsable(token);
  }
}
