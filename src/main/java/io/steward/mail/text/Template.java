package io.steward.mail.text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text with placeholders.
 *
 * @param lines the body
 */
record Template(String subject, List<String> lines) {
  static final String SUBJECT = "Subject:";
  static final String LINK = "{link}";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="%s">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <meta name="color-scheme" content="light dark">
      <title>%s</title>
      </head>
      <body style="margin: 0; padding: 16px">
      <div style="max-width: 560px; margin: 0 auto; font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere">
      %s
      </div>
      </body>
      </html>
      """;

  /** Parses a text; {@link TextFault} finds nothing in it. */
  static Template parse(String text) {
    List<String> all = text.lines().map(String::stripTrailing).toList();
    List<String> body = new ArrayList<>(all.subList(Math.min(2, all.size()), all.size()));
    while (!body.isEmpty() && body.get(body.size() - 1).isEmpty()) {
      body.remove(body.size() - 1);
    }
    return new Template(all.get(0).substring(SUBJECT.length()).strip(), List.copyOf(body));
  }

  /** The text with these values; a missing value is empty. */
  MailText with(Map<Placeholder, String> values, String language) {
    Map<Placeholder, String> clean = new EnumMap<>(Placeholder.class);
    values.forEach((placeholder, value) -> clean.put(placeholder, Clean.line(value)));
    String line = Clean.line(fill(subject, clean, UnaryOperator.identity()));
    String plain =
        lines.stream()
            .map(text -> fill(text, clean, UnaryOperator.identity()) + "\n")
            .collect(Collectors.joining());
    return new MailText(
        language, line, plain, PAGE.formatted(Clean.html(language), Clean.html(line), html(clean)));
  }

  private static String fill(
      String text, Map<Placeholder, String> values, UnaryOperator<String> form) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    form.apply(Placeholder.of(found.group(1)).map(values::get).orElse(""))));
  }

  private String html(Map<Placeholder, String> values) {
    List<String> paragraphs = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (String line : lines) {
      if (!line.isEmpty()) {
        open.add(htmlLine(line, values));
      }
      if (line.isEmpty() && !open.isEmpty()) {
        paragraphs.add(String.join("<br>\n", open));
        open.clear();
      }
    }
    paragraphs.add(String.join("<br>\n", open));
    return paragraphs.stream()
        .filter(text -> !text.isEmpty())
        .map(text -> "<p dir=\"auto\">" + text + "</p>")
        .collect(Collectors.joining("\n"));
  }

  /** Names may be written from right to left, so each value has a direction of its own. */
  private static String htmlLine(String line, Map<Placeholder, String> values) {
    if (line.strip().equals(LINK)) {
      String link = Clean.html(values.getOrDefault(Placeholder.LINK, ""));
      return "<a href=\"%s\">%s</a>".formatted(link, link);
    }
    return fill(Clean.html(line), values, value -> "<bdi>" + Clean.html(value) + "</bdi>");
  }
}
