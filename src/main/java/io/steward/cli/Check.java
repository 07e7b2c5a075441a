package io.steward.cli;

import io.steward.database.Database;
import io.steward.token.key.Keys;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Looks at settings and database without serving. */
@Command(
    name = "check",
    description = "Check the settings and the database without serving; exit code 1 on a fault.")
final class Check implements Callable<Integer> {
  private final Terminal terminal;

  Check(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (Installation.isTrialAsleep()) {
      terminal.say("Settings: good");
      terminal.say("Database: embedded, not running; serve starts it");
      return 0;
    }
    try (Installation installation = Installation.toWork(terminal)) {
      // Reads them, and says what is wrong with them.
      new Keys(installation.settings().jwt(), Clock.systemUTC()).close();
      terminal.say("Settings: good");
      try (Database database = installation.database()) {
        terminal.say("Database: " + installation.databaseName() + " answers");
        int pending = database.pendingMigrations();
        terminal.say(
            pending == 0
                ? "Migrations: all applied"
                : "Migrations: " + pending + " to apply; migrate does it, and serve");
      }
      return 0;
    }
  }
}
