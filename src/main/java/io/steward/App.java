package io.steward;

import io.steward.account.AccountDeletion;
import io.steward.account.AccountResource;
import io.steward.account.AccountUpdate;
import io.steward.account.Accounts;
import io.steward.account.PasswordChange;
import io.steward.account.PasswordChangeResource;
import io.steward.account.SessionResource;
import io.steward.account.SessionsResource;
import io.steward.audit.AuditTable;
import io.steward.credential.CurrentPassword;
import io.steward.credential.NewPassword;
import io.steward.database.Chore;
import io.steward.database.Connector;
import io.steward.database.Database;
import io.steward.database.DatabaseRefusal;
import io.steward.doctor.Doctor;
import io.steward.doctor.Finding;
import io.steward.filter.BearerAuthentication;
import io.steward.gateway.ForwardAuth;
import io.steward.gateway.RulesFile;
import io.steward.http.Api;
import io.steward.http.ReadinessResource;
import io.steward.log.Log;
import io.steward.login.Login;
import io.steward.login.LoginResource;
import io.steward.login.Refresh;
import io.steward.login.RefreshResource;
import io.steward.login.RevocationResource;
import io.steward.login.VerificationResource;
import io.steward.node.Nodes;
import io.steward.node.RevocationFeed;
import io.steward.node.Upkeep;
import io.steward.oauth.Introspection;
import io.steward.oauth.IntrospectionResource;
import io.steward.oauth.MetadataResource;
import io.steward.oauth.RevocationListResource;
import io.steward.oauth.TokenRevocationResource;
import io.steward.oauth.client.ClientAuthentication;
import io.steward.oauth.client.Clients;
import io.steward.origin.Forwarding;
import io.steward.password.Passwords;
import io.steward.registration.Registration;
import io.steward.registration.RegistrationResource;
import io.steward.session.Grants;
import io.steward.session.Logout;
import io.steward.session.Rotation;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.settings.Settings;
import io.steward.throttle.Throttle;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.BearerToken;
import io.steward.token.Revocations;
import io.steward.token.issue.AccessTokenIssuer;
import io.steward.token.issue.IdentityTokens;
import io.steward.token.issue.RefreshTokens;
import io.steward.token.key.KeyRing;
import io.steward.token.key.Keys;
import io.steward.user.Permissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds every object once; read it to see which class uses which. */
final class App implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Log LOG = Log.of("io.steward");

  private final Database database;
  private final Doctor doctor;
  private final Connector connector;
  private final Keys keys;
  private final Clients clients;
  private final Optional<RulesFile> rules;
  private final RevocationFeed feed;
  private final ReadinessResource readiness;
  private final Api api;

  App(Settings settings, Clock clock) {
    keys = new Keys(settings.jwt(), clock);
    clients = new Clients(settings.clientsFile());
    rules = settings.authz().rules().map(RulesFile::new);
    database = new Database(settings.database());
    Passwords passwords = new Passwords();
    KeyRing ring = keys.ring();
    doctor = new Doctor(settings, ring, clock);
    connector =
        new Connector(
            database, connection -> report(doctor.examine(connection, passwords.atOnce())));
    Revocations revocations = new Revocations(settings.session().staleness());
    Nodes nodes = new Nodes(ring);
    Permissions permissions = new Permissions(settings.session().staleness());
    Upkeep upkeep =
        new Upkeep(nodes, revocations, chores(settings.auditRetentionDays(), permissions));
    feed = new RevocationFeed(database, revocations, upkeep);
    AccessTokenVerifier verifier =
        new AccessTokenVerifier(settings.jwt(), ring, revocations, clock);
    RefreshTokens refreshTokens = new RefreshTokens(ring, clock);
    Grants grants =
        new Grants(
            settings.session(), new AccessTokenIssuer(settings.jwt(), ring, clock), refreshTokens);
    String scheme = settings.jwt().headerPrefix();

    Throttle throttle = new Throttle(database, settings.throttle());
    CurrentPassword current = new CurrentPassword(throttle, passwords);
    NewPassword newPassword = new NewPassword(passwords, throttle);
    Accounts accounts = new Accounts(database);
    Registration registration = new Registration(database, throttle, newPassword, clock);
    SessionTransactions transactions = new SessionTransactions(settings, database, revocations);
    Login login = new Login(transactions, throttle, passwords, grants, clock);
    Rotation rotations = new Rotation(database, settings, throttle.refreshAdmission());
    Refresh refresh = new Refresh(rotations, transactions, throttle, refreshTokens, grants);
    Logout logout = new Logout(transactions);
    AccountUpdate update = new AccountUpdate(accounts, transactions, current, newPassword);
    PasswordChange change =
        new PasswordChange(accounts, transactions, grants, current, newPassword);
    AccountDeletion deletion = new AccountDeletion(accounts, transactions, current);

    readiness = new ReadinessResource(database, revocations, nodes);
    List<Object> resources =
        new ArrayList<>(
            List.of(
                new RegistrationResource(registration, newPassword),
                new LoginResource(login),
                new VerificationResource(verifier, database),
                new RefreshResource(refresh),
                new RevocationResource(logout, refreshTokens, verifier, new BearerToken(scheme)),
                new AccountResource(accounts, newPassword, update, deletion),
                new PasswordChangeResource(accounts, newPassword, change),
                new SessionsResource(transactions),
                new SessionResource(transactions),
                readiness));
    if (clients.areConfigured()) {
      resources.addAll(
          List.of(
              new MetadataResource(settings.jwt().issuer()),
              new IntrospectionResource(
                  new Introspection(settings.jwt(), transactions, verifier, refreshTokens)),
              new TokenRevocationResource(logout, refreshTokens, verifier),
              new RevocationListResource(revocations)));
    }
    Optional<IdentityTokens> identityTokens =
        Optional.of(new IdentityTokens(settings.jwt().issuer(), ring, clock))
            .filter(tokens -> settings.authz().hasIdentityToken());
    Optional<ForwardAuth> forwardAuth =
        rules.map(
            file ->
                new ForwardAuth(
                    file, new BearerToken(scheme), verifier, permissions, identityTokens));
    api =
        new Api(
            resources,
            forwardAuth,
            new Forwarding(settings.proxy().trusted()),
            new BearerAuthentication(verifier, scheme),
            new ClientAuthentication(clients, throttle));
  }

  /** The chores of all packages; permissions are read only if there is a rules file. */
  private List<Chore> chores(int auditRetentionDays, Permissions permissions) {
    return Stream.of(
            List.of(AuditTable.months(auditRetentionDays)),
            rules.stream().map(file -> permissions.chore()).toList(),
            Sessions.chores(),
            Throttle.chores())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Connects to the database in the background, so that the container can continue.
   *
   * @param container the name and version of the container
   * @throws DatabaseRefusal if the container or its libraries are unsuitable
   */
  void start(String container) {
    report(doctor.examine(container));
    keys.start();
    clients.start();
    rules.ifPresent(RulesFile::start);
    connector.start();
    feed.start();
  }

  /** Throws if the database can never work; see {@link Connector#awaitFirstAttempt}. */
  void awaitDatabase() {
    // Meanwhile the connector's thread applies the migrations.
    database.prepare();
    if (connector.awaitFirstAttempt()) {
      feed.awaitFirst(PATIENCE);
    }
  }

  private static void report(List<Finding> findings) {
    List<String> faults = new ArrayList<>();
    for (Finding finding : findings) {
      switch (finding.level()) {
        case GOOD -> LOG.info(finding.text());
        case ADVICE -> LOG.warning(finding.text());
        case FAULT -> faults.add(finding.text());
      }
    }
    if (!faults.isEmpty()) {
      throw new DatabaseRefusal(String.join("; ", faults), null);
    }
  }

  /**
   * Reports this node as not ready, so that proxies use other nodes. The node still serves
   * requests.
   */
  void leave() {
    readiness.leave();
  }

  Api api() {
    return api;
  }

  @Override
  public void close() {
    keys.close();
    clients.close();
    rules.ifPresent(RulesFile::close);
    feed.close();
    connector.close();
    database.close();
  }
}
