package io.steward.testing;

import io.steward.audit.Denials;
import io.steward.clock.ReferenceClock;
import io.steward.database.Database;
import io.steward.oauth.client.ClientAuthentication;
import io.steward.oauth.client.Clients;
import io.steward.settings.Settings;
import io.steward.settings.jwt.JwtSettings;
import io.steward.throttle.Throttle;
import io.steward.token.AccessToken;
import io.steward.token.AccessTokenVerifier;
import io.steward.token.Revocations;
import io.steward.token.Subject;
import io.steward.token.issue.AccessTokenIssuer;
import io.steward.token.key.KeyRing;
import io.steward.token.key.Keys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The classes that issue and verify tokens, without a database. */
public final class TestTokens {
  private static final Duration LONG = Duration.ofDays(365);

  private TestTokens() {}

  public static KeyRing keys(JwtSettings settings, Clock clock) {
    return new Keys(settings, clock).ring();
  }

  /** A clock that was read when {@code wall} was right. */
  public static ReferenceClock reference(Clock wall) {
    ReferenceClock clock = new ReferenceClock(wall);
    clock.set(wall.millis(), System.nanoTime(), System.nanoTime());
    return clock;
  }

  /** No token is revoked, and the list is never out of date. */
  public static Revocations noRevocations() {
    Revocations revocations = new Revocations(LONG);
    revocations.complete(System.nanoTime());
    return revocations;
  }

  /** Rejects every client. */
  public static ClientAuthentication noClients() {
    Settings settings = TestServer.settings("jdbc:postgresql://127.0.0.1/none", Map.of());
    Throttle throttle = new Throttle(new Database(settings.database()), settings.throttle());
    return new ClientAuthentication(new Clients(Optional.empty()), throttle, new Denials());
  }

  public static AccessTokenVerifier verifier(JwtSettings settings, Clock clock) {
    return verifier(settings, noRevocations(), clock);
  }

  public static AccessTokenVerifier verifier(
      JwtSettings settings, Revocations revocations, Clock clock) {
    return new AccessTokenVerifier(settings, keys(settings, clock), revocations, clock);
  }

  /** A token with the lifetime from the settings. */
  public static String issue(JwtSettings settings, Clock clock, Subject subject, String sessionId) {
    return new AccessTokenIssuer(settings, keys(settings, clock), clock)
        .issue(subject, sessionId, 0, LONG)
        .text();
  }

  /** An access token that is issued now. */
  public static AccessToken of(long userId, Set<String> groups) {
    return of(userId, groups, Instant.now());
  }

  public static AccessToken of(long userId, Set<String> groups, Instant issued) {
    long from = issued.getEpochSecond();
    Subject subject = new Subject(userId, "ada@example.org", "Ada", groups, false);
    return new AccessToken(subject, "session", 0, "token", from, from, from + 300);
  }
}
