package io.steward.html;

import io.steward.api.Language;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;

/**
 * The texts of pages in one language. Another language is another file {@code
 * messages_xx.properties}, named in the text {@code languages}.
 */
public final class Words {
  private static final String BUNDLE = "io.steward.html.messages";
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  /** The languages that pages speak, as tags; the first one is the standard. */
  public static final List<String> LANGUAGES =
      Arrays.asList(bundle(Locale.ROOT).getString("languages").split(","));

  private final Locale locale;
  private final ResourceBundle texts;

  private Words(Locale locale) {
    this.locale = locale;
    this.texts = bundle(locale);
  }

  private static ResourceBundle bundle(Locale locale) {
    return ResourceBundle.getBundle(BUNDLE, locale, Words.class.getClassLoader(), NO_FALLBACK);
  }

  /**
   * The texts in the first wanted language that pages speak, otherwise in English.
   *
   * @param wanted language tags, or values of the header {@code Accept-Language}
   */
  public static Words in(String... wanted) {
    String spoken =
        Arrays.stream(wanted)
            .map(tags -> Language.choose(tags, LANGUAGES))
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(LANGUAGES.get(0));
    return new Words(Locale.forLanguageTag(spoken));
  }

  /** The language's tag. */
  public String language() {
    return locale.getLanguage();
  }

  public Locale locale() {
    return locale;
  }

  /** The text of a key, with its placeholders {@code {0}}, {@code {1}} … replaced. */
  public String get(String key, Object... values) {
    String text = texts.getString(key);
    return values.length == 0
        ? text
        : new MessageFormat(text, locale)
            .format(Arrays.stream(values).map(Isolation::of).toArray());
  }

  /** The text of a key; empty if there is none. */
  public Optional<String> find(String key) {
    try {
      return Optional.of(get(key));
    } catch (MissingResourceException e) {
      return Optional.empty();
    }
  }
}
