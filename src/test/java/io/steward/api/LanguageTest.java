package io.steward.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguageTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "de", "pt-BR", "zh-Hant-TW", "gsw"})
  void tags_are_accepted(String tag) {
    assertThat(Language.FIELD.faults(tag)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"d", "deutsch", "de_DE", "de-", "de\r\nX: y", "de,en", "*"})
  void other_texts_are_refused(String text) {
    assertThat(Language.FIELD.faults(text)).isNotEmpty();
  }

  @Test
  void a_text_of_any_length_is_refused_without_deep_recursion() {
    assertThat(Language.FIELD.faults("aa" + "-a".repeat(1_000_000))).isNotEmpty();
    assertThat(Language.preferred("aa" + "-a".repeat(1_000_000))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'de-DE,de;q=0.9,en;q=0.8', de-DE",
    "'fr;q=0.1, it', it",
    "'*', ''",
    "'', ''",
    "'nonsense;;q', ''",
  })
  void the_preferred_language_comes_first(String header, String tag) {
    assertThat(Language.preferred(header)).isEqualTo(tag);
  }
}
