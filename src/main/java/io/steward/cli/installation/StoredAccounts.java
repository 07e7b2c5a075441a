package io.steward.cli.installation;

import io.steward.admin.UserAdministration;
import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditFilter;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditRecord;
import io.steward.audit.AuditSubject;
import io.steward.credential.NewPassword;
import io.steward.database.Database;
import io.steward.password.Password;
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
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The users in the database, for the account commands. */
public final class StoredAccounts implements Accounts {
  private final Database database;
  private final NewPassword newPassword;
  private final UserAdministration administration;

  public StoredAccounts(Database database, Settings settings) {
    this.database = database;
    // Running nodes learn of ended sessions from the database, not from this object.
    SessionTransactions transactions =
        new SessionTransactions(
            settings, database, new Revocations(settings.session().staleness()));
    newPassword = new NewPassword(new Passwords(), new Throttle(database, settings.throttle()));
    // This machine's clock may be wrong, and a token must not be older than its user.
    administration = new UserAdministration(transactions, newPassword, () -> now(database));
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
    return database.read(em -> new Users(em).byEmail(email));
  }

  @Override
  public List<String> passwordFaults(Password password, Person person) {
    return newPassword.faults(password, name(person), EmailAddress.parse(person.email()));
  }

  @Override
  public List<String> passwordFaults(Password password, String email) {
    User user = user(email).orElseThrow();
    return newPassword.faults(password, user.name(), EmailAddress.parse(user.email()));
  }

  private static Name name(Person person) {
    return new Name(person.firstName(), person.lastName());
  }

  @Override
  public boolean createSuperuser(Person person, Optional<Password> password) {
    EmailAddress email = EmailAddress.parse(person.email()).orElseThrow();
    try {
      administration
          .createSuperuser(Actor.COMMAND, email, name(person), password)
          .orElseThrow(StoredAccounts::refusal);
      return true;
    } catch (ProblemException e) {
      if (e.type() == ProblemType.INVALID_INPUT) {
        return false;
      }
      throw e;
    }
  }

  private static Refusal refusal(List<String> faults) {
    return new Refusal("CommandError: " + faults.get(0));
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
    long id = idOf(email).orElseThrow();
    if (active) {
      administration.activate(Actor.COMMAND, id);
    } else {
      administration.deactivate(Actor.COMMAND, id);
    }
  }

  @Override
  public Instant endSessions(Optional<Instant> before) {
    Instant time = before.orElseGet(() -> now(database));
    administration.endSessions(Actor.COMMAND, time);
    return time;
  }

  private static Instant now(Database database) {
    List<Instant> now = new ArrayList<>();
    database.examine(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            now.add(row.getObject(1, OffsetDateTime.class).toInstant());
          }
        });
    return now.get(0);
  }

  @Override
  public void changePassword(String email, Password password) {
    administration
        .setPassword(Actor.COMMAND, idOf(email).orElseThrow(), password)
        .orElseThrow(StoredAccounts::refusal);
  }
}
