package io.steward.cli;

import io.steward.audit.AuditEvent;
import io.steward.audit.AuditFilter;
import io.steward.audit.AuditRecord;
import io.steward.cli.installation.Accounts;
import io.steward.password.Password;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has one account, ada@example.com, and refuses passwords shorter than eight characters. */
final class FewAccounts implements Accounts {
  final List<String> done = new ArrayList<>();

  @Override
  public Optional<String> emailFault(String email) {
    return email.contains("@") ? Optional.empty() : Optional.of("Enter a valid email address.");
  }

  @Override
  public Optional<String> byEmail(String email) {
    return Optional.of(email).filter("ada@example.com"::equals);
  }

  @Override
  public List<String> passwordFaults(Password password, Person person) {
    return passwordFaults(password, person.email());
  }

  @Override
  public List<String> passwordFaults(Password password, String email) {
    return password.text().length() < 8
        ? List.of("This password is too short.", "This password is too common.")
        : List.of();
  }

  @Override
  public boolean createSuperuser(Person person, Optional<Password> password) {
    done.add(
        person.email()
            + " "
            + person.firstName()
            + " "
            + password.map(Password::text).orElse("unusable"));
    return true;
  }

  @Override
  public void changePassword(String email, Password password) {
    done.add(email + " " + password.text());
  }

  @Override
  public Optional<Long> idOf(String email) {
    return Optional.empty();
  }

  @Override
  public void setActive(String email, boolean active) {
    done.add(email + " " + active);
  }

  @Override
  public Instant endSessions(Optional<Instant> before) {
    done.add("sessions ended");
    return before.orElse(Instant.EPOCH);
  }

  @Override
  public void record(AuditEvent event, String detail) {
    done.add(event.text() + " " + detail);
  }

  @Override
  public List<AuditRecord> audit(AuditFilter filter) {
    return List.of();
  }
}
