package io.steward.registration;

import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.password.Password;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import java.util.Optional;

/** What people send to {@link ConfiguredRegistration}, through the endpoint or the page. */
public final class RegistrationForm {
  private final ConfiguredRegistration registration;

  public RegistrationForm(ConfiguredRegistration registration) {
    this.registration = registration;
  }

  /**
   * Creates the account.
   *
   * @param languages the sender's header {@code Accept-Language}
   * @return empty if the answer conceals whether there is an account now
   * @throws io.steward.problem.ProblemException 400 if the input is refused
   */
  public Optional<User> use(Input input, String languages) {
    registration.demandOpen();
    AccountFields fields = new AccountFields(input);
    Optional<EmailAddress> email = fields.requireEmail();
    Name name = new Name(fields.firstName().orElse(""), fields.lastName().orElse(""));
    Optional<Password> password = fields.requirePassword();
    password.ifPresent(p -> fields.refusePassword(registration.faults(p, name, email)));
    input.refuseFaults();
    return registration
        .register(email.orElseThrow(), name, password.orElseThrow(), Language.preferred(languages))
        .orElseThrow(AccountFields::passwordRefusal);
  }
}
