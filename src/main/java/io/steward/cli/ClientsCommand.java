package io.steward.cli;

import io.steward.audit.AuditEvent;
import io.steward.cli.installation.ChangeRecord;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.file.FileFault;
import io.steward.oauth.client.ClientFile;
import io.steward.oauth.client.ClientSecret;
import io.steward.settings.source.Setting;
import io.steward.settings.source.SettingSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds, lists and removes the clients in the file {@code STEWARD_CLIENTS_FILE}. */
@Command(
    name = "clients",
    description = "Add, list and remove the OAuth clients in STEWARD_CLIENTS_FILE.")
final class ClientsCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final SettingSources sources;
  private final ChangeRecord changes;

  @Spec private CommandSpec spec = CommandSpec.create();

  ClientsCommand(Terminal terminal, SettingSources sources, ChangeRecord changes) {
    this.terminal = terminal;
    this.sources = sources;
    this.changes = changes;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Choose a command: add, list, remove.");
  }

  @Command(description = "Add a client and print its secret, which is not stored.")
  int add(@Parameters(paramLabel = "ID") String id) {
    if (!ClientFile.isId(id)) {
      throw new Refusal("The id must consist of 1 to 64 letters, digits, '.', '_' or '-'.");
    }
    if (Files.exists(path()) && ids().contains(id)) {
      throw new Refusal(path() + " already has the client " + id + ": remove it first.");
    }
    ClientSecret secret = ClientSecret.random();
    try {
      new ClientFile(path()).add(id, secret);
    } catch (FileFault e) {
      throw refusal(e);
    }
    // Standard output gets only the secret, so that scripts can redirect it into a file.
    terminal.say(secret.reveal());
    changes.add(AuditEvent.CLIENT_ADDED, List.of(id));
    return 0;
  }

  @Command(description = "List the ids of the clients.")
  int list() {
    ids().forEach(terminal::say);
    return 0;
  }

  @Command(description = "Remove a client; running nodes reject its secret within a second.")
  int remove(@Parameters(paramLabel = "ID") String id) {
    if (!ids().contains(id)) {
      throw new Refusal(path() + " has no client " + id + ".");
    }
    try {
      new ClientFile(path()).remove(id);
    } catch (FileFault e) {
      throw refusal(e);
    }
    terminal.say("Removed the client " + id + ".");
    changes.add(AuditEvent.CLIENT_REMOVED, List.of(id));
    return 0;
  }

  private Set<String> ids() {
    try {
      return new ClientFile(path()).read().keySet();
    } catch (FileFault e) {
      throw refusal(e);
    }
  }

  private Refusal refusal(FileFault fault) {
    return new Refusal(path() + " " + fault.getMessage() + ".", fault);
  }

  /** Reads only this setting, so that clients can be added before anything else is configured. */
  private Path path() {
    return sources
        .value(Setting.CLIENTS_FILE)
        .map(Path::of)
        .orElseThrow(
            () ->
                new Refusal(
                    "STEWARD_CLIENTS_FILE is not set: give the path of the file for clients."));
  }
}
