package io.steward.cli.file;

import io.steward.gateway.Callers;
import io.steward.gateway.Explanation;
import io.steward.gateway.RulesFile;
import io.steward.gateway.explain.FreshSignIn;
import io.steward.gateway.portal.PortalParts;
import io.steward.settings.Settings;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.BearerToken;
import io.steward.token.Revocations;
import io.steward.token.issue.AccessTokenIssuer;
import io.steward.token.key.Keys;
import io.steward.user.Permissions;
import java.time.Clock;
import java.util.Optional;

/** The rules file, the keys and the portals of the settings, without a running server. */
final class RulesInUse implements AutoCloseable {
  private final Settings settings;
  private final Clock clock;
  private final Keys keys;
  private final RulesFile rules;

  RulesInUse(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.keys = new Keys(settings.jwt(), clock);
    this.rules = new RulesFile(settings.authz().rules().orElseThrow());
  }

  Optional<PortalParts> portals() {
    return settings
        .authz()
        .portals()
        .map(
            portals ->
                new PortalParts(portals, settings.jwt(), keys.ring(), Revocations.none(), clock));
  }

  Explanation explanation(Permissions permissions) {
    Callers callers =
        new Callers(
            new BearerToken(settings.jwt().headerPrefix()),
            new AccessTokenVerifier(settings.jwt(), keys.ring(), Revocations.none(), clock),
            portals().map(PortalParts::visitors));
    return new Explanation(rules, callers, permissions);
  }

  FreshSignIn freshSignIn() {
    return new FreshSignIn(
        portals(),
        new AccessTokenIssuer(settings.jwt(), keys.ring(), clock),
        settings.jwt().headerPrefix());
  }

  @Override
  public void close() {
    rules.close();
    keys.close();
  }
}
