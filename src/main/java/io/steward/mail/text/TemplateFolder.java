package io.steward.mail.text;

import io.steward.mail.MailKind;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operator's own texts: files such as {@code reset.de.txt}. */
final class TemplateFolder {
  private static final Pattern NAME =
      Pattern.compile("([a-z_]+)\\.([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\\.txt");
  private static final int MAX_BYTES = 100_000;

  private final Path folder;

  TemplateFolder(Path folder) {
    this.folder = folder;
  }

  /** Adds the texts; returns a line for each fault. */
  List<String> readInto(Map<MailKind, Map<String, Template>> templates) {
    List<String> faults = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .forEach(file -> read(file, templates).ifPresent(fault -> faults.add(line(file, fault))));
    } catch (IOException e) {
      faults.add(line(folder, "cannot be read; it must be a folder that Steward may read"));
    }
    return faults;
  }

  private static String line(Path file, String fault) {
    return "STEWARD_MAIL_TEMPLATES: " + file + ": " + fault;
  }

  private static Optional<String> read(Path file, Map<MailKind, Map<String, Template>> templates) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    Optional<MailKind> kind = name.matches() ? MailKind.of(name.group(1)) : Optional.empty();
    if (kind.isEmpty()) {
      return Optional.of(
          "the name of a text is such as reset.de.txt, and begins with one of "
              + Arrays.stream(MailKind.values())
                  .map(MailKind::word)
                  .collect(Collectors.joining(", ")));
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        return Optional.of("is larger than 100 kB: shorten the text");
      }
      // Some editors begin a file with a byte order mark.
      String text = Files.readString(file, StandardCharsets.UTF_8).replaceFirst("^\ufeff", "");
      Optional<String> fault = TextFault.of(kind.get(), text);
      if (fault.isEmpty()) {
        Objects.requireNonNull(templates.get(kind.get())).put(name.group(2), Template.parse(text));
      }
      return fault;
    } catch (CharacterCodingException e) {
      return Optional.of("is not UTF-8: save the file in this encoding");
    } catch (IOException e) {
      return Optional.of("cannot be read: let Steward read the file");
    }
  }
}
