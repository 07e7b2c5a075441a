package io.steward.cli.installation;

import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Administrators;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.bulk.BulkUsers;
import io.steward.admin.invitation.UserInvitation;
import io.steward.admin.session.SessionEnding;
import io.steward.admin.user.ManagedUser;
import io.steward.admin.user.ManagedUsers;
import io.steward.admin.user.UserChange;
import io.steward.admin.user.UserChange.Activity;
import io.steward.admin.user.UserChange.Patch;
import io.steward.admin.user.UserCreation;
import io.steward.admin.user.UserDeletion;
import io.steward.admin.user.UserFields;
import io.steward.admin.user.UserPassword;
import io.steward.api.Id;
import io.steward.api.Input;
import io.steward.api.json.Json;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.audit.AuditTrail;
import io.steward.credential.NewPassword;
import io.steward.credential.invitation.InvitationMail;
import io.steward.credential.notice.Notices;
import io.steward.database.Database;
import io.steward.mail.Outbox;
import io.steward.password.Password;
import io.steward.password.Passwords;
import io.steward.problem.Fault;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.SessionCursor;
import io.steward.session.SessionPage;
import io.steward.session.SessionPage.SessionView;
import io.steward.session.SessionTransactions;
import io.steward.settings.Settings;
import io.steward.throttle.Throttle;
import io.steward.token.Revocations;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.Permissions;
import io.steward.user.User;
import io.steward.user.Users;
import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The operations on users and audit records that the commands need. */
public final class Accounts {
  /** The email address and names of a superuser to create. */
  public record Person(String email, String firstName, String lastName) {}

  /** The members of a change of a user, in the present state of the user. */
  public interface Members {
    Map<String, Object> of(ManagedUser user);
  }

  /** Gives a command access to the accounts; returns the command's exit code. */
  public interface Door {
    int open(ToIntFunction<Accounts> work);
  }

  private static final int PAGE = 200;

  private final Database database;
  private final Notices notices;
  private final NewPassword newPassword;
  private final AdminTransactions administration;
  private final InvitationMail invitationMail;

  public Accounts(Database database, Settings settings) {
    this.database = database;
    // Running nodes learn of ended sessions from the database, not from this object.
    SessionTransactions transactions =
        new SessionTransactions(
            settings, database, new Revocations(settings.session().staleness()));
    Throttle throttle = new Throttle(database, settings.throttle());
    Outbox outbox = new Outbox(settings.mail());
    invitationMail = new InvitationMail(outbox, throttle, settings);
    notices = new Notices(outbox, throttle);
    newPassword = new NewPassword(new Passwords(), throttle, notices);
    administration =
        new AdminTransactions(
            transactions,
            new Administrators(database, settings.web().adminNetworks(), Clock.systemUTC()));
  }

  /** The fault of an email address; empty if it is valid. */
  public Optional<String> emailFault(String email) {
    return AccountFields.emailFaults(email).stream().map(Fault::message).findFirst();
  }

  /** The stored spelling of the email address of an account; empty if there is no such account. */
  public Optional<String> byEmail(String email) {
    return user(email).map(User::email);
  }

  private Optional<User> user(String email) {
    return database.read(em -> new Users(em).byEmail(email));
  }

  public List<String> passwordFaults(Password password, Person person) {
    return messages(newPassword.faults(password, name(person), EmailAddress.parse(person.email())));
  }

  public List<String> passwordFaults(Password password, String email) {
    User user = user(email).orElseThrow();
    return messages(newPassword.faults(password, user.name(), EmailAddress.parse(user.email())));
  }

  private static List<String> messages(List<Fault> faults) {
    return faults.stream().map(Fault::message).toList();
  }

  private static Name name(Person person) {
    return new Name(person.firstName(), person.lastName());
  }

