package io.steward.cli.account;

import io.steward.admin.user.ManagedUser;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes one user. */
@Command(
    name = "delete",
    description = "Delete a user for good; their tokens are rejected from then on.")
public final class DeleteUserCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Accounts.Door door;
  @Mixin private final OneUser user = new OneUser();

  @Option(names = "--yes", description = "Delete without asking.")
  private boolean isSure;

  public DeleteUserCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    if (!isSure) {
      throw Refusal.usage("A deletion cannot be undone: add --yes to delete, or use deactivate.");
    }
    return door.open(
        accounts -> {
          ManagedUser.Detail deleted = accounts.detail(user.id(accounts));
          accounts.delete(deleted.row().id());
          user.output().sentence(terminal, "The user is deleted.", deleted.members());
          return 0;
        });
  }
}
