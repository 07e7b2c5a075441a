package io.steward.cli.audit;

import io.steward.audit.AuditEntry;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditFilter;
import io.steward.audit.AuditTrail;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.cli.installation.Times;
import io.steward.cli.output.Listing;
import io.steward.cli.output.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists audit records, oldest first. */
@Command(
    name = "audit",
    description = {
      "List audit records, oldest first.",
      "Without --since and --limit, the list has the latest 100 records."
    })
public final class AuditCommand implements Callable<Integer> {
  private static final int USUAL = 100;
  private static final int MOST = 10_000;
  private static final Pattern LIMIT = Pattern.compile("[0-9]{1,5}");

  private final Terminal terminal;
  private final Accounts.Door door;

  @Option(names = "--user", paramLabel = "EMAIL|ID", description = "Only records of this user.")
  private @Nullable String user;

  @Option(
      names = "--actor",
      paramLabel = "EMAIL|ID",
      description = "Only events that this user caused.")
  private @Nullable String actor;

  @Option(names = "--session", paramLabel = "ID", description = "Only events of this session.")
  private Optional<String> session = Optional.empty();

  @Option(
      names = "--ip",
      paramLabel = "ADDRESS",
      description = "Only events of requests from this address.")
  private Optional<String> ip = Optional.empty();

  @Option(
      names = "--event",
      paramLabel = "NAME",
      description = "Only events of this name, such as login-failed.")
  private @Nullable String event;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "From this time: 2026-01-31, 2026-01-31T12:00:00Z, or 24h for 24 hours ago.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Before this time.")
  private @Nullable String until;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "Only the latest N records, at most 10000; the command says if there are more. The default"
              + " is 100 without --since.")
  // A string, because Picocli would report a malformed int with the whole usage text.
  private @Nullable String limit;

  @Mixin private final Listing listing = new Listing();

  /** Creates an instance that reads behind this door. */
  public AuditCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    Table table = listing.table(terminal, listing.isCsv() ? AuditEntry.COLUMNS : AuditLine.COLUMNS);
    Optional<Integer> most = most();
    AuditFilter everyone =
        new AuditFilter(
            Optional.ofNullable(event).map(AuditCommand::event),
            Optional.empty(),
            Optional.empty(),
            session,
            ip,
            Optional.ofNullable(since).map(text -> Times.of("--since", text)),
            Optional.ofNullable(until).map(text -> Times.of("--until", text)));
    return door.open(
        accounts -> {
          AuditFilter filter =
              everyone
                  .by(Optional.ofNullable(actor).map(accounts::idOrNumber))
                  .of(Optional.ofNullable(user).map(accounts::idOrNumber));
          list(accounts.trail(), filter, most, table);
          return 0;
        });
  }

  /** The limit; empty if the list is to be complete. */
  private Optional<Integer> most() {
    if (limit == null) {
      return since == null ? Optional.of(USUAL) : Optional.empty();
    }
    int most = LIMIT.matcher(limit).matches() ? Integer.parseInt(limit) : 0;
    if (most < 1 || most > MOST) {
      throw Refusal.usage("--limit: must be a number from 1 to " + MOST + ".");
    }
    return Optional.of(most);
  }

  private void list(AuditTrail trail, AuditFilter filter, Optional<Integer> most, Table table) {
    if (most.isPresent()) {
      list(trail, filter, most.get().intValue(), table);
    } else {
      trail.forEach(filter, false, entry -> add(table, entry));
      table.end();
    }
  }

  private void list(AuditTrail trail, AuditFilter filter, int most, Table table) {
    // One more than asked for shows whether there are more.
    List<AuditEntry> rows = trail.latest(filter, most + 1);
    int left = Math.max(0, rows.size() - most);
    rows.stream().skip(left).forEach(entry -> add(table, entry));
    table.end();
    if (left > 0) {
      terminal.complain(
          "More records match; only the latest "
              + most
              + " are listed. To list all, give their first day with --since and omit --limit.");
    }
  }

  private void add(Table table, AuditEntry entry) {
    table.row(entry.members(), listing.isCsv() ? entry.cells() : AuditLine.cells(entry));
  }

  private static AuditEvent event(String text) {
    return AuditEvent.of(text)
        .orElseThrow(
            () ->
                Refusal.usage(
                    "--event: must be one of "
                        + Arrays.stream(AuditEvent.values())
                            .map(AuditEvent::text)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
