package io.steward.cli.account;

import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.log.Log;
import io.steward.password.Password;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Changes an account's password after asking for the new one twice. Messages and exit codes are
 * Django's.
 */
@Command(name = "changepassword", description = "Change a user's password.")
public final class ChangePasswordCommand implements Callable<Integer> {
  private static final int TRIES = 3;

  private final Terminal terminal;
  private final Accounts.Door door;

  @Parameters(paramLabel = "EMAIL", description = "Email address of the account.")
  private String email = "";

  public ChangePasswordCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    return door.open(this::change);
  }

  private int change(Accounts accounts) {
    String user =
        accounts
            .byEmail(email)
            .orElseThrow(() -> new Refusal("CommandError: user '" + email + "' does not exist"));
    terminal.say("Changing password for user '" + Log.oneLine(user) + "'");
    accounts.changePassword(user, askPassword(accounts, user));
    terminal.say("Password changed successfully for user '" + Log.oneLine(user) + "'");
    return 0;
  }

  private Password askPassword(Accounts accounts, String user) {
    for (int count = 0; count < TRIES; count++) {
      Password password = typed(terminal.askHidden("Password: "));
      Password again = typed(terminal.askHidden("Password (again): "));
      if (!password.equals(again)) {
        terminal.say("Passwords do not match. Please try again.");
        continue;
      }
      List<String> faults = accounts.passwordFaults(password, user);
      if (faults.isEmpty()) {
        return password;
      }
      faults.forEach(terminal::complain);
    }
    throw new Refusal(
        "CommandError: Aborting password change for user '"
            + user
            + "' after "
            + TRIES
            + " attempts");
  }

  private static Password typed(@Nullable String line) {
    if (line == null || line.isEmpty()) {
      throw new Refusal("CommandError: aborted");
    }
    return new Password(line);
  }
}
