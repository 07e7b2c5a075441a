package io.steward;

import io.steward.account.AccountDeletion;
import io.steward.account.AccountResource;
import io.steward.account.AccountUpdate;
import io.steward.database.Connector;
import io.steward.database.Database;
import io.steward.http.Api;
import io.steward.http.ReadinessResource;
import io.steward.login.Login;
import io.steward.login.LoginResource;
import io.steward.login.VerificationResource;
import io.steward.password.PasswordPolicy;
import io.steward.password.Passwords;
import io.steward.registration.Registration;
import io.steward.registration.RegistrationResource;
import io.steward.settings.Settings;
import io.steward.token.AccessTokenIssuer;
import io.steward.token.AccessTokenVerifier;
import java.time.Clock;
import java.util.List;

/** Everything that exists, built once: read it to see what uses what. */
final class App implements AutoCloseable {
  private final Database database;
  private final Connector connector;
  private final Api api;

  App(Settings settings, Clock clock) {
    database = new Database(settings.database());
    connector = new Connector(database);
    Passwords passwords = new Passwords();
    PasswordPolicy policy = new PasswordPolicy();
    AccessTokenIssuer issuer = new AccessTokenIssuer(settings.jwt(), clock);
    AccessTokenVerifier verifier = new AccessTokenVerifier(settings.jwt(), clock);

    Registration registration = new Registration(database, passwords, clock);
    Login login = new Login(database, passwords, issuer, clock);
    AccountUpdate update = new AccountUpdate(database, passwords, policy);
    AccountDeletion deletion = new AccountDeletion(database, passwords);

    api =
        new Api(
            List.of(
                new RegistrationResource(registration, policy),
                new LoginResource(login),
                new VerificationResource(verifier, database),
                new AccountResource(database, update, deletion),
                new ReadinessResource(database)),
            verifier,
            settings.jwt().headerPrefix());
  }

  /** Goes to the database in the background, so that the container can go on. */
  void start() {
    connector.start();
  }

  /** Refuses a database that can never work; see {@link Connector#awaitFirstAttempt}. */
  void awaitDatabase() {
    connector.awaitFirstAttempt();
  }

  Api api() {
    return api;
  }

  @Override
  public void close() {
    connector.close();
    database.close();
  }
}
