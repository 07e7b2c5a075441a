package io.steward.password.policy;

import io.steward.api.FieldView;
import io.steward.password.Password;
import io.steward.problem.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Judges a new password by Django's four validators, in their order and with their texts. */
public final class PasswordPolicy {
  private static final int SHORTEST = 8;

  private static final String TOO_SIMILAR = "password_too_similar";
  private static final Fault TOO_SHORT =
      new Fault(
          "password_too_short",
          "This password is too short. It must contain at least " + SHORTEST + " characters.");
  private static final Fault TOO_COMMON =
      new Fault("password_too_common", "This password is too common.");
  private static final Fault ENTIRELY_NUMERIC =
      new Fault("password_entirely_numeric", "This password is entirely numeric.");

  /** Python's {@code isdigit}: decimal, superscript, circled and bracketed digits. */
  private static final Pattern NUMERIC =
      Pattern.compile(
          "[\\p{Nd}²³¹\\u1369-\\u1371\\u19DA\\u2070\\u2074-\\u2079\\u2080-\\u2089"
              + "\\u2460-\\u2468\\u2474-\\u247C\\u2488-\\u2490\\u24EA\\u24F5-\\u24FD\\u24FF"
              + "\\u2776-\\u277E\\u2780-\\u2788\\u278A-\\u2792\\x{10A40}-\\x{10A43}"
              + "\\x{10E60}-\\x{10E68}\\x{11052}-\\x{1105A}\\x{1F100}-\\x{1F10A}]+");

  private final CommonPasswords common = new CommonPasswords();

  /**
   * All faults of a password; empty if it is acceptable. If the password resembles several
   * attributes, the fault names only the first.
   */
  public List<Fault> faults(Password candidate, List<Attribute> attributes) {
    String password = candidate.text();
    List<Fault> faults = new ArrayList<>();
    attributes.stream()
        .filter(attribute -> attribute.resembles(password))
        .findFirst()
        .ifPresent(attribute -> faults.add(tooSimilar(attribute)));
    if (password.codePointCount(0, password.length()) < SHORTEST) {
      faults.add(TOO_SHORT);
    }
    if (common.contains(password)) {
      faults.add(TOO_COMMON);
    }
    if (NUMERIC.matcher(password).matches()) {
      faults.add(ENTIRELY_NUMERIC);
    }
    return List.copyOf(faults);
  }

  /** A field for a new password, with the rules. The help texts are Django's. */
  public static FieldView view(FieldView field) {
    return field
        .with("min_length", SHORTEST)
        .with(
            "help_text",
            "Your password can’t be too similar to your other personal information. Your password"
                + " must contain at least "
                + SHORTEST
                + " characters. Your password can’t be a commonly used password. Your password"
                + " can’t be entirely numeric.")
        .with(
            "rules",
            List.of(TOO_SIMILAR, TOO_SHORT.code(), TOO_COMMON.code(), ENTIRELY_NUMERIC.code()));
  }

  private static Fault tooSimilar(Attribute attribute) {
    return new Fault(TOO_SIMILAR, "The password is too similar to the " + attribute.name() + ".");
  }

  /** A user's attribute, with the name that a fault uses for it, such as "last name". */
  public record Attribute(String name, String value) {
    private static final double MOST_SIMILAR = 0.7;
    // Python's \W: unlike Java's, it also matches combining marks.
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}_]+");

    private boolean resembles(String password) {
      if (value.isEmpty()) {
        return false;
      }
      String lowerValue = value.toLowerCase(Locale.ROOT);
      String lowerPassword = password.toLowerCase(Locale.ROOT);
      Stream<String> words = Arrays.stream(BETWEEN_WORDS.split(lowerValue, -1));
      return Stream.concat(words, Stream.of(lowerValue))
          .filter(part -> !isFarShorter(part, lowerPassword))
          .anyMatch(part -> quickRatio(lowerPassword, part) >= MOST_SIMILAR);
    }

    /**
     * The shortcut of later Django releases: a part that is much shorter than the password cannot
     * be similar enough.
     */
    private static boolean isFarShorter(String part, String password) {
      int length = part.codePointCount(0, part.length());
      int passwordLength = password.codePointCount(0, password.length());
      return passwordLength >= 10 * length && length < MOST_SIMILAR / 2 * passwordLength;
    }

    /**
     * Python's {@code difflib.SequenceMatcher.quick_ratio}: the share of common letters, in any
     * order.
     */
    private static double quickRatio(String a, String b) {
      Map<Integer, Integer> left = new HashMap<>();
      b.codePoints().forEach(c -> left.merge(c, 1, Integer::sum));
      long common = a.codePoints().filter(c -> left.merge(c, -1, Integer::sum) >= 0).count();
      long length = a.codePoints().count() + b.codePoints().count();
      return length == 0 ? 1 : 2.0 * common / length;
    }
  }
}
