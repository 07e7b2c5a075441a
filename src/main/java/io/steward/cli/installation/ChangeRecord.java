package io.steward.cli.installation;

import io.steward.audit.AuditEvent;
import io.steward.database.DatabaseRefusal;
import io.steward.problem.ProblemException;
import io.steward.settings.source.SettingSources;
import java.util.List;

/** Records a command's changes to a file in the audit. */
public final class ChangeRecord {
  private final Terminal terminal;
  private final Accounts.Door door;

  public ChangeRecord(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  /** Records if a database is set; such files are often created earlier. */
  public void add(AuditEvent event, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    if (!Installation.hasDatabase(SettingSources.ofProcess())) {
      terminal.complain("Not in the audit: no database is set (STEWARD_DATABASE_URL).");
      return;
    }
    try {
      door.open(
          accounts -> {
            names.forEach(name -> accounts.record(event, name));
            return 0;
          });
    } catch (Refusal | ProblemException | DatabaseRefusal e) {
      terminal.complain("Not in the audit: " + e.getMessage());
    }
  }
}
