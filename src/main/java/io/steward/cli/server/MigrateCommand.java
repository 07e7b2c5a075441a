package io.steward.cli.server;

import io.steward.cli.installation.Installation;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.database.Database;
import io.steward.doctor.Finding;
import io.steward.doctor.StoredRows;
import io.steward.log.Log;
import io.steward.settings.source.SettingSources;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** Applies pending migrations. Other nodes may keep running. */
@Command(
    name = "migrate",
    description = "Apply pending database migrations; 'serve' also does this when it starts.")
public final class MigrateCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Supplier<SettingSources> sources;

  public MigrateCommand(Terminal terminal, Supplier<SettingSources> sources) {
    this.terminal = terminal;
    this.sources = sources;
  }

  @Override
  public Integer call() {
    try (Installation installation = Installation.toMigrate(terminal, sources.get());
        Database database = installation.database()) {
      List<Finding> findings = new ArrayList<>();
      int applied = migrate(database, findings);
      findings.forEach(finding -> finding.tell(terminal::say, terminal::complain));
      terminal.say(
          "The database "
              + installation.databaseName()
              + " is up to date; migrations applied: "
              + applied
              + ".");
      return 0;
    }
  }

  private static int migrate(Database database, List<Finding> findings) {
    try {
      int applied = database.server().migrate();
      database.server().examine(connection -> findings.addAll(StoredRows.mend(connection)));
      return applied;
    } catch (RuntimeException e) {
      throw Refusal.failure("Migration failed: " + Log.reason(e), e);
    }
  }
}
