package io.steward.cli.invitation;

import io.steward.admin.IfMatch;
import io.steward.admin.invitation.ManagedInvitation;
import io.steward.api.Id;
import io.steward.api.json.RecordMembers;
import io.steward.cli.installation.Accounts;
import io.steward.cli.installation.Pages;
import io.steward.cli.installation.Refusal;
import io.steward.cli.installation.Terminal;
import io.steward.cli.output.Cell;
import io.steward.cli.output.Listing;
import io.steward.cli.output.Output;
import io.steward.cli.output.Table;
import io.steward.log.Log;
import io.steward.user.EmailAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists invitations, sends them again, and revokes them. */
@Command(
    name = "invitations",
    description = {
      "List invitations, send them again, and revoke them.",
      "To invite a person, run invite EMAIL."
    })
public final class InvitationsCommand {
  private static final String INVITATION = "Its id, or the email address of the person.";

  private final Terminal terminal;
  private final Accounts.Door door;

  /** Creates an instance that reads and writes behind this door. */
  public InvitationsCommand(Terminal terminal, Accounts.Door door) {
    this.terminal = terminal;
    this.door = door;
  }

  @Command(description = "List invitations, the latest first.")
  int list(
      @Option(
              names = "--state",
              paramLabel = "STATE",
              defaultValue = "",
              description = {
                "Only invitations that are open, accepted, revoked, expired or void.",
                "An invitation is void if its sender may not invite into its groups any more."
              })
          String state,
      @Mixin Listing listing) {
    Map<String, String> filters = state.isEmpty() ? Map.of() : Map.of("state", state);
    Table table =
        listing.table(
            terminal, List.of("id", "email", "state", "created_at", "expires_at", "groups"));
    return door.open(
        accounts -> {
          Pages.each(
              filters,
              query -> accounts.invitations().page(Accounts.operator(), query),
              one -> table.row(RecordMembers.of(one), cells(one)));
          table.end();
          return 0;
        });
  }

  private static List<Object> cells(ManagedInvitation invitation) {
    return List.of(
        invitation.id(),
        invitation.email(),
        invitation.state(),
        invitation.createdAt(),
        invitation.expiresAt(),
        invitation.groups());
  }

  @Command(
      description = {
        "Send an invitation again, with its full time; also one that has expired.",
        "A running node sends the message. The command needs the same settings for mail."
      })
  int resend(
      @Parameters(paramLabel = "INVITATION", description = INVITATION) String text,
      @Mixin Output output) {
    return door.open(
        accounts -> {
          ManagedInvitation sent =
              accounts
                  .invitations()
                  .resend(Accounts.operator(), demandId(accounts, text), IfMatch.ANY);
          output.sentence(terminal, onItsWay(sent), RecordMembers.of(sent));
          return 0;
        });
  }

  @Command(description = "Revoke an invitation: its links do not work any more.")
  int revoke(
      @Parameters(paramLabel = "INVITATION", description = INVITATION) String text,
      @Mixin Output output) {
    return door.open(
        accounts -> {
          ManagedInvitation revoked =
              accounts
                  .invitations()
                  .revoke(Accounts.operator(), demandId(accounts, text), IfMatch.ANY);
          output.sentence(terminal, "The invitation is revoked.", RecordMembers.of(revoked));
          return 0;
        });
  }

  /** The sentence about a message that a node will send. */
  static String onItsWay(ManagedInvitation sent) {
    return "Invitation %s to '%s' is on its way; it lasts until %s."
        .formatted(sent.id(), Log.oneLine(sent.email()), Cell.time(sent.expiresAt()));
  }

  private static long demandId(Accounts accounts, String text) {
    return Id.of(text)
        .or(() -> EmailAddress.parse(text).flatMap(email -> latest(accounts, email)))
        .orElseThrow(() -> Refusal.missing("There is no invitation to '" + text + "'."));
  }

  private static Optional<Long> latest(Accounts accounts, EmailAddress email) {
    return accounts.invitations().latest(Accounts.operator(), email);
  }
}
