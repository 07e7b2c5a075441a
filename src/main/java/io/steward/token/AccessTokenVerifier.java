package io.steward.token;

import io.steward.settings.JwtSettings;
import io.steward.token.key.HmacKey;
import io.steward.token.key.KeyRing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;

/**
 * Verifies access tokens without asking anyone. Only tokens that Steward issued are accepted, which
 * allows this order: the header must be one of ours, letter by letter, so nothing of a stranger's
 * is parsed; the MAC is taken over the received text and compared as text, so there is one spelling
 * of a token; and only then are the claims read, and is its session looked up among the revoked
 * ones, which are in memory.
 */
public final class AccessTokenVerifier {
  /** The longest token, in characters. */
  public static final int MAX_LENGTH = 4096;

  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  private final String issuer;
  private final String audience;
  private final long lifetime;
  private final long leeway;
  private final KeyRing keys;
  private final Revocations revocations;
  private final Clock clock;

  public AccessTokenVerifier(
      JwtSettings settings, KeyRing keys, Revocations revocations, Clock clock) {
    this.issuer = settings.issuer();
    this.audience = settings.audience();
    this.lifetime = settings.accessLifetime().toSeconds();
    this.leeway = settings.leeway().toSeconds();
    this.keys = keys;
    this.revocations = revocations;
    this.clock = clock;
  }

  /**
   * The token in that text.
   *
   * @param token a JWS in compact serialization (RFC 7515, 7.1)
   * @throws InvalidTokenException when it is not to be accepted
   */
  public AccessToken verify(String token) {
    AccessToken verified = identify(token, false);
    revocations.judge(verified.sessionId());
    return verified;
  }

  /**
   * The token in that text, even if it has expired or was revoked: enough to end its session.
   *
   * @throws InvalidTokenException when it never was one of ours
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
    HmacKey key = key(token);
    int start = key.header().length() + 1;
    int end = token.indexOf('.', start);
    if (token.length() > MAX_LENGTH || end < 0) {
      throw malformed();
    }
    // A character beyond Latin-1 becomes a question mark, which base64url does not have.
    byte[] text = token.getBytes(StandardCharsets.ISO_8859_1);
    byte[] signature = Arrays.copyOfRange(text, end + 1, text.length);
    if (!MessageDigest.isEqual(key.signature(text, end), signature)) {
      throw malformed();
    }
    return decode(Arrays.copyOfRange(text, start, end));
  }

  /** The key whose header the token begins with. */
  private HmacKey key(String token) {
    for (HmacKey key : keys.all()) {
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

  /** Base64url (RFC 7515, 2) in its one spelling: no padding, no unused bits. */
  private static byte[] decode(byte[] base64url) {
    try {
      byte[] decoded = Base64.getUrlDecoder().decode(base64url);
      if (isCanonical(base64url, decoded)) {
        return decoded;
      }
    } catch (IllegalArgumentException e) {
      // Falls to the refusal.
    }
    throw malformed();
  }

  /** Whether the last character is the one that encoding anew would end in. */
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
    // Counted from now where it is dated ahead, which would else be a way to a longer life.
    if (claims.expiration - Math.min(claims.issuedAt, now + leeway) > lifetime
        || claims.expiration <= claims.issuedAt
        || !issuer.equals(claims.issuer)
        || !audience.equals(claims.audience)) {
      throw new InvalidTokenException(TokenFault.REFUSED);
    }
  }
}
