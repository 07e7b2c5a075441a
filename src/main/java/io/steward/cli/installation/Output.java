package io.steward.cli.installation;

import io.steward.api.json.Json;
import io.steward.log.Log;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command prints its result: for people, or with {@code --json} for scripts. */
public final class Output {
  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  /** Whether scripts read the output. */
  public boolean isJson() {
    return json;
  }

  /** Prints one line per member. */
  public void say(Terminal terminal, Map<String, ? extends @Nullable Object> members) {
    if (json) {
      sayJson(terminal, members);
    } else {
      members.forEach((name, value) -> terminal.say(name + "  " + cell(value)));
    }
  }

  /** Prints one line with the values of the members. */
  public void row(Terminal terminal, Map<String, ? extends @Nullable Object> members) {
    if (json) {
      sayJson(terminal, members);
    } else {
      terminal.say(String.join("  ", members.values().stream().map(Output::cell).toList()));
    }
  }

  /** Prints a sentence; for scripts, the members instead. */
  public void sentence(
      Terminal terminal, String sentence, Map<String, ? extends @Nullable Object> members) {
    if (json) {
      sayJson(terminal, members);
    } else {
      terminal.say(sentence);
    }
  }

  private static void sayJson(Terminal terminal, Map<String, ? extends @Nullable Object> members) {
    terminal.say(Log.oneLine(new String(Json.write(members), StandardCharsets.UTF_8)));
  }

  private static String cell(@Nullable Object value) {
    if (value instanceof List<?> values) {
      return values.isEmpty() ? "-" : String.join(" ", values.stream().map(Cell::of).toList());
    }
    return value == null || value.equals("") ? "-" : Cell.of(value);
  }
}
