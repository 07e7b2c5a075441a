package io.steward.cli.account;

import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes one user. */
@Command(
    name = "delete",
    description = "Delete a user for good; their tokens are rejected from then on.")
public final class DeleteUserCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Accounts.Door door;

  @Parameters(paramLabel = "USER", description = "Email address or id.")
  private String user = "";

  @Option(names = "--yes", description = "Delete without asking.")
  private boolean isSure;

  public DeleteUserCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    if (!isSure) {
      throw new Refusal("A deletion cannot be undone: add --yes to delete, or use deactivate.");
    }
    return door.open(
        accounts -> {
          accounts.delete(accounts.demandId(user));
          terminal.say("The user is deleted.");
          return 0;
        });
  }
}
