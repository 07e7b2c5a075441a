package io.steward.cli;

import io.steward.audit.AuditEvent;
import io.steward.audit.AuditFilter;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditRecord;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.AuditLine;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists audit records, oldest first. */
@Command(name = "audit", description = "List audit records, oldest first.")
final class AuditCommand implements Callable<Integer> {
  private static final int MOST = 1_000_000;
  private static final int LAST_YEAR = 9_999;
  private static final Pattern LIMIT = Pattern.compile("[0-9]{1,7}");
  private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");
  private static final String TIMES =
      ": must be a time such as 2026-01-31, 2026-01-31T12:00:00Z or 24h.";
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private final Terminal terminal;
  private final Accounts.Door door;

  @Option(names = "--user", paramLabel = "EMAIL|ID", description = "Only records of this user.")
  private @Nullable String user;

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
      defaultValue = "100",
      description = "Only the latest N records (default: 100); the command says if there are more.")
  // A string, because Picocli would report a malformed int with the whole usage text.
  private String limit = "";

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  AuditCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    int most = LIMIT.matcher(limit).matches() ? Integer.parseInt(limit) : 0;
    if (most < 1 || most > MOST) {
      throw new Refusal("--limit: must be a number from 1 to " + MOST + ".");
    }
    Optional<AuditEvent> named = Optional.ofNullable(event).map(AuditCommand::event);
    Optional<Instant> from = Optional.ofNullable(since).map(text -> time("--since", text));
    Optional<Instant> to = Optional.ofNullable(until).map(text -> time("--until", text));
    return door.open(
        accounts -> {
          Optional<Long> id = Optional.ofNullable(user).map(text -> id(accounts, text));
          // One more than asked for shows whether there are more.
          list(accounts.audit(new AuditFilter(id, named, from, to, most + 1)), most);
          return 0;
        });
  }

  private void list(List<AuditRecord> rows, int most) {
    int left = Math.max(0, rows.size() - most);
    rows.stream()
        .skip(left)
        .forEach(row -> terminal.say(json ? AuditLog.json(row) : AuditLine.of(row)));
    if (left > 0) {
      terminal.complain(
          "More records match; only the latest "
              + most
              + " are listed. For more, raise --limit, up to "
              + MOST
              + ", or list them in parts with --since and --until.");
    }
  }

  private static AuditEvent event(String text) {
    return AuditEvent.of(text)
        .orElseThrow(
            () ->
                new Refusal(
                    "--event: must be one of "
                        + Arrays.stream(AuditEvent.values())
                            .map(AuditEvent::text)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  /** A number is taken as an id, so that deleted users can be found too. */
  private static long id(Accounts accounts, String text) {
    return text.matches("[0-9]{1,18}")
        ? Long.parseLong(text)
        : accounts
            .idOf(text)
            .orElseThrow(() -> new Refusal("CommandError: user '" + text + "' does not exist"));
  }

  static Instant time(String option, String text) {
    try {
      OffsetDateTime time = time(text);
      // PostgreSQL rejects years outside this range.
      if (time.getYear() >= 1 && time.getYear() <= LAST_YEAR) {
        return time.toInstant();
      }
    } catch (DateTimeException e) {
      throw new Refusal(option + TIMES, e);
    }
    throw new Refusal(option + TIMES);
  }

  private static OffsetDateTime time(String text) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      ChronoUnit unit = UNITS.getOrDefault(ago.group(2), ChronoUnit.SECONDS);
      return OffsetDateTime.now(ZoneOffset.UTC).minus(Long.parseLong(ago.group(1)), unit);
    }
    return text.contains("T")
        ? OffsetDateTime.parse(text)
        : LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
  }
}
