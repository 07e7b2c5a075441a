package io.steward.cli.account;

import io.steward.admin.user.ManagedUser;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.log.Log;
import io.steward.password.Password;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Changes an account's password after asking for the new one twice. Messages and exit codes are
 * Django's.
 */
@Command(name = "changepassword", description = "Change a user's password.")
public final class ChangePasswordCommand implements Callable<Integer> {
  private static final int TRIES = 3;

  private final Terminal terminal;
  private final Accounts.Door door;

  @Mixin private final OneUser one = new OneUser();

  public ChangePasswordCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    return door.open(this::change);
  }

  private int change(Accounts accounts) {
    long id =
        accounts
            .find(one.text())
            .orElseThrow(
                () ->
                    new Refusal(
                        "CommandError: user '" + one.text() + "' does not exist",
                        Refusal.NOT_FOUND));
    String email = accounts.detail(id).row().email();
    String user = "'" + Log.oneLine(email) + "'";
    say("Changing password for user " + user);
    ManagedUser.Detail changed = accounts.changePassword(id, askPassword(accounts, email));
    one.output()
        .sentence(terminal, "Password changed successfully for user " + user, changed.members());
    return 0;
  }

  private Password askPassword(Accounts accounts, String user) {
    for (int count = 0; count < TRIES; count++) {
      Password password = ask("Password: ");
      Password again = ask("Password (again): ");
      if (!password.equals(again)) {
        say("Passwords do not match. Please try again.");
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

  /** Scripts read the output, so it contains nothing but the result then. */
  private void say(String line) {
    if (one.output().isJson()) {
      terminal.complain(line);
    } else {
      terminal.say(line);
    }
  }

  private Password ask(String prompt) {
    boolean isSilent = one.output().isJson() && !terminal.isInteractive();
    @Nullable String line = terminal.askHidden(isSilent ? "" : prompt);
    if (line == null || line.isEmpty()) {
      throw new Refusal("CommandError: aborted");
    }
    return new Password(line);
  }
}
