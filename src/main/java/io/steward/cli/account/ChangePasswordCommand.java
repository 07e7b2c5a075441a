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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Changes an account's password after asking for the new one twice. Messages are Django's. As
 * {@code users set-password}, it also reads the password from a pipe.
 */
@Command(name = "changepassword", description = "Change a user's password.")
public final class ChangePasswordCommand implements Callable<Integer> {
  private static final int TRIES = 3;

  private final Terminal terminal;
  private final Accounts.Door door;
  private final boolean takesPipe;

  @Mixin private final OneUser one = new OneUser();

  /** Creates an instance that behaves like Django's command. */
  public ChangePasswordCommand(Terminal terminal, Accounts.Door door) {
    this(terminal, door, false);
  }

  private ChangePasswordCommand(Terminal terminal, Accounts.Door door, boolean takesPipe) {
    this.terminal = terminal;
    this.door = door;
    this.takesPipe = takesPipe;
  }

  /** {@code users set-password}. */
  public static CommandLine setPassword(Terminal terminal, Accounts.Door door) {
    CommandLine line = new CommandLine(new ChangePasswordCommand(terminal, door, true));
    line.getCommandSpec()
        .usageMessage()
        .description(
            "Set a user's password, and end the user's sessions.",
            "At a terminal, it asks for the password twice. Otherwise the password is the first"
                + " line of standard input.");
    return line;
  }

  @Override
  public Integer call() {
    return door.open(this::change);
  }

  private int change(Accounts accounts) {
    long id = takesPipe ? one.id(accounts) : djangoId(accounts);
    String email = accounts.detail(id).row().email();
    String user = "'" + Log.oneLine(email) + "'";
    boolean isPiped = takesPipe && !terminal.isInteractive();
    if (!isPiped) {
      say("Changing password for user " + user);
    }
    Password password = isPiped ? piped(accounts, email) : askPassword(accounts, email);
    ManagedUser.Detail changed = accounts.changePassword(id, password);
    one.output()
        .sentence(terminal, "Password changed successfully for user " + user, changed.members());
    return 0;
  }

  private long djangoId(Accounts accounts) {
    String text = one.text();
    return accounts
        .find(text)
        .orElseThrow(() -> Refusal.missing("CommandError: user '" + text + "' does not exist"));
  }

  private Password piped(Accounts accounts, String user) {
    @Nullable String line = terminal.askHidden("");
    if (line == null || line.isEmpty()) {
      throw Refusal.usage("Standard input has no password: give it as the first line.");
    }
    Password password = new Password(line);
    List<String> faults = accounts.passwordFaults(password, user);
    if (!faults.isEmpty()) {
      throw Refusal.usage(String.join("\n", faults));
    }
    return password;
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
    throw Refusal.failure(
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
      throw Refusal.failure("CommandError: aborted");
    }
    return new Password(line);
  }
}
