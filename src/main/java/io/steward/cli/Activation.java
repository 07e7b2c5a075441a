package io.steward.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shuts an account, with all its sessions, or opens it again. */
final class Activation {
  private final Terminal terminal;
  private final Accounts.Door door;

  private Activation(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  private int set(String email, boolean active, String outcome) {
    return door.open(
        accounts -> {
          String user =
              accounts
                  .byEmail(email)
                  .orElseThrow(
                      () -> new Refusal("CommandError: user '" + email + "' does not exist"));
          accounts.setActive(user, active);
          terminal.say("User '" + user + outcome);
          return 0;
        });
  }

  /** Shuts it. */
  @Command(
      name = "deactivate",
      description = "Shut an account: its sessions end, and nobody can log in.")
  static final class Deactivate implements Callable<Integer> {
    private final Activation activation;

    @Parameters(paramLabel = "EMAIL", description = "Address of the account.")
    private String email = "";

    Deactivate(Terminal terminal, Accounts.Door door) {
      this.activation = new Activation(terminal, door);
    }

    @Override
    public Integer call() {
      return activation.set(email, false, "' is deactivated; all sessions have ended");
    }
  }

  /** Opens it again. */
  @Command(name = "activate", description = "Open an account that was deactivated.")
  static final class Activate implements Callable<Integer> {
    private final Activation activation;

    @Parameters(paramLabel = "EMAIL", description = "Address of the account.")
    private String email = "";

    Activate(Terminal terminal, Accounts.Door door) {
      this.activation = new Activation(terminal, door);
    }

    @Override
    public Integer call() {
      return activation.set(email, true, "' is active");
    }
  }
}
