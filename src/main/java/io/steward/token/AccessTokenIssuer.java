package io.steward.token;

import io.steward.settings.JwtSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Issues access tokens (RFC 9068), with the claims of the Django system beside the registered ones.
 */
public final class AccessTokenIssuer {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final JwtSettings settings;
  private final HmacKey key;
  private final Clock clock;

  public AccessTokenIssuer(JwtSettings settings, Clock clock) {
    this.settings = settings;
    this.key = HmacKey.of(settings);
    this.clock = clock;
  }

  /** How long a token lives: {@code expires_in}. */
  public Duration lifetime() {
    return settings.accessLifetime();
  }

  /** A new session's id: 128 random bits, base64url. */
  public String newSessionId() {
    return randomId();
  }

  /**
   * A token for that subject in that session, as a JWS in compact serialization.
   *
   * @throws IllegalStateException when the groups' names do not fit into one
   */
  public String issue(Subject subject, String sessionId) {
    String token = signed(claims(subject, sessionId));
    if (token.length() > AccessTokenVerifier.MAX_LENGTH) {
      throw new IllegalStateException("user " + subject.id() + " has too many groups for a token");
    }
    return token;
  }

  private String signed(JwtClaims claims) {
    JsonWebSignature jws = key.blank();
    jws.setPayload(claims.toJson());
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private JwtClaims claims(Subject subject, String sessionId) {
    NumericDate now = NumericDate.fromSeconds(clock.millis() / 1000);
    NumericDate expiration = NumericDate.fromSeconds(now.getValue() + lifetime().toSeconds());
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(settings.issuer());
    claims.setSubject(Long.toString(subject.id()));
    claims.setAudience(settings.audience());
    claims.setIssuedAt(now);
    claims.setNotBefore(now);
    claims.setExpirationTime(expiration);
    claims.setJwtId(randomId());
    claims.setClaim("sid", sessionId);
    claims.setStringListClaim("groups", List.copyOf(subject.groups()));
    claims.setClaim("user_id", subject.id());
    claims.setClaim("username", subject.email());
    claims.setClaim("email", subject.email());
    return claims;
  }

  private static String randomId() {
    byte[] bits = new byte[16];
    RANDOM.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
