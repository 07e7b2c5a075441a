package io.steward.cli.installation;

import io.steward.audit.AuditEvent;
import io.steward.audit.AuditFilter;
import io.steward.audit.AuditRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** What the account commands need of the users. */
public interface Accounts {
  /** Who a superuser is going to be. */
  record Person(String email, String firstName, String lastName) {}

  /** Opens the users for the length of one command and answers its exit code. */
  interface Door {
    int open(ToIntFunction<Accounts> work);
  }

  /** What is wrong with an address, if anything. */
  Optional<String> emailFault(String email);

  /** The address of an account as it is stored. */
  Optional<String> byEmail(String email);

  List<String> passwordFaults(String password, Person person);

  List<String> passwordFaults(String password, String email);

  /** False when the address is taken; without a password nobody can log in yet. */
  boolean createSuperuser(Person person, Optional<String> password);

  Optional<Long> idOf(String email);

  /** Shuts the account and ends its sessions, or opens it again. */
  void setActive(String email, boolean active);

  /** Records what concerns no user. */
  void record(AuditEvent event, String detail);

  List<AuditRecord> audit(AuditFilter filter);

  void changePassword(String email, String password);
}
