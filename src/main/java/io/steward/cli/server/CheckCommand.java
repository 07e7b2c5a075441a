package io.steward.cli.server;

import io.steward.cli.installation.Installation;
import io.steward.cli.installation.Terminal;
import io.steward.database.Database;
import io.steward.database.schema.Migrations;
import io.steward.doctor.Doctor;
import io.steward.doctor.Finding;
import io.steward.doctor.StoredRows;
import io.steward.gateway.RulesFile;
import io.steward.html.Brand;
import io.steward.mail.text.Templates;
import io.steward.oauth.client.Clients;
import io.steward.password.Passwords;
import io.steward.settings.Settings;
import io.steward.settings.source.SettingSources;
import io.steward.standalone.tomcat.EmbeddedTomcat;
import io.steward.token.key.Keys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** Checks settings, libraries and database without serving. */
@Command(
    name = "check",
    description = "Check settings, libraries and database without serving; exit code 1 on a fault.")
public final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Supplier<SettingSources> sources;

  public CheckCommand(Terminal terminal, Supplier<SettingSources> sources) {
    this.terminal = terminal;
    this.sources = sources;
  }

  @Override
  public Integer call() {
    Optional<Settings> asleep = Installation.ofTrialAsleep(terminal, sources.get());
    if (asleep.isPresent()) {
      files(asleep.get(), Clock.systemUTC()).close();
      terminal.say("Settings: good");
      terminal.say("Database: embedded, not running; 'serve' starts the database");
      return 0;
    }
    try (Installation installation = Installation.toExamine(terminal, sources.get())) {
      List<Finding> findings = new ArrayList<>();
      try {
        examine(installation, findings);
      } finally {
        findings.forEach(finding -> finding.tell(terminal::say, terminal::complain));
      }
      return findings.stream().anyMatch(Finding::isFault) ? 1 : 0;
    }
  }

  /**
   * Adds what it finds, step by step: if a later step fails, the earlier findings are still told.
   */
  private void examine(Installation installation, List<Finding> findings) {
    Clock clock = Clock.systemUTC();
    try (Keys keys = files(installation.settings(), clock)) {
      terminal.say("Settings: good");
      Doctor doctor = new Doctor(installation.settings(), keys.ring(), clock);
      findings.addAll(doctor.examine(EmbeddedTomcat.serverInfo()));
      try (Database database = installation.database()) {
        terminal.say("Database: " + installation.databaseName() + " answers");
        Migrations.State schema = database.server().schemaState();
        terminal.say(migrations(schema.pending()));
        schema.faults().forEach(fault -> findings.add(Finding.fault(fault)));
        database.server().examine(connection -> examine(doctor, connection, findings));
      }
    }
  }

  /** Reads the files that the settings name, and throws if one has a fault. */
  private static Keys files(Settings settings, Clock clock) {
    new Clients(settings.clientsFile()).close();
    settings.authz().rules().ifPresent(path -> new RulesFile(path).close());
    new Templates(settings.mail().brand(), settings.mail().templates());
    Brand.of(settings.mail().brand(), settings.web().brand());
    return new Keys(settings.jwt(), clock);
  }

  private static void examine(Doctor doctor, Connection connection, List<Finding> findings)
      throws SQLException {
    findings.addAll(doctor.examine(connection, new Passwords().atOnce()));
    if (findings.stream().noneMatch(Finding::isFault)) {
      findings.addAll(StoredRows.addresses(connection));
    }
  }

  private static String migrations(int pending) {
    return pending == 0
        ? "Migrations: all applied"
        : "Migrations: " + pending + " to apply: run migrate, or start serve";
  }
}
