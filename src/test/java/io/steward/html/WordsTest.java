package io.steward.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of pages, and the form of templates and of the style sheet. */
final class WordsTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[0-9]");
  private static final Path PAGES = Path.of("webapp/WEB-INF/pages");

  private static Map<String, String> texts(String suffix) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Words.class.getResourceAsStream("messages" + suffix + ".properties")) {
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    Map<String, String> texts = new TreeMap<>();
    properties.forEach((key, value) -> texts.put(key.toString(), value.toString()));
    texts.remove("languages");
    return texts;
  }

  private static Stream<String> translations() {
    return Words.LANGUAGES.stream().skip(1);
  }

  @ParameterizedTest
  @MethodSource("translations")
  void every_language_has_the_same_texts_with_the_same_placeholders(String language)
      throws IOException {
    Map<String, String> english = texts("");
    Map<String, String> other = texts("_" + language);
    assertThat(other.keySet()).isEqualTo(english.keySet());
    english.forEach(
        (key, text) ->
            assertThat(holes(other.getOrDefault(key, ""))).as(key).isEqualTo(holes(text)));
  }

  private static List<String> holes(String text) {
    return PLACEHOLDER.matcher(text).results().map(MatchResult::group).distinct().sorted().toList();
  }

  @Test
  void no_text_has_an_apostrophe_that_would_hide_placeholders() throws IOException {
    for (String suffix : new String[] {"", "_de"}) {
      texts(suffix).forEach((key, text) -> assertThat(text).as(key).doesNotContain("'"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "de | '' | de",
        "'' | de-AT,en;q=0.5 | de",
        "'' | fr,de;q=0.5 | de",
        "'' | fr | en",
        "fr | de | de",
        "'' | '' | en",
        "'' | *;q=x,,,; | en"
      },
      delimiter = '|')
  void the_first_language_that_pages_speak_counts(String own, String browser, String spoken) {
    assertThat(Words.in(own, browser).language()).isEqualTo(spoken);
  }

  @ParameterizedTest
  @CsvSource({
    "0, one second",
    "1, one second",
    "89, 89 seconds",
    "90, 2 minutes",
    "121, 3 minutes",
    "5399, 90 minutes",
    "5401, 2 hours"
  })
  void waiting_times_are_rounded_up(long seconds, String words) {
    assertThat(Wait.words(Words.in("en"), seconds)).isEqualTo(words);
  }

  /** U+2068 and U+2069 isolate; U+202E and the like would turn what follows. */
  @ParameterizedTest
  @CsvSource({
    "Ada, Ada",
    "'\u202Eeva', eva",
    "'\u2069\u202Ee\u2066va', eva",
    "'\u05E2\u05D3\u05D4 <b>', '\u2068\u05E2\u05D3\u05D4 <b>\u2069'",
    "'\u2069\u0639\u202E', '\u2068\u0639\u2069'",
  })
  void a_name_does_not_turn_the_words_around_it(String name, String shown) {
    assertThat(Words.in("de").get("error.403.person", name))
        .startsWith("Sie sind als " + shown + " angemeldet.");
  }

  private static List<Path> templates() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void no_template_contains_scripts_or_styles_or_texts_of_its_own(Path template)
      throws IOException {
    String ownScript = "<script type=\"module\" src=\"${layout.times()}\"></script>";
    assertThat(Files.readString(template).replace(ownScript, ""))
        .doesNotContain("<script", "<style", "$unsafe", "javascript:")
        .doesNotContainPattern("\\s(style|on[a-z]+)=\"")
        .doesNotContainPattern(">\\s*[A-Z][a-z]+ [a-z]+[^<]*</");
  }

  /** A browser would report them in its own language, and hide the summary of all errors. */
  @ParameterizedTest
  @MethodSource("templates")
  void no_browser_judges_what_is_typed(Path template) throws IOException {
    String text = Files.readString(template);
    if (text.contains("@template.field(")) {
      assertThat(text).containsPattern("<form [^>]*novalidate>");
    }
  }

  @Test
  void the_style_sheet_is_small() throws IOException {
    assertThat(Files.size(Path.of("webapp/style.css"))).isLessThan(10 * 1024L);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "text/html,application/xhtml+xml,*/*;q=0.8 | true",
        "application/json | false",
        "*/* | false",
        "text/html;q=0.5,application/json | false",
        "application/json;q=0.5, TEXT/HTML ; q=0.9 | true",
        "text/html;q=0 | false",
        "application/problem+json,text/html | true",
        "text/htmlx | false"
      },
      delimiter = '|')
  void pages_are_for_those_who_prefer_html(String accept, boolean isWanted) {
    assertThat(ErrorPages.areWanted(accept)).isEqualTo(isWanted);
  }
}
