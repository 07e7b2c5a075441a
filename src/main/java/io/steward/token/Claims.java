package io.steward.token;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token (RFC 7519, 4), read in one pass; a claim of a wrong type counts as missing.
 */
final class Claims {
  /**
   * The names of the claims, in the order in which Steward writes them. The parser expects this
   * order.
   */
  private static final List<String> NAMES =
      List.of(
          "iss",
          "sub",
          "aud",
          "iat",
          "nbf",
          "exp",
          "jti",
          "sid",
          "groups",
          "user_id",
          "username",
          "email",
          "email_verified",
          "name",
          "token_version");

  private static final byte[][] SPELLINGS =
      NAMES.stream().map(name -> name.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);

  @Nullable String issuer;
  @Nullable String audience;
  long issuedAt = JsonCursor.NO_INTEGER;
  long notBefore = JsonCursor.NO_INTEGER;
  long expiration = JsonCursor.NO_INTEGER;
  private @Nullable String subject;
  private @Nullable String tokenId;
  private @Nullable String sessionId;
  private @Nullable String username;
  private @Nullable String email;
  private boolean isEmailVerified;
  private @Nullable String name;
  private @Nullable Set<String> groups;
  // Tokens of earlier releases lack this claim.
  private long tokenVersion;
  private long userId = JsonCursor.NO_INTEGER;

  private final JsonCursor json;

  /** One bit for each known claim already parsed. */
  private int seen;

  private int next;
  private @Nullable Set<String> others;

  /**
   * Parses a JWT Claims Set.
   *
   * @throws InvalidTokenException if the text is not a JSON object, or repeats a name
   */
  Claims(byte[] utf8) {
    json = new JsonCursor(utf8);
    json.expect('{');
    if (!json.take('}')) {
      do {
        String name = name();
        json.expect(':');
        read(name);
      } while (json.take(','));
      json.expect('}');
    }
    json.expectEnd();
  }

  private String name() {
    for (int i = 0; i < SPELLINGS.length; i++) {
      int claim = (next + i) % SPELLINGS.length;
      if (json.takeText(SPELLINGS[claim])) {
        next = claim + 1;
        return once(claim);
      }
    }
    String name = json.text();
    int claim = NAMES.indexOf(name);
    return claim < 0 ? once(name) : once(claim);
  }

  private String once(int claim) {
    if ((seen & 1 << claim) != 0) {
      throw JsonCursor.malformed();
    }
    seen |= 1 << claim;
    return NAMES.get(claim);
  }

  private String once(String unknown) {
    Set<String> names = others == null ? new HashSet<>() : others;
    others = names;
    if (!names.add(unknown)) {
      throw JsonCursor.malformed();
    }
    return unknown;
  }

  private void read(String name) {
    switch (name) {
      case "iss" -> issuer = text();
      case "sub" -> subject = text();
      case "aud" -> audience = text();
      case "iat" -> issuedAt = json.integer();
      case "nbf" -> notBefore = json.integer();
      case "exp" -> expiration = json.integer();
      case "jti" -> tokenId = text();
      case "sid" -> sessionId = text();
      case "token_version" -> tokenVersion = json.integer();
      case "groups" -> groups = texts();
      case "user_id" -> userId = json.integer();
      case "username" -> username = text();
      case "email" -> email = text();
      case "email_verified" -> isEmailVerified = json.isTrue();
      case "name" -> this.name = text();
      default -> json.skip();
    }
  }

  private @Nullable String text() {
    if (json.peek() == '"') {
      return json.text();
    }
    json.skip();
    return null;
  }

  private @Nullable Set<String> texts() {
    if (json.peek() != '[') {
      json.skip();
      return null;
    }
    json.expect('[');
    if (json.take(']')) {
      return Set.of();
    }
    Set<String> texts = new HashSet<>(4);
    do {
      texts.add(json.text());
    } while (json.take(','));
    json.expect(']');
    return Collections.unmodifiableSet(texts);
  }

  /** The token of these claims; the caller has checked issuer, audience and times. */
  AccessToken token() {
    if (subject == null
        || tokenId == null
        || tokenId.isEmpty()
        || sessionId == null
        || sessionId.isEmpty()
        || username == null
        || username.isEmpty()
        || email == null
        || email.isEmpty()
        || groups == null
        || tokenVersion == JsonCursor.NO_INTEGER
        || userId < 1
        || !subject.equals(Long.toString(userId))) {
      throw JsonCursor.malformed();
    }
    // Tokens of earlier releases lack this claim.
    String called = name == null ? "" : name;
    return new AccessToken(
        new Subject(userId, email, called, groups, isEmailVerified),
        sessionId,
        tokenVersion,
        tokenId,
        issuedAt,
        notBefore,
        expiration);
  }
}
