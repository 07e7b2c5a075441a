package io.steward.registration;

import io.steward.credential.Checked;
import io.steward.credential.NewPassword;
import io.steward.credential.notice.MailRequests;
import io.steward.password.Password;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.settings.mail.LinkPurpose;
import io.steward.settings.web.WebSettings;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import java.util.List;
import java.util.Optional;

/** Registers users as the settings demand: in the open, or concealing who has an account. */
public final class ConfiguredRegistration {
  private final Registration registration;
  private final ConcealedRegistration concealed;
  private final MailRequests mail;
  private final NewPassword newPassword;
  private final WebSettings settings;

  public ConfiguredRegistration(
      Registration registration,
      ConcealedRegistration concealed,
      MailRequests mail,
      NewPassword newPassword,
      WebSettings settings) {
    this.registration = registration;
    this.concealed = concealed;
    this.mail = mail;
    this.newPassword = newPassword;
    this.settings = settings;
  }

  /**
   * Refuses everybody while strangers may not register.
   *
   * @throws ProblemException 403; 503 if a message is needed that cannot be sent
   */
  public void demandOpen() {
    if (!settings.registration().admitsStrangers()) {
      throw new ProblemException(ProblemType.REGISTRATION_CLOSED);
    }
    if (settings.demandsProvedAddresses()) {
      mail.demand(LinkPurpose.VERIFY);
    }
  }

  /** The reasons to refuse a password; see {@link NewPassword#faults}. */
  public List<Fault> faults(Password password, Name name, Optional<EmailAddress> email) {
    return newPassword.faults(password, name, email);
  }

  /**
   * Registers a user.
   *
   * @param language a language tag; may be empty
   * @return the user; empty if the answer must not show whether the address had an account
   * @throws ProblemException as {@link #demandOpen}; 400 if the address is taken; 429
   */
  public Checked<Optional<User>> register(
      EmailAddress email, Name name, Password password, String language) {
    demandOpen();
    return settings.concealsAddresses()
        ? concealed.accept(email, name, password, language).map(address -> Optional.empty())
        : registration.register(email, name, password, language).map(Optional::of);
  }
}
