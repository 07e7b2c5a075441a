package io.steward.cli.file;

import io.steward.audit.AuditEvent;
import io.steward.cli.installation.Refusal;
import io.steward.cli.output.Listing;
import io.steward.cli.output.Table;
import io.steward.file.FileFault;
import io.steward.oauth.client.ClientFile;
import io.steward.oauth.client.ClientSecret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Adds, lists and removes the clients in the file {@code STEWARD_CLIENTS_FILE}. */
@Command(
    name = "clients",
    description = "Add, list and remove the OAuth clients in STEWARD_CLIENTS_FILE.")
public final class ClientsCommand {
  private final OperatorFile file;

  /** Creates an instance that edits this file. */
  public ClientsCommand(OperatorFile file) {
    this.file = file;
  }

  @Command(description = "Add a client and print its secret, which is not stored.")
  int add(@Parameters(paramLabel = "ID") String id) {
    if (!ClientFile.isId(id)) {
      throw Refusal.usage("The id must consist of 1 to 64 letters, digits, '.', '_' or '-'.");
    }
    if (Files.exists(path()) && ids().contains(id)) {
      throw Refusal.failure(path() + " already has the client " + id + ": remove it first.");
    }
    ClientSecret secret = ClientSecret.random();
    try {
      new ClientFile(path()).add(id, secret);
    } catch (FileFault e) {
      throw file.refusal(e);
    }
    // Standard output gets only the secret, so that scripts can redirect it into a file.
    file.say(secret.reveal());
    file.record(AuditEvent.CLIENT_ADDED, List.of(id));
    return 0;
  }

  @Command(description = "List the ids of the clients.")
  int list(@Mixin Listing listing) {
    Table table = listing.table(file.terminal(), List.of("id"));
    ids().forEach(id -> table.row(Map.of("id", id), List.of(id)));
    table.end();
    return 0;
  }

  @Command(description = "Remove a client; running nodes reject its secret within a second.")
  int remove(@Parameters(paramLabel = "ID") String id) {
    if (!ids().contains(id)) {
      throw Refusal.missing(path() + " has no client " + id + ".");
    }
    try {
      new ClientFile(path()).remove(id);
    } catch (FileFault e) {
      throw file.refusal(e);
    }
    file.say("Removed the client " + id + ".");
    file.record(AuditEvent.CLIENT_REMOVED, List.of(id));
    return 0;
  }

  private Set<String> ids() {
    try {
      return new ClientFile(path()).read().keySet();
    } catch (FileFault e) {
      throw file.refusal(e);
    }
  }

  private Path path() {
    return file.path();
  }
}
