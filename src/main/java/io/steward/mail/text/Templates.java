package io.steward.mail.text;

import io.steward.api.Language;
import io.steward.mail.Composed;
import io.steward.mail.Letter;
import io.steward.mail.MailKind;
import io.steward.settings.source.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The texts of all kinds of messages, Steward's own and those of the operator. */
public final class Templates {
  private static final List<String> OWN_LANGUAGES = List.of("en", "de");

  private final String brand;
  private final Map<MailKind, Map<String, Template>> templates = new EnumMap<>(MailKind.class);

  /**
   * Reads all texts.
   *
   * @param brand the name of the organisation
   * @param folder contains texts of the operator, which replace Steward's or add languages
   * @throws SettingsException with a line for each fault in the folder
   */
  public Templates(String brand, Optional<Path> folder) {
    this.brand = brand;
    for (MailKind kind : MailKind.values()) {
      Map<String, Template> own = new TreeMap<>();
      OWN_LANGUAGES.forEach(language -> own.put(language, own(kind, language)));
      templates.put(kind, own);
    }
    List<String> faults = new ArrayList<>();
    folder.ifPresent(path -> faults.addAll(new TemplateFolder(path).readInto(templates)));
    if (!faults.isEmpty()) {
      throw new SettingsException(faults);
    }
  }

  private static Template own(MailKind kind, String language) {
    String name = kind.word() + "." + language + ".txt";
    try (InputStream text = Templates.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(text, name).readAllBytes();
      return Template.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** The message in the language that suits the reader best. */
  public MailText text(Letter letter, Composed composed) {
    Map<String, Template> texts = Objects.requireNonNull(templates.get(composed.kind()));
    String language =
        Language.choose(composed.recipient().language(), texts.keySet())
            .orElse(OWN_LANGUAGES.get(0));
    return Objects.requireNonNull(texts.get(language))
        .with(Values.of(brand, letter, composed, language), language);
  }

  /** A text with invented values. */
  public MailText preview(MailKind kind, String language) {
    Letter letter = Sample.letter(kind, language);
    return text(letter, Sample.composed(letter));
  }
}
