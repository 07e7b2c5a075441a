package io.steward.mail.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.mail.Composed;
import io.steward.mail.Letter;
import io.steward.mail.MailKind;
import io.steward.mail.Recipient;
import io.steward.origin.Origin;
import io.steward.origin.device.Device;
import io.steward.settings.mail.LinkPurpose;
import io.steward.settings.source.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplatesTest {
  private static final Templates OWN = new Templates("Portal", Optional.empty());
  private static final String GOOD = "Subject: Hi\n\nHello {name}\n";

  @TempDir private Path folder = Path.of("");

  private static MailText text(Templates templates, String language, Map<String, String> values) {
    Letter letter =
        new Letter(
            1,
            new UUID(0, 1),
            MailKind.RESET,
            new Recipient("ada@example.com", Optional.empty(), language),
            Map.of(),
            new Origin("", "", ""),
            Instant.EPOCH);
    return templates.text(letter, new Composed(MailKind.RESET, letter.recipient(), values));
  }

  @ParameterizedTest
  @EnumSource
  void every_kind_has_a_complete_text_in_english_and_german(MailKind kind) {
    for (String language : Set.of("en", "de")) {
      MailText text = OWN.preview(kind, language);
      assertThat(text.language()).isEqualTo(language);
      assertThat(text.subject()).contains("Portal").doesNotContain("{");
      assertThat(text.plain())
          .contains(language.equals("en") ? "Hello Ada Lovelace," : "Guten Tag Ada Lovelace,")
          .contains("Portal\n")
          .doesNotContain("{")
          .doesNotContain("null");
      assertThat(text.html()).contains("<title>" + text.subject() + "</title>");
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_texts_with_links_say_how_long_they_work(LinkPurpose purpose) {
    MailKind kind =
        switch (purpose) {
          case VERIFY -> MailKind.VERIFICATION;
          case RESET -> MailKind.RESET;
          case CHANGE -> MailKind.CHANGE;
          case UNDO -> MailKind.CHANGED;
          case INVITATION -> MailKind.INVITATION;
        };
    String link = "https://app.example.com/page#token";
    assertThat(OWN.preview(kind, "en").plain()).contains("\n" + link + "\n", "24 hours");
    assertThat(OWN.preview(kind, "de").plain()).contains("\n" + link + "\n", "24 Stunden");
    assertThat(OWN.preview(kind, "de").html())
        .contains("<a href=\"" + link + "\">" + link + "</a>");
  }

  @Test
  void a_planned_end_of_a_deactivation_is_said_in_utc() {
    assertThat(OWN.preview(MailKind.DEACTIVATED_UNTIL, "en").plain())
        .contains("was deactivated until 2026-02-28 12:00 UTC.");
    assertThat(OWN.preview(MailKind.DEACTIVATED_UNTIL, "de").html())
        .contains("wurde bis <bdi>2026-02-28 12:00 UTC</bdi> deaktiviert.");
  }

  @ParameterizedTest
  @CsvSource({
    "'', en",
    "de, de",
    "de-AT, de",
    "'fr, de;q=0.5', de",
    "'fr;q=1, *;q=0.1', en",
    "tlh, en",
    "'de;q=x', en",
    "';;;', en",
  })
  void the_language_is_the_best_available_one(String wanted, String language) {
    assertThat(text(OWN, wanted, Map.of()).language()).isEqualTo(language);
  }

  @ParameterizedTest
  @CsvSource({
    "1800, 30 minutes, 30 Minuten",
    "60, 1 minute, 1 Minute",
    "3600, 1 hour, 1 Stunde",
    "86400, 24 hours, 24 Stunden",
    "604800, 7 days, 7 Tage",
    "5400, 90 minutes, 90 Minuten",
  })
  void a_lifetime_is_said_in_words(long seconds, String english, String german) {
    assertThat(Lifetime.words(Duration.ofSeconds(seconds), "en")).isEqualTo(english);
    assertThat(Lifetime.words(Duration.ofSeconds(seconds), "de-AT")).isEqualTo(german);
    assertThat(Lifetime.words(Duration.ofSeconds(seconds), "fr")).matches("[0-9]+ (min|h|d)");
  }

  @Test
  void values_stay_text_in_html() {
    String evil = "<script>alert('x')</script> & \"Söhne\" {link}";
    MailText text = text(OWN, "en", Map.of("link", "https://app.example/\"><b>", "lifetime", evil));
    assertThat(text.html())
        .doesNotContain("<script>")
        .doesNotContain("\"><b>")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;Söhne&quot; {link}")
        .contains("https://app.example/&quot;&gt;&lt;b&gt;");
    assertThat(text.plain()).contains(evil);
  }

  @Test
  void names_of_any_script_and_length_stay_as_they_are() {
    for (String name :
        Set.of("שלום עליכם", "محمد", "x".repeat(150), "Ada\ud83d\ude00", "O'Neill")) {
      assertThat(text(OWN, "en", Map.of("name", name)).plain()).startsWith("Hello " + name + ",\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Win at http://evil.example/",
    "www.evil.example",
    "Visit evil.example now",
    "call eve@evil.example",
  })
  void a_name_cannot_advertise(String name) {
    assertThat(text(OWN, "en", Map.of("name", name)).plain()).startsWith("Hello ada@example.com,");
  }

  @ParameterizedTest
  @CsvSource({
    "'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Windows'",
    "'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', 'Chrome, Linux'",
    "'Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Version/18.0 Safari/604.1', 'Safari, iPhone'",
    "curl/8.5.0, curl",
    "'Visit https://evil.example', Visit",
    "'', ''",
  })
  void a_device_is_named_in_few_words(String userAgent, String device) {
    assertThat(Device.of(userAgent)).isEqualTo(device);
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl/8.5.0", "Visit https://evil.example", "evil", ""})
  void a_program_without_a_known_name_is_remembered_by_one_word(String userAgent) {
    assertThat(Device.kind(userAgent)).isEqualTo("other");
  }

  private Templates read() {
    return new Templates("Portal", Optional.of(folder));
  }

  @Test
  void files_of_the_operator_replace_texts_and_add_languages() throws IOException {
    Files.writeString(
        folder.resolve("reset.en.txt"), "\ufeffSubject: Own\r\n\r\nHi {name}\r\n{link}");
    Files.writeString(folder.resolve("reset.fr.txt"), "Subject: À toi\n\n{link}\n\n{lifetime}\n");
    Files.createDirectory(folder.resolve("..data"));
    assertThat(text(read(), "en", Map.of()).plain()).isEqualTo("Hi ada@example.com\n\n");
    MailText french = text(read(), "fr-CA", Map.of("lifetime", "1800"));
    assertThat(french.subject()).isEqualTo("À toi");
    assertThat(french.plain()).endsWith("30 min\n");
    assertThat(text(read(), "de", Map.of()).subject()).isEqualTo("Neues Passwort für Portal");
  }

  @Test
  void each_fault_in_the_folder_is_one_line_that_says_what_to_do() throws IOException {
    Files.writeString(folder.resolve("reset.txt"), GOOD);
    Files.writeString(folder.resolve("welcome.en.txt"), GOOD);
    Files.writeString(folder.resolve("test.en.txt"), "Hello {name}\n");
    Files.writeString(folder.resolve("change.en.txt"), "Subject: Hi\nHello\n");
    Files.writeString(folder.resolve("changed.en.txt"), "Subject: {link}\n\nHello\n");
    Files.writeString(folder.resolve("taken.en.txt"), "Subject: Hi\n\n{password}\n");
    Files.write(
        folder.resolve("approved.de.txt"), "Subject: ü\n\nx".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(folder.resolve("verification.en.txt"), "");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(this::read)
        .satisfies(
            e ->
                assertThat(e.faults())
                    .hasSize(8)
                    .allMatch(line -> line.startsWith("STEWARD_MAIL_TEMPLATES: " + folder))
                    .anyMatch(line -> line.contains("reset.txt: the name of a text is such as"))
                    .anyMatch(line -> line.contains("welcome.en.txt: the name of a text"))
                    .anyMatch(line -> line.contains("test.en.txt: the first line must be"))
                    .anyMatch(line -> line.contains("change.en.txt: the second line must be empty"))
                    .anyMatch(line -> line.contains("changed.en.txt: the subject must not"))
                    .anyMatch(
                        line ->
                            line.contains("taken.en.txt: line 3: {password} is not a placeholder"))
                    .anyMatch(line -> line.contains("approved.de.txt: is not UTF-8"))
                    .anyMatch(line -> line.contains("verification.en.txt: the first line")));
  }

  @ParameterizedTest
  @CsvSource({
    "'{Link}', line 6: {Link} is not a placeholder; use one of {brand}",
    "'{link1}', line 6: {link1} is not a placeholder",
    "'{ link }', line 6: { link } is not a placeholder",
    "'{first-name}', line 6: {first-name} is not a placeholder",
    "'{größe}', line 6: {größe} is not a placeholder",
    "'link', 'the body has no {link}, without which readers cannot act'",
  })
  void a_text_whose_readers_would_miss_the_link_is_refused(String line, String fault)
      throws IOException {
    for (MailKind kind : MailKind.values()) {
      Path file = folder.resolve(kind.word() + ".de.txt");
      Files.writeString(file, "Subject: Hi\n\nHello {name}\n\nPress\n" + line + "\n");
      if (kind.hasLink() || fault.startsWith("line")) {
        assertThatExceptionOfType(SettingsException.class)
            .isThrownBy(this::read)
            .satisfies(
                e ->
                    assertThat(e.faults())
                        .singleElement()
                        .asString()
                        .startsWith("STEWARD_MAIL_TEMPLATES: " + file + ": " + fault));
      } else {
        assertThat(read().preview(kind, "de").plain()).contains("Press");
      }
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @EnumSource
  void exactly_the_kinds_whose_own_text_has_a_link_need_one(MailKind kind) {
    assertThat(OWN.preview(kind, "en").plain().contains("https://app.example.com/page#token"))
        .isEqualTo(kind.hasLink());
  }

  @Test
  void a_folder_that_does_not_exist_is_a_fault() {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> new Templates("Portal", Optional.of(folder.resolve("none"))))
        .satisfies(
            e -> assertThat(e.faults()).singleElement().asString().contains("cannot be read"));
  }
}
