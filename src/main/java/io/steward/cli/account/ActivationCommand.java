package io.steward.cli.account;

import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.log.Log;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code deactivate} and {@code activate}. */
@Command(description = "Deactivate an account and end its sessions, or activate it again.")
public final class ActivationCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Accounts.Door door;
  private final boolean active;

  @Parameters(paramLabel = "EMAIL", description = "Email address of the account.")
  private String email = "";

  public ActivationCommand(Terminal terminal, Accounts.Door door, boolean active) {
    this.terminal = terminal;
    this.door = door;
    this.active = active;
  }

  /** The help text of {@code activate} or {@code deactivate}. */
  public String description() {
    return active
        ? "Allow log-in to a deactivated account again."
        : "Forbid log-in to an account, and end its sessions.";
  }

  @Override
  public Integer call() {
    return door.open(this::set);
  }

  private int set(Accounts accounts) {
    String user =
        accounts
            .byEmail(email)
            .orElseThrow(() -> new Refusal("CommandError: user '" + email + "' does not exist"));
    accounts.setActive(user, active);
    terminal.say(
        "User '"
            + Log.oneLine(user)
            + (active ? "' is active" : "' is deactivated; all sessions have ended"));
    return 0;
  }
}
