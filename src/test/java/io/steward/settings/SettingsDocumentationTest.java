package io.steward.settings;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.settings.source.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the table of settings in the guide with the settings in the code. */
final class SettingsDocumentationTest {
  // Matches | `STEWARD_JWT_LEEWAY` | `0` | text |. If there is no default, its column contains the
  // word "required" or "none".
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `(?<name>STEWARD_[A-Z0-9_]+)` \\| (?<default>`[^`|]+`|required|none) \\| [^|\\n]+ \\|$");
  private static final Pattern NAME =
      Pattern.compile("STEWARD_[A-Z0-9_]+|(?m)^steward\\.[0-9A-Za-z_.-]+(?==)");

  private final String guide;

  SettingsDocumentationTest() throws IOException {
    guide = Files.readString(Path.of("deploy/settings.md"));
  }

  @Test
  void every_setting_has_one_row_with_its_default() {
    // Two rows for one name would make toMap throw.
    Map<String, String> rows =
        ROW.matcher(guide).results().collect(toMap(row -> row.group(1), this::defaultIn));
    Map<String, String> settings =
        Arrays.stream(Setting.values())
            .collect(toMap(Setting::environmentName, s -> s.defaultValue().orElse("")));
    assertThat(rows).containsExactlyInAnyOrderEntriesOf(settings);
  }

  @Test
  void the_documentation_mentions_no_unknown_setting() throws IOException {
    Set<String> known =
        Arrays.stream(Setting.values())
            .flatMap(setting -> Stream.of(setting.environmentName(), setting.propertyName()))
            .collect(toSet());
    try (Stream<Path> guides = Files.walk(Path.of("deploy"))) {
      Stream<Path> documents = guides.filter(file -> file.toString().endsWith(".md"));
      assertThat(Stream.concat(Stream.of(Path.of("README.md")), documents).toList())
          .allSatisfy(document -> assertThat(settingsIn(document)).isSubsetOf(known));
    }
  }

  private static Set<String> settingsIn(Path document) throws IOException {
    return NAME.matcher(Files.readString(document))
        .results()
        .map(MatchResult::group)
        .collect(toSet());
  }

  private String defaultIn(MatchResult row) {
    String text = row.group(2);
    return text.startsWith("`") ? text.substring(1, text.length() - 1) : "";
  }
}
