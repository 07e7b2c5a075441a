package io.steward.api;

import io.steward.problem.Fault;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The language that a user reads, as a tag such as {@code de} or {@code pt-BR} (RFC 5646). */
public final class Language {
  private static final int MAX_LENGTH = 35;
  private static final int LONGEST_HEADER = 1_000;
  private static final Pattern TAG = Pattern.compile("([A-Za-z]{2,3}(-[0-9A-Za-z]{1,8})*)?");

  /** The member of a request; a blank text removes the stored language. */
  public static final TextField FIELD =
      new TextField(
          "language",
          MAX_LENGTH,
          true,
          true,
          Language::isTag,
          Fault.invalid("Enter a language tag such as de or pt-BR."));

  private Language() {}

  /** Long texts are refused before the match, because matching them would need a deep stack. */
  private static boolean isTag(String text) {
    return text.length() <= MAX_LENGTH && TAG.matcher(text).matches();
  }

  /** The preferred language in a header {@code Accept-Language}; empty if it names no tag. */
  public static String preferred(@Nullable String header) {
    if (header == null || header.length() > LONGEST_HEADER) {
      return "";
    }
    try {
      return Locale.LanguageRange.parse(header).stream()
          .map(range -> Locale.forLanguageTag(range.getRange()).toLanguageTag())
          .filter(Language::isTag)
          .filter(tag -> !tag.equals("und"))
          .findFirst()
          .orElse("");
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /**
   * The available language that suits the reader best (RFC 4647, 3.4); empty if none does.
   *
   * @param wanted a language tag, or the value of a header {@code Accept-Language}
   */
  public static Optional<String> choose(@Nullable String wanted, Collection<String> available) {
    if (wanted == null || wanted.isBlank() || wanted.length() > LONGEST_HEADER) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Locale.lookupTag(Locale.LanguageRange.parse(wanted), available));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