  /**
   * Adds a superuser. Without a password, the superuser cannot log in yet.
   *
   * @return empty if the email address is taken
   */
  public Optional<ManagedUser.Detail> createSuperuser(Person person, Optional<Password> password) {
    EmailAddress email = EmailAddress.parse(person.email()).orElseThrow();
    try {
      // This machine's clock may be wrong, and a token must not be older than its user.
      return Optional.of(
          new UserCreation(administration, newPassword, clock())
              .createSuperuser(operator(), email, name(person), password)
              .orElseThrow(Accounts::refusal));
    } catch (ProblemException e) {
      if (e.type() == ProblemType.INVALID_INPUT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Refusal refusal(List<Fault> faults) {
    return Refusal.failure("CommandError: " + faults.get(0).message());
  }

  /** The id of the user with an address. A number is taken as an id, also of a deleted user. */
  public long idOrNumber(String text) {
    return Id.of(text).orElseGet(() -> demandId(text));
  }

  /** The id of the user with an address, or with an id. */
  public Optional<Long> find(String text) {
    Optional<Long> id = Id.of(text);
    return (id.isPresent() ? database.read(em -> new Users(em).byId(id.get())) : user(text))
        .map(User::id);
  }

  /**
   * The id of the user with an address, or with an id.
   *
   * @throws Refusal with the exit code {@link Refusal#NOT_FOUND}
   */
  public long demandId(String text) {
    return find(text).orElseThrow(() -> Refusal.missing("user '" + text + "' does not exist"));
  }

  /** Reads in a transaction. */
  public <T> T read(Function<EntityManager, T> reader) {
    return database.read(reader);
  }

  /** The permissions of all users and groups, as they are now. */
  public Permissions permissions() {
    Permissions permissions = new Permissions(Duration.ofMinutes(1));
    database.server().examine(permissions::read);
    return permissions;
  }

  /** What changes groups, permissions and users in the name of {@link #operator}. */
  public AdminTransactions administration() {
    return administration;
  }

  /** The person who runs the command, and has every permission. */
  public static Caller.Operator operator() {
    return new Caller.Operator(Operator.actor());
  }

  /** A user with the permissions that the account has in the end. */
  public ManagedUser.Detail detail(long userId) {
    return view(work -> new ManagedUsers(work).detail(userId));
  }

  /** Reads users. */
  public <T> T view(Function<Work, T> reader) {
    return administration.in(operator(), "users.view_user", reader);
  }

  /** Adds a user without a password, described by the members of the HTTP endpoint. */
  public ManagedUser.Detail create(Map<String, Object> members) {
    return new UserCreation(administration, newPassword, clock())
        .create(operator(), fields(members).newUser(), Optional.empty())
        .orElseThrow(Accounts::refusal);
  }

  /** What invites people and changes their invitations. */
  public UserInvitation invitations() {
    return new UserInvitation(administration, invitationMail);
  }

  /** Changes members of a user, which may depend on the user's present state. */
  public ManagedUser.Detail change(long userId, Members members) {
    UserChange change = new UserChange(administration, newPassword, notices, clock());
    return administration.changingRights(
        operator(),
        UserChange.PERMISSION,
        work -> {
          ManagedUsers users = new ManagedUsers(work);
          UserChange.Patch patch = fields(members.of(users.byId(userId))).patch();
          return users.detail(change.apply(work, userId, IfMatch.ANY, patch));
        });
  }

  private static UserFields fields(Map<String, Object> members) {
    return new UserFields(Input.json(Json.write(members)));
  }

  /** Deletes a user. */
  public void delete(long userId) {
    new UserDeletion(administration).delete(operator(), userId, IfMatch.ANY);
  }

  /** Ends all sessions of a user. */
  public void endSessionsOf(long userId) {
    new SessionEnding(administration).allOf(operator(), userId);
  }

  /** Passes on each session of a user, the most recently used first. */
  public void eachSession(long userId, Consumer<SessionView> reader) {
    Optional<SessionCursor> after = Optional.empty();
    do {
      Optional<SessionCursor> from = after;
      SessionPage page =
          administration.in(
              operator(), "users.view_session", work -> work.sessions().of(userId, "", PAGE, from));
      page.sessions().forEach(reader);
      after = page.next();
    } while (after.isPresent());
  }

  /** The audit log, for reading. */
  public AuditTrail trail() {
    return new AuditTrail(database::read);
  }

  /** Records an event that concerns no user. */
  public void record(AuditEvent event, String detail) {
    database.inTransaction(
        em -> {
          new AuditLog(em).record(Operator.actor(), event, AuditSubject.UNKNOWN, detail);
          return true;
        });
  }

  /** Activates an account. */
  public ManagedUser.Detail activate(long userId) {
    return change(userId, new Activity.Active());
  }

  /**
   * Deactivates an account and ends its sessions.
   *
   * @param until when the account becomes active again; empty for never
   */
  public ManagedUser.Detail deactivate(long userId, Optional<Instant> until) {
    return change(userId, new Activity.InactiveUntil(until));
  }

  private ManagedUser.Detail change(long userId, Activity activity) {
    return new UserChange(administration, newPassword, notices, clock())
        .change(operator(), userId, IfMatch.ANY, Patch.of(activity));
  }

  /**
   * Ends the sessions of all users that began before a time; returns the time.
   *
   * @param before empty for now, by the clock of the database
   */
  public Instant endSessions(Optional<Instant> before) {
    Instant time = before.orElseGet(this::now);
    new SessionEnding(administration).everybody(operator(), time);
    return time;
  }

  /** The database's clock, read only now, because transactions hold the only connection. */
  private InstantSource clock() {
    Instant read = now();
    long since = System.nanoTime();
    return () -> read.plusNanos(System.nanoTime() - since);
  }

  private Instant now() {
    List<Instant> now = new ArrayList<>();
    database
        .server()
        .examine(
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery("select clock_timestamp()")) {
                row.next();
                now.add(row.getObject(1, OffsetDateTime.class).toInstant());
              }
            });
    return now.get(0);
  }

  public ManagedUser.Detail changePassword(long userId, Password password) {
    return new UserPassword(administration, newPassword)
        .set(operator(), userId, IfMatch.ANY, Optional.of(password))
        .orElseThrow(Accounts::refusal);
  }

  /** Creates and changes users, one of each line of JSON. */
  public BulkUsers bulk() {
    return new BulkUsers(
        administration,
        new UserCreation(administration, newPassword, clock()),
        new UserChange(administration, newPassword, notices, clock()),
        newPassword);
  }
}
