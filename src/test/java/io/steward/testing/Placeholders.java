package io.steward.testing;

import io.steward.token.TokenForge;
import io.steward.token.issue.RefreshToken;
import io.steward.token.issue.RefreshTokens;
import io.steward.token.key.KeyRing;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces placeholders in double braces by values that a case cannot know beforehand. {@code id},
 * {@code email} and {@code password} belong to the case's account, {@code sid} is the id of its
 * session, {@code kid} the id of the signing key. {@code x*25} repeats a text; {@code byte:ff} and
 * {@code utf16:text} give bytes. {@code token} is an access token; words after it change the token,
 * see {@link TokenRecipe}. {@code refresh 3} is the refresh token of generation 3 (default: 0), and
 * {@code refresh 3 expired} is an expired one.
 */
public final class Placeholders {
  /**
   * The characters from this code on each stand for one byte, which is sent without UTF-8 encoding.
   */
  static final int BYTES = 0xE000;

  private static final Pattern PLACE = Pattern.compile("\\{\\{(.*?)\\}\\}(?!\\})");
  private static final Pattern TIMES = Pattern.compile("(.+)\\*(\\d+)");

  private static final String NO_DATABASE = "jdbc:postgresql://127.0.0.1/none";
  private static final Clock CLOCK = Clock.systemUTC();

  private final String id;
  private final String email;

  public Placeholders(String id, String email) {
    this.id = id;
    this.email = email;
  }

  public String fill(String text) {
    return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place.group(1))));
  }

  private String value(String name) {
    Matcher times = TIMES.matcher(name);
    if (times.matches()) {
      return times.group(1).repeat(Integer.parseInt(times.group(2)));
    }
    if (name.startsWith("byte:")) {
      return Character.toString(BYTES + Integer.parseInt(name.substring(5), 16));
    }
    return switch (name) {
      case "id" -> id;
      case "email" -> email;
      case "EMAIL" -> email.toUpperCase(Locale.ROOT);
      case "password" -> Caller.PASSWORD;
      case "sid" -> sessionId();
      case "kid" -> keys().signing().id();
      default -> token(Arrays.asList(name.split(" ")));
    };
  }

  private String token(List<String> words) {
    return switch (words.get(0)) {
      case "token" -> accessToken(words);
      case "refresh" -> refreshToken(words);
      default -> throw new IllegalArgumentException(words.toString());
    };
  }

  /** The account's session id, different for every account. */
  private String sessionId() {
    return TokenForge.base64url(String.format(Locale.ROOT, "session-%08x", Long.parseLong(id)));
  }

  private static KeyRing keys() {
    return TestTokens.keys(TestServer.settings(NO_DATABASE, Map.of()).jwt(), CLOCK);
  }

  private String refreshToken(List<String> words) {
    int generation = words.size() > 1 ? Integer.parseInt(words.get(1)) : 0;
    Duration left = words.contains("expired") ? Duration.ofSeconds(-1) : Duration.ofDays(1);
    long end = CLOCK.instant().plus(left).getEpochSecond();
    RefreshTokens tokens = new RefreshTokens(keys(), CLOCK);
    return tokens.text(new RefreshToken(sessionId(), generation, end), tokens.keyId());
  }

  private String accessToken(List<String> words) {
    TokenRecipe recipe = new TokenRecipe(TokenForge.claims());
    recipe.set("sub", '"' + id + '"');
    recipe.set("user_id", id);
    recipe.set("username", '"' + email + '"');
    recipe.set("email", '"' + email + '"');
    recipe.set("sid", '"' + sessionId() + '"');
    words.subList(1, words.size()).forEach(recipe::spoil);
    return recipe.token();
  }
}
