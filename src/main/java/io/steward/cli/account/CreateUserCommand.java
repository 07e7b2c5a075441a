package io.steward.cli.account;

import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Terminal;
import io.steward.cli.output.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a user without a password. */
@Command(
    name = "create",
    description = {
      "Add a user, who cannot log in until a password is set, and print the user.",
      "Set it with users set-password."
    })
public final class CreateUserCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Accounts.Door door;

  @Parameters(paramLabel = "EMAIL", description = "Email address of the account.")
  private String email = "";

  @Option(names = "--first-name", paramLabel = "NAME")
  private String firstName = "";

  @Option(names = "--last-name", paramLabel = "NAME")
  private String lastName = "";

  @Option(
      names = "--language",
      paramLabel = "TAG",
      description = "Language of messages to the user, such as de.")
  private String language = "";

  @Option(names = "--verified", description = "The address counts as verified.")
  private boolean isVerified;

  @Option(names = "--staff", description = "May use the administration.")
  private boolean isStaff;

  @Option(names = "--superuser", description = "Has every permission.")
  private boolean isSuperuser;

  @Option(names = "--inactive", description = "May not log in.")
  private boolean isInactive;

  @Option(names = "--group", paramLabel = "NAME", description = "May be given several times.")
  private List<String> groups = new ArrayList<>();

  @Option(names = "--permission", paramLabel = "CODE", description = "May be given several times.")
  private List<String> permissions = new ArrayList<>();

  @Mixin private final Output output = new Output();

  public CreateUserCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    Map<String, Object> members = new HashMap<>();
    members.put("email", email);
    members.put("first_name", firstName);
    members.put("last_name", lastName);
    members.put("language", language);
    members.put("email_verified", isVerified);
    members.put("is_active", !isInactive);
    members.put("is_staff", isStaff);
    members.put("is_superuser", isSuperuser);
    members.put("groups", groups);
    members.put("permissions", permissions);
    return door.open(
        accounts -> {
          output.say(terminal, accounts.create(members).members());
          return 0;
        });
  }
}
