package io.steward.testing;

import io.steward.token.TokenForge;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in what a case cannot know beforehand: {@code id}, {@code email} and {@code password} of
 * its account, {@code x*25}, {@code byte:ff}, {@code utf16:text}, and {@code token}, all in double
 * braces. Words after {@code token} spoil it, see {@link TokenRecipe}.
 */
public final class Placeholders {
  /** Characters that stand for one byte each, whatever UTF-8 says. */
  static final int BYTES = 0xE000;

  private static final Pattern PLACE = Pattern.compile("\\{\\{(.*?)\\}\\}(?!\\})");
  private static final Pattern TIMES = Pattern.compile("(.+)\\*(\\d+)");

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
      default -> token(Arrays.asList(name.split(" ")));
    };
  }

  private String token(List<String> words) {
    if (!words.get(0).equals("token")) {
      throw new IllegalArgumentException(words.toString());
    }
    TokenRecipe recipe = new TokenRecipe(TokenForge.claims());
    recipe.set("sub", '"' + id + '"');
    recipe.set("user_id", id);
    recipe.set("username", '"' + email + '"');
    recipe.set("email", '"' + email + '"');
    words.subList(1, words.size()).forEach(recipe::spoil);
    return recipe.token();
  }
}
