package io.steward.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.account.AccountUpdate;
import io.steward.account.ActiveUsers;
import io.steward.account.PasswordChange;
import io.steward.admin.AdminTransactions;
import io.steward.admin.Administrators;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.user.UserCreation;
import io.steward.admin.user.UserPassword;
import io.steward.audit.Actor;
import io.steward.audit.Denials;
import io.steward.credential.notice.Notices;
import io.steward.database.Database;
import io.steward.mail.Outbox;
import io.steward.password.Password;
import io.steward.password.PasswordHash;
import io.steward.password.Passwords;
import io.steward.problem.Fault;
import io.steward.registration.Newcomers;
import io.steward.registration.Registration;
import io.steward.session.Grants;
import io.steward.session.SessionTransactions;
import io.steward.settings.Settings;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.throttle.Throttle;
import io.steward.token.issue.AccessTokenIssuer;
import io.steward.token.issue.RefreshTokens;
import io.steward.token.key.KeyRing;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
import io.steward.user.Users;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls the flows directly, without the checks of the endpoints and commands in front of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NewPasswordIT {
  private static final Password CURRENT = new Password("correct horse battery staple");
  private static final Password COMMON = new Password("password123");
  private static final Password TOO_LONG =
      new Password("analytical".repeat(Password.MAX_LENGTH).substring(0, Password.MAX_LENGTH + 1));
  private static final Name ADA = new Name("Ada", "Lovelace");

  private final TestDatabase postgres = TestDatabase.create();
  private final Settings settings = TestServer.settings(postgres.url(), Map.of());
  @AutoClose private final Database database = new Database(settings.database());
  private final Clock clock = Clock.systemUTC();
  private final Passwords passwords = new Passwords();
  private final PasswordHash hash = passwords.hash(CURRENT);
  private final Throttle throttle = new Throttle(database, settings.throttle());
  private final Outbox outbox = new Outbox(settings.mail());
  private final Notices notices = new Notices(outbox, throttle);
  private final NewPassword newPassword = new NewPassword(passwords, throttle, notices);
  private final NewAddress newAddress = new NewAddress(outbox, throttle, notices, false);
  private final CurrentPassword current = new CurrentPassword(throttle, passwords, new Denials());
  private final ActiveUsers activeUsers = new ActiveUsers(database, clock);
  private final SessionTransactions transactions =
      new SessionTransactions(settings, database, TestTokens.noRevocations());
  private final AdminTransactions administration =
      new AdminTransactions(
          transactions, new Administrators(database, settings.web().adminNetworks(), clock));
  private final UserCreation creation = new UserCreation(administration, newPassword, clock);
  private final Caller.Operator operator = new Caller.Operator(new Actor.Command("root@test"));
  private int users;

  @BeforeAll
  void connect() {
    database.server().migrate();
    database.connect();
  }

  private EmailAddress address() {
    return EmailAddress.parse("user-" + users++ + "@golden.example").orElseThrow();
  }

  private User user() {
    User user = User.create(address(), ADA, hash, clock.instant());
    return database.inTransaction(
        em -> {
          new Users(em).add(user);
          return user;
        });
  }

  private List<String> stored() {
    return postgres.query("select (users.*)::text from users order by id");
  }

  private static Password password(boolean isTooLong) {
    return isTooLong ? TOO_LONG : COMMON;
  }

  /** Checks that the flow refused the password for the right reason and stored nothing. */
  private void assertRefused(Checked<?> outcome, boolean isTooLong, List<String> before) {
    Fault fault =
        isTooLong
            ? new Fault("max_length", "Ensure this field has no more than 256 characters.")
            : new Fault("password_too_common", "This password is too common.");
    assertThat(outcome).isEqualTo(new Checked.Refused<>(List.of(fault)));
    assertThat(stored()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void registration_refuses_a_common_or_too_long_password(boolean isTooLong) {
    Registration registration =
        new Registration(
            database,
            throttle,
            newPassword,
            new Newcomers(newPassword, settings.web().registration(), clock),
            notices);
    List<String> before = stored();
    assertRefused(
        registration.register(address(), ADA, password(isTooLong), ""), isTooLong, before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_password_change_refuses_a_common_or_too_long_password(boolean isTooLong) {
    KeyRing keys = TestTokens.keys(settings.jwt(), clock);
    Grants grants =
        new Grants(
            settings.session(),
            new AccessTokenIssuer(settings.jwt(), keys, clock),
            new RefreshTokens(keys, clock),
            TestTokens.reference(clock));
    PasswordChange change =
        new PasswordChange(activeUsers, transactions, grants, current, newPassword);
    User user = user();
    List<String> before = stored();
    assertRefused(change.change(user, CURRENT, password(isTooLong)), isTooLong, before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_account_update_refuses_a_common_or_too_long_password(boolean isTooLong) {
    AccountUpdate update =
        new AccountUpdate(activeUsers, transactions, newAddress, current, newPassword);
    User user = user();
    List<String> before = stored();
    AccountUpdate.Change change =
        new AccountUpdate.Change(
            Optional.empty(),
            Optional.of("Augusta"),
            Optional.empty(),
            Optional.of(password(isTooLong)),
            Optional.empty());
    AccountUpdate.Asker asker = new AccountUpdate.Asker("", "", Optional.of(CURRENT));
    assertRefused(update.update(user, asker, change), isTooLong, before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_administrator_cannot_set_a_common_or_too_long_password(boolean isTooLong) {
    User user = user();
    List<String> before = stored();
    assertRefused(
        new UserPassword(administration, newPassword)
            .set(operator, user.id(), IfMatch.ANY, Optional.of(password(isTooLong))),
        isTooLong,
        before);
  }

  @Test
  void a_superuser_may_have_a_common_password_but_not_one_that_is_too_long() {
    long id =
        creation
            .createSuperuser(operator, address(), ADA, Optional.of(COMMON))
            .orElseThrow(faults -> new IllegalStateException(faults.toString()))
            .row()
            .id();
    User root = database.read(em -> new Users(em).byId(id)).orElseThrow();
    assertThat(passwords.verify(COMMON, Optional.of(root.password()))).isTrue();
    List<String> before = stored();
    assertRefused(
        creation.createSuperuser(operator, address(), ADA, Optional.of(TOO_LONG)), true, before);
  }
}
