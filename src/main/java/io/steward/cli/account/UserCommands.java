package io.steward.cli.account;

import io.steward.admin.user.ManagedUser;
import io.steward.api.json.RecordMembers;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Terminal;
import io.steward.cli.output.Listing;
import io.steward.cli.output.Table;
import io.steward.log.Log;
import io.steward.session.SessionPage.SessionView;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
          say(user, accounts.detail(id), "All sessions of the user have ended.");
        });
  }

  public CommandLine activate() {
    return command(
        "Allow log-in to a deactivated account again.",
        (accounts, user) -> setActive(accounts, user, true, "is active"));
  }

  public CommandLine deactivate() {
    return command(
        "Forbid log-in to an account, and end its sessions.",
        (accounts, user) ->
            setActive(accounts, user, false, "is deactivated; all sessions have ended"));
  }

  private void setActive(Accounts accounts, OneUser user, boolean active, String state) {
    ManagedUser.Detail changed = accounts.setActive(user.id(accounts), active);
    say(user, changed, "User '" + Log.oneLine(changed.row().email()) + "' " + state);
  }

  private void say(OneUser user, ManagedUser.Detail detail, String sentence) {
    user.output().sentence(terminal, sentence, detail.members());
  }
}
