package io.steward.token;

import io.steward.settings.jwt.JwtSettings;
import io.steward.token.key.HmacKey;
import io.steward.token.key.KeyRing;
import io.steward.token.key.TokenKey;
import io.steward.token.key.TokenProfile;
import io.steward.token.key.TokenType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;

/**
 * Verifies access tokens in memory. Only Steward's own tokens are accepted, which makes this order
 * possible. First, the encoded header must equal one that Steward writes, so no foreign header is
 * parsed. Second, the MAC is compared as text, so each token has only one spelling. Only then are
 * the claims parsed, and the session is looked up among the revoked sessions.
 */
public final class AccessTokenVerifier {
  /** The longest token, in characters. */
  public static final int MAX_LENGTH = TokenProfile.MAX_LENGTH;

  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final TokenType type;
  private final String issuer;
  private final String audience;
  private final long lifetime;
  private final long leeway;
  private final KeyRing keys;
  private final Revocations revocations;
  private final Clock clock;

  public AccessTokenVerifier(
      JwtSettings settings, KeyRing keys, Revocations revocations, Clock clock) {
    this(TokenProfile.access(settings), keys, revocations, clock);
  }

  /** Verifies tokens of another kind, which have the same claims. */
  public AccessTokenVerifier(
      TokenProfile profile, KeyRing keys, Revocations revocations, Clock clock) {
    this.type = profile.type();
    this.issuer = profile.issuer();
    this.audience = profile.audience();
    this.lifetime = profile.lifetime().toSeconds();
    this.leeway = profile.leeway().toSeconds();
    this.keys = keys;
    this.revocations = revocations;
    this.clock = clock;
  }

  /**
   * Verifies a token.
   *
   * @param token a JWS in compact serialization (RFC 7515, 7.1)
   * @throws InvalidTokenException if the token is not accepted
   */
  public AccessToken verify(String token) {
    AccessToken verified = identify(token, false);
    revocations.judge(verified);
    return verified;
  }

  /**
   * Verifies a token that may have expired or been revoked; use the result only to end its session.
   *
   * @throws InvalidTokenException if Steward did not issue it
   */
  public AccessToken identify(String token) {
    return identify(token, true);
  }

  private AccessToken identify(String token, boolean evenExpired) {
    Claims claims = new Claims(payload(token));
    judge(claims, evenExpired);
    return claims.token();
  }

  private byte[] payload(String token) {
    TokenKey key = key(token);
    int start = key.header().length() + 1;
    int end = token.indexOf('.', start);
    if (token.length() > MAX_LENGTH || end < 0) {
      throw malformed();
    }
    // Characters beyond Latin-1 become question marks, which base64url does not contain.
    byte[] text = token.getBytes(StandardCharsets.ISO_8859_1);
    byte[] signature = Arrays.copyOfRange(text, end + 1, text.length);
    if (!MessageDigest.isEqual(key.signature(text, end), signature)) {
      throw malformed();
    }
    return decode(Arrays.copyOfRange(text, start, end));
  }

  /** The key whose encoded header is the token's first part. */
  private TokenKey key(String token) {
    for (HmacKey parent : keys.all()) {
      TokenKey key = parent.tokens(type);
      int end = key.header().length();
      if (token.startsWith(key.header()) && token.length() > end && token.charAt(end) == '.') {
        return key;
      }
    }
    throw malformed();
  }

  private static InvalidTokenException malformed() {
    return new InvalidTokenException(TokenFault.MALFORMED);
  }

  /** Decodes base64url (RFC 7515, 2) in its canonical spelling: no padding, no unused bits. */
  private static byte[] decode(byte[] base64url) {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(base64url);
      if (isCanonical(base64url, decoded)) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw malformed();
  }

  /** Whether encoding again would yield the same last character. */
  private static boolean isCanonical(byte[] base64url, byte[] decoded) {
    int rest = decoded.length % 3;
    if (rest == 0) {
      return decoded.length > 0 && base64url[base64url.length - 1] != '=';
    }
    byte[] tail = Arrays.copyOfRange(decoded, decoded.length - rest, decoded.length);
    byte[] encoded = BASE64URL.encode(tail);
    return encoded[encoded.length - 1] == base64url[base64url.length - 1];
  }

  private void judge(Claims claims, boolean evenExpired) {
    long now = clock.millis() / 1000;
    if (claims.issuedAt < 0 || claims.notBefore < 0 || claims.expiration < 0) {
      throw new InvalidTokenException(TokenFault.REFUSED);
    }
    if (claims.notBefore > now + leeway) {
      throw new InvalidTokenException(TokenFault.REFUSED);
    }
    if (!evenExpired && claims.expiration + leeway <= now) {
      throw new InvalidTokenException(TokenFault.EXPIRED);
    }
    // An issue time in the future counts as now; otherwise the token could live longer.
    if (claims.expiration - Math.min(claims.issuedAt, now + leeway) > lifetime
        || claims.expiration <= claims.issuedAt
        || !issuer.equals(claims.issuer)
        || !audience.equals(claims.audience)) {
      throw new InvalidTokenException(TokenFault.REFUSED);
    }
  }
}
