package io.steward.cli.account;

import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.cli.installation.Times;
import io.steward.cli.output.Output;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends the sessions of all users. */
@Command(name = "sessions", description = "End the sessions of all users.")
public final class SessionsCommand {
  private static final String BEFORE = "--before";

  private final Terminal terminal;
  private final Accounts.Door door;

  public SessionsCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Command(
      name = "end-all",
      description = {
        "End all sessions that began before a time, and all access tokens issued until now.",
        "Run it after a database was restored, before the nodes start."
      })
  int endAll(
      @Option(
              names = BEFORE,
              paramLabel = "TIME",
              required = true,
              description = "For example now, 2026-01-31 or 2026-01-31T12:00:00Z.")
          String before,
      @Mixin Output output) {
    Optional<Instant> time = time(before);
    return door.open(
        accounts -> {
          Instant ended = accounts.endSessions(time);
          output.sentence(
              terminal,
              "All sessions that began before "
                  + ended
                  + " have ended. All access tokens issued until now are revoked.",
              Map.of("ended_before", ended));
          return 0;
        });
  }

  /** Empty for now, by the clock of the database. */
  private static Optional<Instant> time(String before) {
    Optional<Instant> time =
        before.equals("now") ? Optional.empty() : Optional.of(Times.of(BEFORE, before));
    if (time.filter(Instant.now()::isBefore).isPresent()) {
      throw Refusal.usage(BEFORE + " must not be in the future.");
    }
    return time;
  }
}
