package io.steward.cli.account;

import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one user. */
@Command(
    name = "show",
    description = "Show a user with the permissions that the account has in the end.")
public final class ShowUserCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Accounts.Door door;

  @Parameters(paramLabel = "USER", description = "Email address or id.")
  private String user = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  public ShowUserCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    return door.open(
        accounts -> {
          UserOutput.say(terminal, json, accounts.detail(accounts.demandId(user)).members());
          return 0;
        });
  }
}
