package io.steward.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.settings.source.SettingsException;
import io.steward.settings.web.BrandSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of refusals, and the brand. */
final class HtmlTest {
  private static final Html HTML =
      new Html(new Brand("Portal", Optional.empty(), Optional.empty()), "");

  @TempDir private Path folder;

  private static Layout layout(String language, String person) {
    return new Layout(
        Words.in(language), "Portal <b>", "/base", person, "/base/assets/s", "/base/assets/t", "");
  }

  private static String shown(Layout layout, ProblemException refusal) {
    HtmlPage page = ErrorPages.of(layout, refusal, "id-1");
    assertThat(page.status()).isEqualTo(refusal.type().status());
    return new String(HTML.render(page), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(ProblemType.class)
  void every_refusal_has_a_page_in_every_language_with_the_id_of_the_request(ProblemType type) {
    for (String language : Words.LANGUAGES) {
      assertThat(shown(layout(language, ""), new ProblemException(type)))
          .contains("<html lang=\"" + language + "\">", "id-1", "href=\"/base/\"")
          .doesNotContain(type.detail());
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "NOT_AUTHENTICATED | Please sign in",
        "FORBIDDEN | You may not open this",
        "NOT_FOUND | This page does not exist",
        "METHOD_NOT_ALLOWED | This does not work here",
        "CONTENT_TOO_LARGE | This request cannot be read",
        "INTERNAL_ERROR | Something went wrong here",
        "UNAVAILABLE | We cannot answer at the moment",
      },
      delimiter = '|')
  void a_refusal_is_told_in_words_for_people(ProblemType type, String title) {
    assertThat(shown(layout("en", ""), new ProblemException(type)))
        .contains("<h1>" + title + "</h1>");
  }

  @Test
  void a_sign_in_that_cannot_be_finished_is_explained() {
    assertThat(shown(layout("en", "Ada"), ProblemException.oldSignIn()))
        .contains("<h1>This sign-in has expired</h1>", "Open the application again.");
  }

  @Test
  void a_wait_is_told_in_words() {
    assertThat(shown(layout("de", ""), ProblemException.throttled(Duration.ofMinutes(5))))
        .contains("Bitte warten Sie 5 Minuten");
  }

  @Test
  void who_is_signed_in_stands_on_the_page_as_text() {
    String name = "<script>alert(1)</script> \u202Eevil";
    assertThat(shown(layout("en", name), new ProblemException(ProblemType.FORBIDDEN)))
        .contains("You are signed in as &lt;script&gt;", "Portal &lt;b&gt;")
        .doesNotContain("<script>", "Portal <b>");
  }

  @ParameterizedTest
  @CsvSource({"#1d5fa8, #fff", "#ffdd00, #000", "#000000, #fff", "#ffffff, #000"})
  void the_text_of_a_button_suits_its_color(String color, String text) {
    Brand brand = Brand.of("P", new BrandSettings(Optional.of(color), Optional.empty()));
    assertThat(brand.rules()).isEqualTo(":root{--brand:" + color + ";--on-brand:" + text + "}");
  }

  @Test
  void an_asset_has_another_name_after_each_change() {
    byte[] one = {1};
    byte[] two = {2};
    assertThat(new Asset("a", "t", one).name())
        .isEqualTo(new Asset("a", "t", one).name())
        .isNotEqualTo(new Asset("a", "t", two).name())
        .matches("a-[0-9A-Za-z_-]{12}");
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("logo"), content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<svg xmlns='x'/>",
        "<?xml version='1.0'?>\n<!-- by hand -->\n<svg xmlns='x'></svg>",
        "\uFEFF  <svg\n/>"
      })
  void a_picture_is_known_by_its_content(String svg) throws IOException {
    assertThat(Logo.read(file(svg.getBytes(StandardCharsets.UTF_8))).type()).isEqualTo(Asset.SVG);
    byte[] png = Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, 20);
    assertThat(Logo.read(file(png)).type()).isEqualTo("image/png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html><svg></svg>", "<svgx/>", "GIF89a", "<?xml version='1.0'?>"})
  void other_files_are_no_logo(String content) throws IOException {
    Path file = file(content.getBytes(StandardCharsets.UTF_8));
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> Logo.read(file))
        .withMessageContainingAll("STEWARD_BRAND_LOGO", "PNG or SVG file of at most 100 KB");
  }

  @Test
  void a_logo_is_small_and_readable() throws IOException {
    byte[] tooLong = Arrays.copyOf("<svg >".getBytes(StandardCharsets.UTF_8), 102_401);
    Path file = file(tooLong);
    assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> Logo.read(file));
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> Logo.read(folder.resolve("none")))
        .withMessageContaining("STEWARD_BRAND_LOGO");
  }
}
