package io.steward.cli.output;

import io.steward.api.json.Json;
import io.steward.cli.installation.Terminal;
import io.steward.log.Log;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command prints its result: for people, or with {@code --json} for scripts. */
public final class Output {
  @Option(names = "--json", description = "Print one JSON object.")
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
      members.forEach((name, value) -> terminal.say(name + "  " + Cell.shown(value)));
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

  static void sayJson(Terminal terminal, Map<String, ? extends @Nullable Object> members) {
    terminal.say(Log.oneLine(new String(Json.write(members), StandardCharsets.UTF_8)));
  }
}
