package io.steward.admin.bulk;

import io.steward.admin.IfMatch;
import io.steward.admin.user.UserFields;
import io.steward.api.Input;
import io.steward.credential.NewPassword;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.password.Passwords;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A line with a readable JSON object, whose password is hashed.
 *
 * @param password the typed password; empty if the line has none
 * @param isHash whether the line has a stored hash
 * @param setsPassword whether the line has a password or a hash, or null for a password
 * @param hash what to store
 */
record BulkLine(
    BulkLines.Line line,
    Optional<Password> password,
    boolean isHash,
    boolean setsPassword,
    Optional<PasswordHash> hash) {
  private static final String HASH = "password_hash";
  private static final String VERSION = "version";
  private static final List<String> KNOWN =
      Stream.concat(UserFields.OF_NEW.stream(), Stream.of("id", VERSION, HASH)).toList();

  /**
   * Reads a line, and hashes its password. That is slow, so it happens before the transaction.
   *
   * @param isDry whether the hash will not be stored
   * @throws ProblemException 400
   */
  static BulkLine read(BulkLines.Line line, NewPassword newPassword, boolean isDry) {
    if (!line.fault().isEmpty()) {
      throw ProblemException.invalid("non_field_errors", Fault.invalid(line.fault()));
    }
    Input input = line.input();
    input.demandOnly(KNOWN);
    if (!input.has("id") && !input.has("email")) {
      input.fault("email", Fault.REQUIRED);
    }
    input.number("id");
    input.number(VERSION);
    if (input.has(HASH) && input.has("password")) {
      input.fault(HASH, Fault.invalid("Send a password or a hash, not both."));
    }
    Optional<PasswordHash> stored = input.has(HASH) ? stored(input) : Optional.empty();
    Optional<Password> password = new UserFields(input).password();
    input.refuseFaults();
    PasswordHash hash =
        stored.orElseGet(() -> isDry ? Passwords.unusable() : hashed(newPassword, password));
    return new BulkLine(
        line,
        password,
        input.has(HASH),
        input.has(HASH) || input.has("password"),
        Optional.of(hash));
  }

  private static Optional<PasswordHash> stored(Input input) {
    Optional<PasswordHash> hash =
        input.peek(HASH).map(PasswordHash::new).filter(Passwords::isReadable);
    if (hash.isEmpty()) {
      input.fault(HASH, Fault.invalid("Must be a hash in one of Django's formats."));
    }
    return hash;
  }

  private static PasswordHash hashed(NewPassword newPassword, Optional<Password> password) {
    return password
        .map(
            typed ->
                newPassword
                    .checkWithoutPolicy(typed)
                    .map(newPassword::hash)
                    .orElseThrow(AccountFields::passwordRefusal))
        .orElseGet(Passwords::unusable);
  }

  int number() {
    return line.number();
  }

  /** The members, read again because an input collects the faults of its readers. */
  Input input() {
    return line.input();
  }

  Optional<Long> id() {
    return input().number("id");
  }

  String email() {
    return input().peek("email").orElse("");
  }

  /** The version that the change expects. */
  IfMatch condition() {
    return input()
        .number(VERSION)
        .map(version -> IfMatch.version(Math.toIntExact(Math.min(version, Integer.MAX_VALUE))))
        .orElseGet(() -> IfMatch.of(null));
  }

  /**
   * Refuses a version of a user who does not exist.
   *
   * @throws ProblemException 412
   */
  void demandNoVersion() {
    if (input().has(VERSION)) {
      condition().demand(-1);
    }
  }

  /**
   * Refuses a password that the policy refuses.
   *
   * @throws ProblemException 400
   */
  void demandPolicy(NewPassword newPassword, Name name, Optional<EmailAddress> email) {
    password.ifPresent(
        typed -> newPassword.check(typed, name, email).orElseThrow(AccountFields::passwordRefusal));
  }
}
