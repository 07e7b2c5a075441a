package io.steward.cli.invitation;

import io.steward.admin.invitation.InvitationFields;
import io.steward.admin.invitation.ManagedInvitation;
import io.steward.admin.invitation.UserInvitation;
import io.steward.api.Input;
import io.steward.api.json.Json;
import io.steward.api.json.RecordMembers;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.cli.output.Output;
import io.steward.credential.invitation.Invitations;
import io.steward.problem.ProblemException;
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
          ManagedInvitation sent =
              invite(accounts, InvitationFields.guest(Input.json(Json.write(members))));
          output.sentence(terminal, InvitationsCommand.onItsWay(sent), RecordMembers.of(sent));
          return 0;
        });
  }

  private static ManagedInvitation invite(Accounts accounts, UserInvitation.Guest guest) {
    try {
      return accounts.invitations().invite(Accounts.operator(), guest);
    } catch (ProblemException e) {
      if (e.faults().getOrDefault("email", List.of()).contains(Invitations.OPEN)) {
        String email = guest.email().text();
        throw Refusal.failure(
            "%1$s has an open invitation: to send it again, run 'invitations resend %1$s'."
                .formatted(email),
            e);
      }
      throw e;
    }
  }
}
