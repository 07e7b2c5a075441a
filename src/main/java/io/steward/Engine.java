package io.steward;

import io.steward.account.ActiveUsers;
import io.steward.admin.Administrators;
import io.steward.audit.Denials;
import io.steward.clock.ReferenceClock;
import io.steward.credential.CurrentPassword;
import io.steward.credential.NewAddress;
import io.steward.credential.NewPassword;
import io.steward.credential.notice.Notices;
import io.steward.database.Database;
import io.steward.html.Brand;
import io.steward.html.Html;
import io.steward.mail.Outbox;
import io.steward.mail.text.Templates;
import io.steward.node.Nodes;
import io.steward.oauth.client.Clients;
import io.steward.password.Decoys;
import io.steward.password.Passwords;
import io.steward.session.Grants;
import io.steward.session.SessionTransactions;
import io.steward.session.browser.BrowserSessions;
import io.steward.settings.Settings;
import io.steward.throttle.Throttle;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.Revocations;
import io.steward.token.issue.AccessTokenIssuer;
import io.steward.token.issue.RefreshTokens;
import io.steward.token.key.KeyRing;
import io.steward.token.key.Keys;
import io.steward.user.Permissions;
import java.time.Clock;

/** The tokens, sessions and accounts that all endpoints work on; every object exists once. */
final class Engine {
  final ReferenceClock clock;
  final Database database;
  final Keys keys;
  final Clients clients;
  final Throttle throttle;
  final Denials denials = new Denials();
  final Templates texts;
  final Outbox outbox;
  final Decoys decoys;
  final Passwords passwords;
  final Revocations revocations;
  final Nodes nodes;
  final Permissions permissions;
  final AccessTokenVerifier verifier;
  final RefreshTokens refreshTokens;
  final Grants grants;
  final SessionTransactions sessions;
  final BrowserSessions browsers;
  final Html html;
  final CurrentPassword currentPassword;
  final Notices notices;
  final NewPassword newPassword;
  final NewAddress newAddress;
  final ActiveUsers activeUsers;
  final Administrators administrators;

  Engine(Settings settings, Clock wall) {
    clock = new ReferenceClock(wall);
    keys = new Keys(settings.jwt(), clock);
    clients = new Clients(settings.clientsFile());
    texts = new Templates(settings.mail().brand(), settings.mail().templates());
    // Opened after the files are read, so that a refused file leaves no open pool.
    database = new Database(settings.database());
    throttle = new Throttle(database, settings.throttle());
    outbox = new Outbox(settings.mail());
    revocations = new Revocations(settings.session().staleness());
    database.whenServed(revocations::served);
    permissions = new Permissions(settings.session().staleness());
    KeyRing ring = keys.ring();
    nodes = new Nodes(ring);
    decoys = new Decoys(account -> ring.oldest().position("unknown address", account));
    passwords = new Passwords(decoys);
    verifier = new AccessTokenVerifier(settings.jwt(), ring, revocations, clock);
    refreshTokens = new RefreshTokens(ring, clock);
    AccessTokenIssuer issuer = new AccessTokenIssuer(settings.jwt(), ring, clock);
    grants = new Grants(settings.session(), issuer, refreshTokens, clock);
    sessions = new SessionTransactions(settings, database, revocations);
    html = new Html(Brand.of(settings.mail().brand(), settings.web().brand()), publicUrl(settings));
    browsers = new BrowserSessions(sessions, ring);
    currentPassword = new CurrentPassword(throttle, passwords, denials);
    notices = new Notices(outbox, throttle);
    newPassword = new NewPassword(passwords, throttle, notices);
    newAddress = new NewAddress(outbox, throttle, notices, settings.web().demandsProvedAddresses());
    activeUsers = new ActiveUsers(database, clock);
    administrators = new Administrators(database, settings.web().adminNetworks(), clock);
  }

  private static String publicUrl(Settings settings) {
    return settings.web().publicUrl().orElse("");
  }
}
