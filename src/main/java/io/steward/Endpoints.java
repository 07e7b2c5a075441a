package io.steward;

import io.steward.account.AccountDeletion;
import io.steward.account.AccountResource;
import io.steward.account.AccountUpdate;
import io.steward.account.EmailChange;
import io.steward.account.EmailChangeResource;
import io.steward.account.PasswordChange;
import io.steward.account.PasswordChangeResource;
import io.steward.account.SessionResource;
import io.steward.account.SessionsResource;
import io.steward.admin.AdminTransactions;
import io.steward.admin.action.ActivateResource;
import io.steward.admin.action.DeactivateResource;
import io.steward.admin.action.MeResource;
import io.steward.admin.action.SetPasswordResource;
import io.steward.admin.audit.AuditResource;
import io.steward.admin.bulk.BulkUsers;
import io.steward.admin.bulk.MassDeletionResource;
import io.steward.admin.bulk.MassRevocationResource;
import io.steward.admin.group.GroupChange;
import io.steward.admin.group.GroupMembers;
import io.steward.admin.group.GroupMembersResource;
import io.steward.admin.group.GroupResource;
import io.steward.admin.group.Groups;
import io.steward.admin.group.GroupsResource;
import io.steward.admin.invitation.InvitationResource;
import io.steward.admin.invitation.InvitationsResource;
import io.steward.admin.invitation.ResendResource;
import io.steward.admin.invitation.UserInvitation;
import io.steward.admin.mail.MailResource;
import io.steward.admin.membership.MembershipChange;
import io.steward.admin.membership.UserGroupsResource;
import io.steward.admin.membership.UserPermissionsResource;
import io.steward.admin.permission.CustomPermissions;
import io.steward.admin.permission.PermissionResource;
import io.steward.admin.permission.PermissionsResource;
import io.steward.admin.session.ManagedSessionResource;
import io.steward.admin.session.SessionEnding;
import io.steward.admin.session.UserSessionsResource;
import io.steward.admin.user.UserChange;
import io.steward.admin.user.UserCreation;
import io.steward.admin.user.UserDeletion;
import io.steward.admin.user.UserPassword;
import io.steward.admin.user.UserResource;
import io.steward.admin.user.UsersResource;
import io.steward.credential.invitation.InvitationMail;
import io.steward.credential.notice.MailRequests;
import io.steward.gateway.Callers;
import io.steward.gateway.ForwardAuth;
import io.steward.gateway.RulesFile;
import io.steward.gateway.portal.PortalParts;
import io.steward.gateway.portal.host.HostCallbackPage;
import io.steward.gateway.portal.host.HostSignInPage;
import io.steward.login.Admission;
import io.steward.login.Login;
import io.steward.login.LoginResource;
import io.steward.login.Refresh;
import io.steward.login.RefreshResource;
import io.steward.login.Replays;
import io.steward.login.RevocationResource;
import io.steward.login.Verification;
import io.steward.login.VerificationResource;
import io.steward.node.RecentRevocations;
import io.steward.oauth.Introspection;
import io.steward.oauth.IntrospectionResource;
import io.steward.oauth.MetadataResource;
import io.steward.oauth.RevocationListResource;
import io.steward.oauth.TokenRevocationResource;
import io.steward.recovery.LinkRequest;
import io.steward.recovery.address.AddressLinks;
import io.steward.recovery.address.ChangeEmailConfirmResource;
import io.steward.recovery.address.ChangeEmailUndoResource;
import io.steward.recovery.reset.PasswordReset;
import io.steward.recovery.reset.ResetForm;
import io.steward.recovery.reset.ResetPasswordConfirmResource;
import io.steward.recovery.reset.ResetPasswordResource;
import io.steward.recovery.verification.EmailVerification;
import io.steward.recovery.verification.SendVerificationResource;
import io.steward.recovery.verification.VerifyEmailResource;
import io.steward.registration.Acceptance;
import io.steward.registration.AcceptanceForm;
import io.steward.registration.AcceptanceResource;
import io.steward.registration.ConcealedRegistration;
import io.steward.registration.ConfiguredRegistration;
import io.steward.registration.Newcomers;
import io.steward.registration.Registration;
import io.steward.registration.RegistrationForm;
import io.steward.registration.RegistrationResource;
import io.steward.session.Logout;
import io.steward.session.Rotation;
import io.steward.settings.Settings;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.BearerToken;
import io.steward.token.issue.IdentityTokens;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Builds the resources of each package, and the decisions for proxies. */
final class Endpoints {
  private final Settings settings;
  private final Engine engine;
  private final MailRequests mailRequests;

