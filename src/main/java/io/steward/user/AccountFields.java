package io.steward.user;

import io.steward.api.Input;
import io.steward.api.TextField;
import io.steward.password.PasswordPolicy;
import java.util.List;
import java.util.Optional;

/** The members of a user that its owner may write, in the order of DRF's serializer. */
public final class AccountFields {
  private static final TextField EMAIL =
      new TextField(
          "email",
          EmailAddress.MAX_LENGTH,
          true,
          false,
          EmailAddress::isValid,
          "Enter a valid email address.");
  private static final TextField FIRST_NAME = TextField.optional("first_name", Name.MAX_LENGTH);
  private static final TextField LAST_NAME = TextField.optional("last_name", Name.MAX_LENGTH);
  private static final TextField PASSWORD = TextField.secret("password", PasswordPolicy.LONGEST);

  private final Input input;
  private final PasswordPolicy policy;

  public AccountFields(Input input, PasswordPolicy policy) {
    this.input = input;
    this.policy = policy;
  }

  /** The address, which must be there. */
  public Optional<EmailAddress> requireEmail() {
    return input.require(EMAIL).flatMap(EmailAddress::parse);
  }

  /** The address, which may be left out. */
  public Optional<EmailAddress> email() {
    return input.read(EMAIL).flatMap(EmailAddress::parse);
  }

  /** The first name, which may be left out. */
  public Optional<String> firstName() {
    return input.read(FIRST_NAME);
  }

  /** The last name, which may be left out. */
  public Optional<String> lastName() {
    return input.read(LAST_NAME);
  }

  /** The password, which must be there. */
  public Optional<String> requirePassword() {
    return input.require(PASSWORD);
  }

  /** The password, which may be left out. */
  public Optional<String> password() {
    return input.read(PASSWORD);
  }

  /** Notes what the policy has against that password for that user. */
  public void judge(String password, Name name, Optional<EmailAddress> email) {
    policy.faults(password, attributes(name, email)).forEach(m -> input.fault("password", m));
  }

  /** What is wrong with an address; empty when it is one. */
  public static List<String> emailFaults(String email) {
    return EMAIL.faults(email);
  }

  /** What is wrong with a password before the policy is asked. */
  public static List<String> passwordFaults(String password) {
    return PASSWORD.faults(password);
  }

  /** What a password must not resemble, under Django's names. */
  public static List<PasswordPolicy.Attribute> attributes(Name name, Optional<EmailAddress> email) {
    return List.of(
        new PasswordPolicy.Attribute("first name", name.first()),
        new PasswordPolicy.Attribute("last name", name.last()),
        new PasswordPolicy.Attribute("email", email.map(EmailAddress::text).orElse("")));
  }
}
