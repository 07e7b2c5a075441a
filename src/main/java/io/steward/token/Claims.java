package io.steward.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token (RFC 7519, 4), read in one pass; a claim of a wrong type counts as missing.
 */
final class Claims {
  private static final long ABSENT = -1;
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.newConcurrentDequePool()).build();

  @Nullable String issuer;
  @Nullable String audience;
  long issuedAt = ABSENT;
  long notBefore = ABSENT;
  long expiration = ABSENT;
  private @Nullable String subject;
  private @Nullable String tokenId;
  private @Nullable String sessionId;
  private boolean hasUsername;
  private @Nullable String email;
  private @Nullable Set<String> groups;
  private long userId = ABSENT;

  /** One bit for each known claim that was met. */
  private int seen;

  private @Nullable Set<String> others;

  private Claims() {}

  /**
   * Reads a JWT Claims Set.
   *
   * @throws InvalidTokenException when it is not one JSON object with each name once
   */
  static Claims read(byte[] json) {
    Claims claims = new Claims();
    try (JsonParser parser = parser(json)) {
      claims.read(parser);
    } catch (IOException e) {
      throw new InvalidTokenException(TokenFault.MALFORMED);
    }
    return claims;
  }

  private static JsonParser parser(byte[] json) throws IOException {
    if (json.length > 1 && json[0] == '{' && json[1] != 0 && isAscii(json)) {
      return JSON.createParser(json);
    }
    // Jackson takes overlong forms, and a NUL for UTF-16.
    return JSON.createParser(
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString());
  }

  private static boolean isAscii(byte[] json) {
    int bits = 0;
    // Without an early end, eight bytes are looked at in one step.
    for (byte b : json) {
      bits |= b;
    }
    return bits >= 0;
  }

  private void read(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidTokenException(TokenFault.MALFORMED);
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      read(name, parser);
    }
    if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
      throw new InvalidTokenException(TokenFault.MALFORMED);
    }
  }

  private void read(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "iss" -> issuer = text(once(0, parser));
      case "sub" -> subject = text(once(1, parser));
      case "aud" -> audience = text(once(2, parser));
      case "iat" -> issuedAt = integer(once(3, parser));
      case "nbf" -> notBefore = integer(once(4, parser));
      case "exp" -> expiration = integer(once(5, parser));
      case "jti" -> tokenId = text(once(6, parser));
      case "sid" -> sessionId = text(once(7, parser));
      case "groups" -> groups = texts(once(8, parser));
      case "user_id" -> userId = integer(once(9, parser));
      case "username" -> hasUsername = isText(once(10, parser));
      case "email" -> email = text(once(11, parser));
      default -> skip(once(name, parser));
    }
  }

  private JsonParser once(int claim, JsonParser parser) {
    if ((seen & 1 << claim) != 0) {
      throw new InvalidTokenException(TokenFault.MALFORMED);
    }
    seen |= 1 << claim;
    return parser;
  }

  private JsonParser once(String name, JsonParser parser) {
    Set<String> names = others == null ? new HashSet<>() : others;
    others = names;
    if (!names.add(name)) {
      throw new InvalidTokenException(TokenFault.MALFORMED);
    }
    return parser;
  }

  private static @Nullable String text(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    skip(parser);
    return null;
  }

  private static boolean isText(JsonParser parser) throws IOException {
    boolean isText = parser.currentToken() == JsonToken.VALUE_STRING;
    skip(parser);
    return isText;
  }

  private static long integer(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      return parser.getLongValue();
    }
    skip(parser);
    return ABSENT;
  }

  private static @Nullable Set<String> texts(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      skip(parser);
      return null;
    }
    List<String> texts = new ArrayList<>(4);
    while (parser.nextToken() == JsonToken.VALUE_STRING) {
      texts.add(parser.getText());
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw new InvalidTokenException(TokenFault.MALFORMED);
    }
    return texts.isEmpty() ? Set.of() : Set.copyOf(texts);
  }

  /** Nothing that Steward issues nests, so there is no second level in which names could repeat. */
  private static void skip(JsonParser parser) throws IOException {
    int depth = 0;
    do {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        throw new InvalidTokenException(TokenFault.MALFORMED);
      }
      depth += parser.currentToken() == JsonToken.START_ARRAY ? 1 : 0;
      depth -= parser.currentToken() == JsonToken.END_ARRAY ? 1 : 0;
    } while (depth > 0 && parser.nextToken() != null);
  }

  /**
   * The token that these claims make, once its issuer, audience and times have been found right.
   */
  AccessToken token() {
    if (subject == null
        || tokenId == null
        || sessionId == null
        || !hasUsername
        || email == null
        || groups == null
        || userId < 1
        || !subject.equals(Long.toString(userId))) {
      throw new InvalidTokenException(TokenFault.MALFORMED);
    }
    return new AccessToken(
        new Subject(userId, email, groups), sessionId, tokenId, issuedAt, expiration);
  }
}
