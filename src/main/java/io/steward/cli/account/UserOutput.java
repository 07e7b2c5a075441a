package io.steward.cli.account;

import io.steward.api.json.Json;
import io.steward.cli.installation.Cell;
import io.steward.cli.installation.Terminal;
import io.steward.log.Log;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints users and sessions with the member names of the HTTP endpoints. */
final class UserOutput {
  private UserOutput() {}

  /** Prints one line per member, or one JSON object. */
  static void say(
      Terminal terminal, boolean json, Map<String, ? extends @Nullable Object> members) {
    if (json) {
      terminal.say(Log.oneLine(new String(Json.write(members), StandardCharsets.UTF_8)));
      return;
    }
    members.forEach((name, value) -> terminal.say(name + "  " + cell(value)));
  }

  /** Prints one line with the members' values, or one JSON object. */
  static void row(
      Terminal terminal, boolean json, Map<String, ? extends @Nullable Object> members) {
    if (json) {
      say(terminal, true, members);
      return;
    }
    terminal.say(String.join("  ", members.values().stream().map(UserOutput::cell).toList()));
  }

  private static String cell(@Nullable Object value) {
    if (value instanceof List<?> values) {
      return values.isEmpty() ? "-" : String.join(" ", values.stream().map(Cell::of).toList());
    }
    return value == null || value.equals("") ? "-" : Cell.of(value);
  }
}
