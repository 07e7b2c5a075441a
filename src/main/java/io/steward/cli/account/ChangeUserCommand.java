package io.steward.cli.account;

import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes the given fields of one user. */
@Command(name = "change", description = "Change the given fields of a user, and print the user.")
public final class ChangeUserCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Accounts.Door door;

  @Option(names = "--email", paramLabel = "EMAIL", description = "The new address.")
  private Optional<String> email = Optional.empty();

  @Option(names = "--first-name", paramLabel = "NAME")
  private Optional<String> firstName = Optional.empty();

  @Option(names = "--last-name", paramLabel = "NAME")
  private Optional<String> lastName = Optional.empty();

  @Option(
      names = "--verified",
      paramLabel = "yes|no",
      description = "Whether the address counts as verified.")
  private Optional<String> isVerified = Optional.empty();

  @Option(
      names = "--language",
      paramLabel = "TAG",
      description = "Language of messages to the user, such as de; empty for none.")
  private Optional<String> language = Optional.empty();

  @Option(names = "--staff", paramLabel = "yes|no", description = "May use the administration.")
  private Optional<String> isStaff = Optional.empty();

  @Option(names = "--superuser", paramLabel = "yes|no", description = "Has every permission.")
  private Optional<String> isSuperuser = Optional.empty();

  @Mixin private final MembershipOptions memberships = new MembershipOptions();
  @Mixin private final OneUser one = new OneUser();

  public ChangeUserCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    Map<String, Object> members = new HashMap<>();
    email.ifPresent(text -> members.put("email", text));
    firstName.ifPresent(text -> members.put("first_name", text));
    lastName.ifPresent(text -> members.put("last_name", text));
    language.ifPresent(text -> members.put("language", text));
    isVerified.ifPresent(word -> members.put("email_verified", isYes("--verified", word)));
    isStaff.ifPresent(word -> members.put("is_staff", isYes("--staff", word)));
    isSuperuser.ifPresent(word -> members.put("is_superuser", isYes("--superuser", word)));
    Accounts.Members change = memberships.with(members);
    return door.open(
        accounts -> {
          one.output().say(terminal, accounts.change(one.id(accounts), change).members());
          return 0;
        });
  }

  private static boolean isYes(String option, String word) {
    if (!word.equals("yes") && !word.equals("no")) {
      throw Refusal.usage(option + " must be yes or no.");
    }
    return word.equals("yes");
  }
}
