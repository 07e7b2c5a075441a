package io.steward.testing;

import io.steward.admin.Administrators;
import io.steward.database.Database;
import io.steward.filter.BearerAuthentication;
import io.steward.gate.Cors;
import io.steward.gate.Gate;
import io.steward.gate.Routes;
import io.steward.gate.caller.Scripts;
import io.steward.html.Brand;
import io.steward.html.Html;
import io.steward.origin.forwarding.Forwarding;
import io.steward.origin.forwarding.Networks;
import io.steward.session.SessionTransactions;
import io.steward.session.browser.BrowserSessions;
import io.steward.settings.Settings;
import io.steward.settings.jwt.JwtSettings;
import io.steward.token.Revocations;
import io.steward.token.key.Keys;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A gate that knows tokens, but no clients, and has no database. */
public final class TestGate {
  private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/steward";

  private TestGate() {}

  public static Gate of(Routes routes, JwtSettings settings) {
    Networks none = Networks.parse(Set.of()).orElseThrow();
    Database nowhere = new Database(TestServer.settings(NOWHERE, Map.of()).database());
    return new Gate(
        new Forwarding(none),
        routes,
        new Cors(Set.of()),
        new Gate.Callers(
            new BearerAuthentication(
                TestTokens.verifier(settings, Clock.systemUTC()), settings.headerPrefix()),
            noBrowsers(nowhere),
            new Scripts(false, noBrowsers(nowhere), Clock.systemUTC()),
            TestTokens.noClients(),
            new Administrators(nowhere, none, Clock.systemUTC())),
        new Html(new Brand("Steward", Optional.empty(), Optional.empty()), ""));
  }

  private static BrowserSessions noBrowsers(Database nowhere) {
    Settings settings = TestServer.settings(NOWHERE, Map.of());
    return new BrowserSessions(
        new SessionTransactions(settings, nowhere, new Revocations(Duration.ZERO)),
        new Keys(settings.jwt(), Clock.systemUTC()).ring());
  }
}
