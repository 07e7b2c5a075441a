package io.steward.token.issue;

import io.steward.token.Subject;
import io.steward.token.key.KeyRing;
import java.time.Clock;
import java.util.List;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Issues identity tokens, which identify the user of a request to an application. Their type (RFC
 * 8725, 3.11) differs from that of access tokens, and each audience has its own derived key.
 * Therefore they are never accepted as access tokens, and an application can forge tokens only for
 * itself.
 */
public final class IdentityTokens {
  /** The header {@code typ}. */
  public static final String TYPE = "steward-identity+jwt";

  private static final long LIFETIME_SECONDS = 60;

  private final String issuer;
  private final KeyRing keys;
  private final Clock clock;

  public IdentityTokens(String issuer, KeyRing keys, Clock clock) {
    this.issuer = issuer;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Issues a token for one host, valid for a minute.
   *
   * @param audience the host
   */
  public String issue(Subject subject, String audience) {
    NumericDate now = NumericDate.fromSeconds(clock.millis() / 1000);
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(issuer);
    claims.setSubject(Long.toString(subject.id()));
    claims.setAudience(audience);
    claims.setIssuedAt(now);
    claims.setExpirationTime(NumericDate.fromSeconds(now.getValue() + LIFETIME_SECONDS));
    claims.setStringClaim("email", subject.email());
    claims.setClaim("email_verified", subject.isEmailVerified());
    claims.setStringClaim("name", subject.name());
    claims.setStringListClaim("groups", List.copyOf(subject.groups()));
    return signed(claims, audience);
  }

  private String signed(JwtClaims claims, String audience) {
    JsonWebSignature jws = keys.signing().blank(TYPE, audience);
    jws.setPayload(claims.toJson());
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }
}
