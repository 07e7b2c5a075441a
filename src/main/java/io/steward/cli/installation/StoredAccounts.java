package io.steward.cli.installation;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditFilter;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditRecord;
import io.steward.audit.AuditSubject;
import io.steward.database.Database;
import io.steward.password.PasswordPolicy;
import io.steward.password.Passwords;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.SessionTransactions;
import io.steward.settings.Settings;
import io.steward.throttle.Throttle;
import io.steward.token.Revocations;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The users in the database, for the account commands. */
public final class StoredAccounts implements Accounts {
  private final Database database;
  private final SessionTransactions transactions;
  private final Throttle throttle;
  private final Passwords passwords = new Passwords();
  private final PasswordPolicy policy = new PasswordPolicy();
  private final Clock clock = Clock.systemUTC();

  public StoredAccounts(Database database, Settings settings) {
    this.database = database;
    this.throttle = new Throttle(database, settings.throttle());
    this.transactions =
        new SessionTransactions(
            settings, database, new Revocations(settings.session().staleness()));
  }

  @Override
  public Optional<String> emailFault(String email) {
    return AccountFields.emailFaults(email).stream().findFirst();
  }

  @Override
  public Optional<String> byEmail(String email) {
    return user(email).map(User::email);
  }

  private Optional<User> user(String email) {
    return EmailAddress.parse(email)
        .flatMap(address -> database.read(em -> new Users(em).byEmail(address)));
  }

  @Override
  public List<String> passwordFaults(String password, Person person) {
    return faults(password, name(person), EmailAddress.parse(person.email()));
  }

  @Override
  public List<String> passwordFaults(String password, String email) {
    User user = user(email).orElseThrow();
    return faults(password, user.name(), EmailAddress.parse(user.email()));
  }

  private List<String> faults(String password, Name name, Optional<EmailAddress> email) {
    List<String> malformed = AccountFields.passwordFaults(password);
    return malformed.isEmpty()
        ? policy.faults(password, AccountFields.attributes(name, email))
        : malformed;
  }

  private static Name name(Person person) {
    return new Name(person.firstName(), person.lastName());
  }

  @Override
  public boolean createSuperuser(Person person, Optional<String> password) {
    password.ifPresent(StoredAccounts::demandUsable);
    EmailAddress email = EmailAddress.parse(person.email()).orElseThrow();
    String hash = password.map(passwords::hash).orElseGet(Passwords::unusable);
    try {
      return database.inTransaction(
          em -> {
            User user = User.createSuperuser(email, name(person), hash, clock.instant());
            new Users(em).add(user);
            new AuditLog(em)
                .record(Actor.COMMAND, AuditEvent.SUPERUSER_CREATED, AuditSubject.user(user.id()));
            return true;
          });
    } catch (ProblemException e) {
      if (e.type() == ProblemType.INVALID_INPUT) {
        return false;
      }
      throw e;
    }
  }

  /** No log-in takes such a password, so nobody may wave it through. */
  private static void demandUsable(String password) {
    AccountFields.passwordFaults(password).stream()
        .findFirst()
        .ifPresent(
            fault -> {
              throw new Refusal("CommandError: " + fault);
            });
  }

  @Override
  public Optional<Long> idOf(String email) {
    return user(email).map(User::id);
  }

  @Override
  public List<AuditRecord> audit(AuditFilter filter) {
    return database.read(em -> new AuditLog(em).find(filter));
  }

  @Override
  public void record(AuditEvent event, String detail) {
    database.inTransaction(
        em -> {
          new AuditLog(em).record(Actor.COMMAND, event, AuditSubject.UNKNOWN, detail);
          return true;
        });
  }

  @Override
  public void setActive(String email, boolean active) {
    long id = user(email).orElseThrow().id();
    transactions.inTransaction(
        (em, sessions) -> {
          User user = new Users(em).byIdForUpdate(id).orElseThrow();
          if (active) {
            user.activate();
          } else {
            user.deactivate();
            // The nodes learn of it from the database.
            sessions.endAll(id);
          }
          AuditEvent event = active ? AuditEvent.USER_ACTIVATED : AuditEvent.USER_DEACTIVATED;
          new AuditLog(em).record(Actor.COMMAND, event, AuditSubject.user(id));
          return user;
        });
  }

  @Override
  public void changePassword(String email, String password) {
    String hash = passwords.hash(password);
    EmailAddress address = EmailAddress.parse(email).orElseThrow();
    transactions.inTransaction(
        (em, sessions) -> {
          User user =
              new Users(em)
                  .byEmail(address)
                  .flatMap(found -> new Users(em).byIdForUpdate(found.id()))
                  .orElseThrow();
          user.changePassword(hash);
          // The nodes learn of it from the database.
          sessions.endAll(user.id());
          throttle.forget(em, address.canonical());
          new AuditLog(em)
              .record(Actor.COMMAND, AuditEvent.PASSWORD_CHANGED, AuditSubject.user(user.id()));
          return user;
        });
  }
}