  Endpoints(Settings settings, Engine engine) {
    this.settings = settings;
    this.engine = engine;
    int connections = settings.database().poolSize();
    this.mailRequests =
        new MailRequests(engine.database, engine.throttle, engine.outbox, connections);
  }

  /** The resources of all packages; those of {@code oauth} only if a clients file is configured. */
  List<Object> resources() {
    Stream<Object> oauth = engine.clients.areConfigured() ? oauth() : Stream.empty();
    return Stream.of(
            registration(),
            login(),
            account(),
            recovery(),
            administration(),
            invitations(),
            groups(),
            portals().stream().flatMap(this::portalHosts),
            oauth)
        .flatMap(Function.identity())
        .toList();
  }

  private Stream<Object> registration() {
    return Stream.of(
        new RegistrationResource(new RegistrationForm(configuredRegistration())),
        new AcceptanceResource(new AcceptanceForm(acceptance())));
  }

  ConfiguredRegistration configuredRegistration() {
    Registration registration =
        new Registration(
            engine.database, engine.throttle, engine.newPassword, newcomers(), engine.notices);
    return new ConfiguredRegistration(
        registration, concealedRegistration(), mailRequests, engine.newPassword, settings.web());
  }

  Acceptance acceptance() {
    return new Acceptance(
        engine.sessions,
        engine.newPassword,
        engine.grants,
        settings.web().registration(),
        engine.clock);
  }

  private Newcomers newcomers() {
    return new Newcomers(engine.newPassword, settings.web().registration(), engine.clock);
  }

  /**
   * Registers users without revealing whether an address is taken; also composes their messages.
   */
  ConcealedRegistration concealedRegistration() {
    return new ConcealedRegistration(
        engine.database, engine.throttle, engine.outbox, engine.newPassword, newcomers());
  }

  /** Checks passwords, for programs and for browsers. */
  Login logIn() {
    return new Login(
        engine.sessions,
        engine.throttle,
        engine.passwords,
        engine.grants,
        new Admission(settings.web(), engine.notices));
  }

  private Stream<Object> login() {
    Rotation rotation = new Rotation(engine.database, settings, engine.throttle.refreshAdmission());
    Refresh refresh =
        new Refresh(
            rotation,
            new Replays(engine.sessions, engine.notices),
            engine.throttle,
            engine.refreshTokens,
            engine.grants);
    BearerToken bearer = new BearerToken(settings.jwt().headerPrefix());
    return Stream.of(
        new LoginResource(logIn()),
        new VerificationResource(new Verification(engine.verifier, engine.database, engine.clock)),
        new RefreshResource(refresh),
        new RevocationResource(
            new Logout(engine.sessions), engine.refreshTokens, engine.verifier, bearer));
  }

  /** Changes accounts for their owners. */
  AccountUpdate accountUpdate() {
    return new AccountUpdate(
        engine.activeUsers,
        engine.sessions,
        engine.newAddress,
        engine.currentPassword,
        engine.newPassword);
  }

  /** Deletes accounts for their owners. */
  AccountDeletion accountDeletion() {
    return new AccountDeletion(engine.activeUsers, engine.sessions, engine.currentPassword);
  }

  /** Asks owners to confirm a new address. */
  EmailChange emailChange() {
    return new EmailChange(engine.currentPassword, mailRequests);
  }

  private Stream<Object> account() {
    PasswordChange change =
        new PasswordChange(
            engine.activeUsers,
            engine.sessions,
            engine.grants,
            engine.currentPassword,
            engine.newPassword);
    return Stream.of(
        new AccountResource(
            engine.activeUsers, engine.newPassword, accountUpdate(), accountDeletion()),
        new EmailChangeResource(engine.activeUsers, emailChange()),
        new PasswordChangeResource(engine.activeUsers, engine.newPassword, change),
        new SessionsResource(engine.activeUsers, engine.sessions),
        new SessionResource(engine.activeUsers, new Logout(engine.sessions)));
  }

  private Stream<Object> recovery() {
    return Stream.of(
        new SendVerificationResource(verificationRequest()),
        new VerifyEmailResource(emailVerification()),
        new ResetPasswordResource(resetRequest()),
        new ResetPasswordConfirmResource(new ResetForm(passwordReset())),
        new ChangeEmailConfirmResource(addressLinks()),
        new ChangeEmailUndoResource(addressLinks()));
  }

  EmailVerification emailVerification() {
    return new EmailVerification(engine.sessions, engine.throttle, engine.clock);
  }

  LinkRequest verificationRequest() {
    return LinkRequest.ofVerification(mailRequests);
  }

