package io.steward.user;

import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.TextField;
import io.steward.password.Password;
import io.steward.password.policy.PasswordPolicy;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The request members with which users describe themselves, in the order of DRF's serializer. */
public final class AccountFields {
  private static final TextField EMAIL =
      new TextField(
          "email",
          EmailAddress.MAX_LENGTH,
          true,
          false,
          EmailAddress::isValid,
          Fault.invalid("Enter a valid email address."));
  private static final TextField FIRST_NAME = TextField.optional("first_name", Name.MAX_LENGTH);
  private static final TextField LAST_NAME = TextField.optional("last_name", Name.MAX_LENGTH);
  private static final TextField PASSWORD = TextField.secret("password", Password.MAX_LENGTH);

  private final Input input;

  public AccountFields(Input input) {
    this.input = input;
  }

  /** The required email address. */
  public Optional<EmailAddress> requireEmail() {
    return input.require(EMAIL).flatMap(EmailAddress::parse);
  }

  /** The optional email address. */
  public Optional<EmailAddress> email() {
    return input.read(EMAIL).flatMap(EmailAddress::parse);
  }

  /**
   * The optional email address. A stored address that is not canonical counts as missing, so users
   * may send it unchanged.
   */
  public Optional<EmailAddress> emailOtherThan(String stored) {
    return input
        .read(EMAIL)
        .filter(text -> !text.equals(stored) || isCanonical(text))
        .flatMap(EmailAddress::parse);
  }

  private static boolean isCanonical(String email) {
    return EmailAddress.parse(email).filter(e -> e.text().equals(email)).isPresent();
  }

  /** The optional first name. */
  public Optional<String> firstName() {
    return input.read(FIRST_NAME);
  }

  /** The optional last name. */
  public Optional<String> lastName() {
    return input.read(LAST_NAME);
  }

  /** The required password. */
  public Optional<Password> requirePassword() {
    return input.require(PASSWORD).map(Password::new);
  }

  /** The optional password. */
  public Optional<Password> password() {
    return input.read(PASSWORD).map(Password::new);
  }

  /** The fields as OPTIONS shows them. */
  public static FieldView[] views(boolean isNew) {
    return Stream.concat(profileViews(isNew).stream(), Stream.of(passwordView(isNew)))
        .toArray(FieldView[]::new);
  }

  /** The fields except the password, as OPTIONS shows them. */
  public static List<FieldView> profileViews(boolean isNew) {
    return List.of(
        EMAIL.view(isNew).with("type", "email"), FIRST_NAME.view(false), LAST_NAME.view(false));
  }

  /** The password with its rules, as OPTIONS shows it. */
  public static FieldView passwordView(boolean isRequired) {
    return PasswordPolicy.view(PASSWORD.view(isRequired));
  }

  /** The email address as OPTIONS shows it. */
  public static FieldView emailView() {
    return EMAIL.view(true).with("type", "email");
  }

  /** Reports a fault of the email address. */
  public void refuseEmail(Fault fault) {
    input.fault(EMAIL.name(), fault);
  }

  /** Reports the policy's objections to the password. */
  public void refusePassword(List<Fault> faults) {
    faults.forEach(fault -> input.fault(PASSWORD.name(), fault));
  }

  /** The response to a refused password. */
  public static ProblemException passwordRefusal(List<Fault> faults) {
    return ProblemException.invalid(Map.of(PASSWORD.name(), faults));
  }

  /** The faults of an email address; empty if it is valid. */
  public static List<Fault> emailFaults(String email) {
    return EMAIL.faults(email);
  }

  /** The faults of a password, without those that the password policy finds. */
  public static List<Fault> passwordFaults(Password password) {
    return PASSWORD.faults(password.text());
  }
}
