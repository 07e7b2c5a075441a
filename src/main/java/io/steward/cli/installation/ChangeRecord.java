package io.steward.cli.installation;

import io.steward.audit.AuditEvent;
import io.steward.database.connection.DatabaseRefusal;
import io.steward.problem.ProblemException;
import io.steward.settings.source.SettingSources;
import io.steward.settings.source.SettingsException;
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
   * Records the changes if there is a database. Files of keys or clients are often created before
   * the database is configured.
   */
  public void add(AuditEvent event, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    try {
      if (!Installation.isPrepared(sources.get())) {
        warn("no database is set (STEWARD_DATABASE_URL).");
        return;
      }
      door.open(
          accounts -> {
            names.forEach(name -> accounts.record(event, name));
            return 0;
          });
    } catch (SettingsException e) {
      // The file is already changed, so the command must not fail.
      e.faults().forEach(this::warn);
    } catch (Refusal | ProblemException | DatabaseRefusal e) {
      warn(String.valueOf(e.getMessage()));
    }
  }

  private void warn(String reason) {
    terminal.complain("Not recorded in the audit log: " + reason);
  }
}
