package io.steward.session.browser;

import io.steward.token.key.HmacKey;
import io.steward.token.key.KeyRing;
import io.steward.token.key.MacPurpose;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/**
 * The values of session cookies: the session's id, a dot, and a 256-bit MAC of the id, base64url. A
 * value is not a token: Steward accepts it only in its own cookie. A stolen database does not
 * reveal any value.
 */
final class CookieValues {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final int ID_LENGTH = 22;
  private static final int LENGTH = ID_LENGTH + 1 + 43;

  private final KeyRing keys;

  CookieValues(KeyRing keys) {
    this.keys = keys;
  }

  /** The value for a session. */
  String of(String sessionId) {
    return sessionId + "." + mac(keys.signing(), sessionId);
  }

  /** The session's id in a value; empty if Steward did not write the value. */
  Optional<String> sessionId(String value) {
    if (value.length() != LENGTH || value.charAt(ID_LENGTH) != '.') {
      return Optional.empty();
    }
    String id = value.substring(0, ID_LENGTH);
    byte[] sent = value.substring(ID_LENGTH + 1).getBytes(StandardCharsets.ISO_8859_1);
    boolean isAuthentic = false;
    for (HmacKey key : keys.all()) {
      isAuthentic |=
          MessageDigest.isEqual(mac(key, id).getBytes(StandardCharsets.ISO_8859_1), sent);
    }
    return isAuthentic ? Optional.of(id) : Optional.empty();
  }

  private static String mac(HmacKey key, String sessionId) {
    byte[] content = sessionId.getBytes(StandardCharsets.UTF_8);
    return ENCODER.encodeToString(key.mac(MacPurpose.BROWSER_SESSION, content));
  }
}
