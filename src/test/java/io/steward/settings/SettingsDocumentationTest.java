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
import org.junit.jupiter.api.Test;

/** Compares the table of settings in the README with the settings there are. */
final class SettingsDocumentationTest {
  // | `STEWARD_JWT_LEEWAY` | `0` | text |, or the word required or none for want of a default.
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `(?<name>STEWARD_[A-Z0-9_]+)` \\| (?<default>`[^`|]+`|required|none) \\| [^|\\n]+ \\|$");
  private static final Pattern NAME = Pattern.compile("STEWARD_[A-Z0-9_]+");

  private final String readme;

  SettingsDocumentationTest() throws IOException {
    readme = Files.readString(Path.of("README.md"));
  }

  @Test
  void every_setting_has_one_row_with_its_default() {
    // Two rows for one name would make toMap throw.
    Map<String, String> rows =
        ROW.matcher(readme).results().collect(toMap(row -> row.group(1), this::defaultIn));
    Map<String, String> settings =
        Arrays.stream(Setting.values())
            .collect(toMap(Setting::environmentName, s -> s.defaultValue().orElse("")));
    assertThat(rows).containsExactlyInAnyOrderEntriesOf(settings);
  }

  @Test
  void the_documentation_mentions_no_unknown_setting() {
    Set<String> known =
        Arrays.stream(Setting.values()).map(Setting::environmentName).collect(toSet());
    assertThat(NAME.matcher(readme).results().map(MatchResult::group)).isSubsetOf(known);
  }

  private String defaultIn(MatchResult row) {
    String text = row.group(2);
    return text.startsWith("`") ? text.substring(1, text.length() - 1) : "";
  }
}
