package io.steward.mail.text;

import io.steward.mail.MailKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds what is wrong with a text of the operator. */
final class TextFault {
  /** Also what somebody took for a placeholder, because readers would see it as it is. */
  private static final Pattern LIKE_A_PLACEHOLDER =
      Pattern.compile("\\{\\s*([\\p{L}\\p{N}_-]+)\\s*}");

  private TextFault() {}

  /** What is wrong, and what to do; empty for a good text. */
  static Optional<String> of(MailKind kind, String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    if (lines.isEmpty() || !lines.get(0).matches(Template.SUBJECT + "\\s*\\S.*")) {
      return Optional.of("the first line must be \"Subject: \" and the subject");
    }
    if (lines.get(0).contains(Template.LINK)) {
      return Optional.of("the subject must not contain {link}: others may see the subject");
    }
    if (lines.size() < 3 || !lines.get(1).isEmpty()) {
      return Optional.of("the second line must be empty, and the body must follow it");
    }
    return IntStream.range(0, lines.size())
        .boxed()
        .flatMap(i -> unknown(lines.get(i)).map(word -> unknown(i + 1, word)).stream())
        .findFirst()
        .or(() -> missingLink(kind, text));
  }

  private static Optional<String> unknown(String line) {
    return LIKE_A_PLACEHOLDER
        .matcher(line)
        .results()
        .filter(found -> !isKnown(found.group(), found.group(1)))
        .map(found -> found.group())
        .findFirst();
  }

  private static boolean isKnown(String found, String word) {
    return found.equals("{" + word + "}") && Placeholder.of(word).isPresent();
  }

  private static String unknown(int line, String found) {
    return "line %s: %s is not a placeholder; use one of %s"
        .formatted(line, found, Placeholder.list());
  }

  private static Optional<String> missingLink(MailKind kind, String text) {
    return kind.hasLink() && !text.contains(Template.LINK)
        ? Optional.of("the body has no {link}, without which readers cannot act: add such a line")
        : Optional.empty();
  }
}
