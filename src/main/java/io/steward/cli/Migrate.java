package io.steward.cli;

import io.steward.database.Database;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Brings the tables up to date; safe beside other nodes. */
@Command(
    name = "migrate",
    description = "Bring the database up to date. serve does it by itself too.")
final class Migrate implements Callable<Integer> {
  private final Terminal terminal;

  Migrate(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Installation installation = Installation.toWork(terminal);
        Database database = installation.database()) {
      migrate(database);
      terminal.say("The database " + installation.databaseName() + " is up to date.");
      return 0;
    }
  }

  private static void migrate(Database database) {
    try {
      database.migrate();
    } catch (RuntimeException e) {
      throw new Refusal("The database could not be migrated: " + Installation.reason(e), e);
    }
  }
}
