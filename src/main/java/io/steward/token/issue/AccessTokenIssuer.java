package io.steward.token.issue;

import io.steward.crypto.RandomValues;
import io.steward.log.Log;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.settings.jwt.JwtSettings;
import io.steward.token.Subject;
import io.steward.token.key.KeyRing;
import io.steward.token.key.TokenProfile;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Issues access tokens (RFC 9068) with the registered claims and the claims of the Django tokens.
 */
public final class AccessTokenIssuer {
  private static final Log LOG = Log.of("io.steward.token.issue");
  private static final String TOO_MANY_GROUPS =
      "The names of this account's groups are too long for a token; ask an administrator to remove"
          + " the account from some groups.";

  private final TokenProfile profile;
  private final KeyRing keys;
  private final Clock clock;

  public AccessTokenIssuer(JwtSettings settings, KeyRing keys, Clock clock) {
    this(TokenProfile.access(settings), keys, clock);
  }

  /** Issues tokens of another kind, which have the same claims. */
  public AccessTokenIssuer(TokenProfile profile, KeyRing keys, Clock clock) {
    this.profile = profile;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * An issued token.
   *
   * @param text a JWS in compact serialization
   * @param expiresIn its lifetime in seconds
   */
  public record Issued(String text, long expiresIn) {}

  /**
   * Issues a token for a subject and a session.
   *
   * @param tokenVersion the version of the user's tokens
   * @param remaining the session's remaining lifetime; the token expires no later
   * @throws ProblemException 403 if the group names are too long for a token
   */
  public Issued issue(Subject subject, String sessionId, long tokenVersion, Duration remaining) {
    long lifetime = Math.max(1, Math.min(profile.lifetime().toSeconds(), remaining.toSeconds()));
    JwtClaims claims = claims(subject, sessionId, lifetime);
    claims.setClaim("token_version", tokenVersion);
    String token = signed(claims);
    if (token.length() > profile.longest()) {
      // A long name must not prevent the log-in.
      claims.unsetClaim("name");
      token = signed(claims);
    }
    if (token.length() > profile.longest()) {
      throw tooManyGroups(subject, token.length());
    }
    return new Issued(token, lifetime);
  }

  private ProblemException tooManyGroups(Subject subject, int length) {
    LOG.warning(
        "the token of user "
            + subject.id()
            + " would have "
            + length
            + " characters, and the limit is "
            + profile.longest()
            + ": remove the user from some of "
            + subject.groups().size()
            + " groups");
    return ProblemException.logIn(ProblemType.FORBIDDEN, TOO_MANY_GROUPS);
  }

  private String signed(JwtClaims claims) {
    JsonWebSignature jws = keys.signing().tokens(profile.type()).blank();
    jws.setPayload(claims.toJson());
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private JwtClaims claims(Subject subject, String sessionId, long lifetime) {
    NumericDate now = NumericDate.fromSeconds(clock.millis() / 1000);
    NumericDate expiration = NumericDate.fromSeconds(now.getValue() + lifetime);
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(profile.issuer());
    claims.setSubject(Long.toString(subject.id()));
    claims.setAudience(profile.audience());
    claims.setIssuedAt(now);
    claims.setNotBefore(now);
    claims.setExpirationTime(expiration);
    claims.setJwtId(RandomValues.base64Url(16));
    claims.setClaim("sid", sessionId);
    claims.setStringListClaim("groups", List.copyOf(subject.groups()));
    claims.setClaim("user_id", subject.id());
    claims.setClaim("username", subject.email());
    claims.setClaim("email", subject.email());
    claims.setClaim("email_verified", subject.isEmailVerified());
    if (!subject.name().isEmpty()) {
      claims.setClaim("name", subject.name());
    }
    return claims;
  }
}
