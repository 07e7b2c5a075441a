package io.steward.cli.installation;

import io.steward.audit.AuditEvent;
import io.steward.audit.AuditFilter;
import io.steward.audit.AuditRecord;
import io.steward.password.Password;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The operations on users and audit records that the commands need. */
public interface Accounts {
  /** The email address and names of a superuser to create. */
  record Person(String email, String firstName, String lastName) {}

  /** Gives a command access to the accounts; returns the command's exit code. */
  interface Door {
    int open(ToIntFunction<Accounts> work);
  }

  /** The fault of an email address; empty if it is valid. */
  Optional<String> emailFault(String email);

  /** The stored spelling of the email address of an account; empty if there is no such account. */
  Optional<String> byEmail(String email);

  List<String> passwordFaults(Password password, Person person);

  List<String> passwordFaults(Password password, String email);

  /**
   * Returns false if the email address is taken. Without a password, the superuser cannot log in
   * yet.
   */
  boolean createSuperuser(Person person, Optional<Password> password);

  Optional<Long> idOf(String email);

  /** Deactivates the account and ends its sessions, or activates it again. */
  void setActive(String email, boolean active);

  /**
   * Ends the sessions of all users that began before a time; returns the time.
   *
   * @param before empty for now, by the clock of the database
   */
  Instant endSessions(Optional<Instant> before);

  /** Records an event that concerns no user. */
  void record(AuditEvent event, String detail);

  List<AuditRecord> audit(AuditFilter filter);

  void changePassword(String email, Password password);
}
