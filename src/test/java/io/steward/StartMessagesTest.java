package io.steward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the start messages in the guide for operations with those in the code. */
final class StartMessagesTest {
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| (`[^|]+) \\|");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern VALUE = Pattern.compile("\\s*…\\s*");
  private static final Pattern CONCATENATION = Pattern.compile("\"\\s*\\+\\s*\"");

  @Test
  void every_message_in_the_guide_is_in_the_code() throws IOException {
    String code = code();
    List<String> parts = documentedParts();
    assertThat(parts).hasSizeGreaterThan(50);
    assertThat(parts.stream().filter(part -> !code.contains(part))).isEmpty();
  }

  /** The parts of the messages before, between and after the values. */
  private static List<String> documentedParts() throws IOException {
    String guide = Files.readString(Path.of("deploy/operations.md"));
    String section = guide.substring(guide.indexOf("\n## Start messages"));
    return FIRST_CELL
        .matcher(section)
        .results()
        .flatMap(cell -> QUOTED.matcher(cell.group(1)).results())
        .map((MatchResult message) -> message.group(1))
        .flatMap(message -> Arrays.stream(VALUE.split(message)))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static String code() throws IOException {
    StringBuilder code = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        code.append(Files.readString(file));
      }
    }
    return CONCATENATION.matcher(code).replaceAll("");
  }
}
