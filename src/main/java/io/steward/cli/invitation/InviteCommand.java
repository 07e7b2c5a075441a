package io.steward.cli.invitation;

import io.steward.admin.invitation.ManagedInvitation;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Output;
import io.steward.cli.installation.Terminal;
import io.steward.log.Log;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Invites a person by mail. */
@Command(
    name = "invite",
    description = {
      "Invite a person by mail, who sets a password and is logged in.",
      "A running node sends the message. The command needs the same settings for mail."
    })
public final class InviteCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Accounts.Door door;

  @Parameters(paramLabel = "EMAIL", description = "Email address of the person.")
  private String email = "";

  @Option(names = "--first-name", paramLabel = "NAME")
  private String firstName = "";

  @Option(names = "--last-name", paramLabel = "NAME")
  private String lastName = "";

  @Option(names = "--group", paramLabel = "NAME", description = "May be given several times.")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--language",
      paramLabel = "TAG",
      description = "Language of the message, such as de.")
  private String language = "";

  @Mixin private final Output output = new Output();

  /** Creates an instance that writes behind this door. */
  public InviteCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Override
  public Integer call() {
    Map<String, Object> members = new HashMap<>();
    members.put("email", email);
    members.put("first_name", firstName);
    members.put("last_name", lastName);
    members.put("groups", groups);
    members.put("language", language);
    return door.open(
        accounts -> {
          ManagedInvitation sent = accounts.invite(members);
          output.sentence(
              terminal,
              "Invitation %s to '%s' is on its way; it lasts until %s"
                  .formatted(sent.id(), Log.oneLine(sent.email()), sent.expiresAt()),
              Map.of("id", sent.id(), "email", sent.email(), "expires_at", sent.expiresAt()));
          return 0;
        });
  }
}
