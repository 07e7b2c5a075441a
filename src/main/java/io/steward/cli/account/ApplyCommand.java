package io.steward.cli.account;

import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates and changes the users of many lines. */
@Command(
    name = "apply",
    description = {
      "Create or change users: one JSON object on each line, as for POST /admin/api/users/.",
      "Prints a JSON object for each line, and exits with 1 if a line was refused."
    })
public final class ApplyCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Accounts.Door door;

  @Parameters(paramLabel = "FILE", description = "JSON lines; - for the standard input.")
  private String file = "";

  @Option(names = "--dry-run", description = "Print the results, but keep nothing.")
  private boolean isDry;

  @Option(names = "--json", description = "Print only the results. They are JSON in any case.")
  private boolean isJson;

  public ApplyCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    Path path = Path.of(file);
    if (!file.equals("-") && (Files.isDirectory(path) || !Files.isReadable(path))) {
      throw Refusal.failure("Cannot read " + path + ".");
    }
    return door.open(
        accounts -> file.equals("-") ? apply(accounts, System.in, 0) : apply(accounts, path));
  }

  private int apply(Accounts accounts, Path path) {
    try (InputStream lines = Files.newInputStream(path)) {
      return apply(accounts, lines, Files.size(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int apply(Accounts accounts, InputStream lines, long size) {
    ResultLines results = new ResultLines(terminal, size);
    try {
      accounts.bulk().answer(Accounts.operator(), results.counting(lines), isDry).write(results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return results.end(isJson);
  }
}
