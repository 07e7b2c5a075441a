package io.steward.cli.account;

import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends the sessions of one user. */
@Command(name = "revoke", description = "End all sessions of a user; the account stays active.")
public final class RevokeUserCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Accounts.Door door;

  @Parameters(paramLabel = "USER", description = "Email address or id.")
  private String user = "";

  public RevokeUserCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    return door.open(
        accounts -> {
          accounts.endSessionsOf(accounts.demandId(user));
          terminal.say("All sessions of the user have ended.");
          return 0;
        });
  }
}
