package io.steward.cli.installation;

import io.steward.audit.AuditEvent;
import io.steward.database.connection.DatabaseRefusal;
import io.steward.problem.ProblemException;
import io.steward.settings.source.SettingSources;
import java.util.List;
import java.util.function.Supplier;

/** Writes audit records about a command's changes to the file of keys or clients. */
public final class ChangeRecord {
  private final Terminal terminal;
  private final Supplier<SettingSources> sources;
  private final Accounts.Door door;

  public ChangeRecord(Terminal terminal, Supplier<SettingSources> sources, Accounts.Door door) {
    this.terminal = terminal;
    this.sources = sources;
    this.door = door;
  }

  /**
   * Records the changes if a database is configured. Files of keys or clients are often created
   * before the database is configured.
   */
  public void add(AuditEvent event, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    if (!Installation.hasDatabase(sources.get())) {
      terminal.complain(
          "Not recorded in the audit log: no database is set (STEWARD_DATABASE_URL).");
      return;
    }
    try {
      door.open(
          accounts -> {
            names.forEach(name -> accounts.record(event, name));
            return 0;
          });
    } catch (Refusal | ProblemException | DatabaseRefusal e) {
      terminal.complain("Not recorded in the audit log: " + e.getMessage());
    }
  }
}
