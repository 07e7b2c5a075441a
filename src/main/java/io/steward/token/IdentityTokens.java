package io.steward.token;

import io.steward.token.key.KeyRing;
import java.time.Clock;
import java.util.List;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Issues tokens that tell an application whose request it has got, and nothing more: they are typed
 * (RFC 8725, 3.11) and signed by a key of their audience's own, so that none is ever an access
 * token, and nobody who can read them can make one.
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
   * A token for one host, good for a minute.
   *
   * @param audience that host
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