  LinkRequest resetRequest() {
    return LinkRequest.ofReset(mailRequests);
  }

  PasswordReset passwordReset() {
    return new PasswordReset(engine.sessions, engine.newPassword, engine.clock);
  }

  AddressLinks addressLinks() {
    return new AddressLinks(
        engine.sessions, engine.newAddress, engine.newPassword, engine.outbox, engine.clock);
  }

  private Stream<Object> administration() {
    AdminTransactions transactions = new AdminTransactions(engine.sessions, engine.administrators);
    UserCreation creation = new UserCreation(transactions, engine.newPassword, engine.clock);
    UserChange change =
        new UserChange(transactions, engine.newPassword, engine.notices, engine.clock);
    SessionEnding ending = new SessionEnding(transactions);
    return Stream.of(
        new UsersResource(
            transactions,
            creation,
            new BulkUsers(transactions, creation, change, engine.newPassword)::answer),
        new UserResource(transactions, change, new UserDeletion(transactions)),
        new ActivateResource(change),
        new DeactivateResource(change, engine.clock),
        new SetPasswordResource(new UserPassword(transactions, engine.newPassword)),
        new MeResource(transactions),
        new UserSessionsResource(transactions, ending),
        new ManagedSessionResource(ending),
        new AuditResource(transactions),
        new MailResource(transactions),
        new MassRevocationResource(transactions),
        new MassDeletionResource(transactions));
  }

  private Stream<Object> invitations() {
    UserInvitation invitation =
        new UserInvitation(
            new AdminTransactions(engine.sessions, engine.administrators),
            new InvitationMail(engine.outbox, engine.throttle, settings));
    return Stream.of(
        new InvitationsResource(invitation),
        new InvitationResource(invitation),
        new ResendResource(invitation));
  }

  private Stream<Object> groups() {
    AdminTransactions transactions = new AdminTransactions(engine.sessions, engine.administrators);
    Groups groups = new Groups(transactions);
    GroupChange groupChange = new GroupChange(transactions);
    CustomPermissions permissions = new CustomPermissions(transactions);
    MembershipChange memberships =
        new MembershipChange(
            transactions,
            new UserChange(transactions, engine.newPassword, engine.notices, engine.clock));
    return Stream.of(
        new GroupsResource(groups, groupChange),
        new GroupResource(groups, groupChange),
        new GroupMembersResource(new GroupMembers(transactions)),
        new PermissionsResource(permissions),
        new PermissionResource(permissions),
        new UserGroupsResource(memberships),
        new UserPermissionsResource(memberships));
  }

  private Stream<Object> oauth() {
    Introspection introspection =
        new Introspection(
            settings.jwt(), engine.sessions, engine.verifier, engine.refreshTokens, engine.clock);
    return Stream.of(
        new MetadataResource(settings.jwt().issuer()),
        new IntrospectionResource(introspection),
        new TokenRevocationResource(new Logout(engine.sessions), engine.refreshTokens, verifiers()),
        new RevocationListResource(
            engine.revocations, new RecentRevocations(engine.database), engine.clock));
  }

  /** The verifiers of all tokens that clients may hold. */
  private List<AccessTokenVerifier> verifiers() {
    return Stream.concat(
            Stream.of(engine.verifier),
            portals().stream().flatMap(parts -> parts.tokens().verifiers().stream()))
        .toList();
  }

  /** The classes for people who enter portals; empty if there are no portals. */
  Optional<PortalParts> portals() {
    return settings
        .authz()
        .portals()
        .map(
            portals ->
                new PortalParts(
                    portals, settings.jwt(), engine.keys.ring(), engine.revocations, engine.clock));
  }

  private Stream<Object> portalHosts(PortalParts parts) {
    return Stream.of(
        new HostSignInPage(parts.portals(), parts.wayBack()),
        new HostCallbackPage(parts.portals(), parts.handoff(), parts.entry(engine.sessions)));
  }

  /** Answers proxies by these rules. */
  ForwardAuth forwardAuth(RulesFile rules) {
    Optional<IdentityTokens> identityTokens =
        Optional.of(new IdentityTokens(settings.jwt().issuer(), engine.keys.ring(), engine.clock))
            .filter(tokens -> settings.authz().hasIdentityToken());
    BearerToken bearer = new BearerToken(settings.jwt().headerPrefix());
    return new ForwardAuth(
        rules,
        new Callers(bearer, engine.verifier, portals().map(PortalParts::visitors)),
        engine.permissions,
        identityTokens,
        engine.denials);
  }
}
