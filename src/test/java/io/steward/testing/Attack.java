package io.steward.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a table in {@code src/test/resources/attacks}: the acceptable verdicts, and the input
 * that is sent.
 */
public record Attack(List<String> verdicts, String sent) {
  private static final Pattern REPEATED = Pattern.compile("\\{([^{}]+)\\*(\\d+)\\}");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(x(..)|.)");

  /** The lines of a file, without blank lines and comments. */
  public static List<String> lines(String name) {
    try (InputStream in = Attack.class.getResourceAsStream("/attacks/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("# "))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Attacks in which a whole request, or only its request line and headers, follows the verdicts.
   */
  public static List<Attack> requests() {
    return lines("requests.txt").stream().map(Attack::request).toList();
  }

  private static Attack request(String line) {
    String[] parts = line.split(" \\| ", -1);
    if (parts[1].startsWith("RAW ")) {
      return new Attack(verdicts(parts[0]), line.substring(line.indexOf("RAW ") + 4));
    }
    StringBuilder request = new StringBuilder(parts[1]).append(" HTTP/1.1\\r\\nHost: x\\r\\n");
    for (String header : List.of(parts).subList(2, parts.length)) {
      request.append(header.equals("token") ? "Authorization: Bearer @" : header).append("\\r\\n");
    }
    return new Attack(verdicts(parts[0]), request + "Connection: close\\r\\n\\r\\n");
  }

  /** Attacks in which a request body follows the verdict. */
  public static List<Attack> bodies(String name) {
    return lines(name).stream()
        .map(line -> new Attack(verdicts(line.substring(0, 1)), line.substring(4)))
        .toList();
  }

  private static List<String> verdicts(String words) {
    return List.of(words.split(" ", -1));
  }

  /** The characters to send, as Latin-1 bytes, with the token in place of each {@code @}. */
  public String bytes(String token) {
    String repeated =
        REPEATED
            .matcher(sent)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        found.group(1).repeat(Integer.parseInt(found.group(2)))));
    String plain =
        ESCAPE
            .matcher(repeated)
            .replaceAll(found -> Matcher.quoteReplacement(escaped(found.group(1))));
    return plain.replace("@", token);
  }

  private static String escaped(String escape) {
    return switch (escape.charAt(0)) {
      case 'r' -> "\r";
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'x' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
      default -> escape;
    };
  }

  @Override
  public String toString() {
    return sent.length() < 150 ? sent : sent.substring(0, 150);
  }
}
