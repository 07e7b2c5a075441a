package io.steward.cli.account;

import io.steward.admin.user.ManagedUser;
import io.steward.api.json.RecordMembers;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Terminal;
import io.steward.cli.installation.Times;
import io.steward.cli.output.Cell;
import io.steward.cli.output.Listing;
import io.steward.cli.output.Table;
import io.steward.log.Log;
import io.steward.session.SessionPage.SessionView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that need nothing but one user. */
public final class UserCommands {
  private final Terminal terminal;
  private final Accounts.Door door;

  public UserCommands(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  /** What a command does with its user. */
  @Command
  private static final class Act implements Callable<Integer> {
    private final Accounts.Door door;
    private final BiConsumer<Accounts, OneUser> work;
    @Mixin private final OneUser user = new OneUser();

    Act(Accounts.Door door, BiConsumer<Accounts, OneUser> work) {
      this.door = door;
      this.work = work;
    }

    @Override
    public Integer call() {
      return door.open(
          accounts -> {
            work.accept(accounts, user);
            return 0;
          });
    }
  }

  private CommandLine command(String description, BiConsumer<Accounts, OneUser> work) {
    CommandLine command = new CommandLine(new Act(door, work));
    command.getCommandSpec().usageMessage().description(description);
    return command;
  }

  public CommandLine show() {
    return command(
        "Show a user with all permissions, direct ones and those of groups.",
        (accounts, user) ->
            user.output().say(terminal, accounts.detail(user.id(accounts)).members()));
  }

  public CommandLine sessions() {
    return new CommandLine(new Sessions(terminal, door));
  }

  /** Lists the sessions of one user. */
  @Command(description = "List the sessions of a user, the most recently used first.")
  private static final class Sessions implements Callable<Integer> {
    private final Terminal terminal;
    private final Accounts.Door door;
    @Mixin private final Listing listing = new Listing();

    @Parameters(paramLabel = "USER", description = "Email address or id.")
    private String user = "";

    Sessions(Terminal terminal, Accounts.Door door) {
      this.terminal = terminal;
      this.door = door;
    }

    @Override
    public Integer call() {
      Table table =
          listing.table(
              terminal, List.of("id", "created", "last_used", "expires", "ip", "user_agent"));
      return door.open(
          accounts -> {
            accounts.eachSession(accounts.demandId(user), session -> add(table, session));
            table.end();
            return 0;
          });
    }

    private static void add(Table table, SessionView session) {
      table.row(
          RecordMembers.of(session),
          List.of(
              session.id(),
              session.created(),
              session.lastUsed(),
              session.expires(),
              session.ip(),
              session.userAgent()));
    }
  }

  public CommandLine revoke() {
    return command(
        "End all sessions of a user; the account stays active.",
        (accounts, user) -> {
          long id = user.id(accounts);
          accounts.endSessionsOf(id);
          user.output()
              .sentence(
                  terminal, "All sessions of the user have ended.", accounts.detail(id).members());
        });
  }

  public CommandLine activate() {
    return command(
        "Allow log-in to a deactivated account again.",
        (accounts, user) -> say(terminal, user, accounts.activate(user.id(accounts)), "is active"));
  }

  public CommandLine deactivate() {
    return new CommandLine(new Deactivation(terminal, door));
  }

  /** Deactivates one user, for ever or until a time. */
  @Command(description = "Forbid log-in to an account, and end its sessions.")
  private static final class Deactivation implements Callable<Integer> {
    private static final String UNTIL = "--until";

    private final Terminal terminal;
    private final Accounts.Door door;
    @Mixin private final OneUser user = new OneUser();

    @Option(
        names = UNTIL,
        paramLabel = "TIME",
        description =
            "The account becomes active again at this time: 2026-12-31, 2026-12-31T12:00:00Z, or"
                + " 24h for in 24 hours.")
    private Optional<String> until = Optional.empty();

    Deactivation(Terminal terminal, Accounts.Door door) {
      this.terminal = terminal;
      this.door = door;
    }

    @Override
    public Integer call() {
      Optional<Instant> end = until.map(text -> Times.ahead(UNTIL, text));
      return door.open(
          accounts -> {
            ManagedUser.Detail changed = accounts.deactivate(user.id(accounts), end);
            String ending = end.map(time -> " until " + Cell.time(time)).orElse("");
            say(terminal, user, changed, "is deactivated" + ending + "; all sessions have ended");
            return 0;
          });
    }
  }

  private static void say(
      Terminal terminal, OneUser user, ManagedUser.Detail changed, String state) {
    user.output()
        .sentence(
            terminal,
            "User '" + Log.oneLine(changed.row().email()) + "' " + state,
            changed.members());
  }
}
