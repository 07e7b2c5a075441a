package io.steward.recovery.address;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.MediaTypes;
import io.steward.recovery.LinkToken;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;

/** Takes back a change of address by the link in a message to the old address. */
@Path("user/change_email_undo")
@Produces(MediaTypes.JSON)
public final class ChangeEmailUndoResource {
  private final AddressLinks links;

  public ChangeEmailUndoResource(AddressLinks links) {
    this.links = links;
  }

  @POST
  @Anyone
  public Map<String, Object> undo(
      Input input, @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    return Map.of("email", links.undo(LinkToken.of(input), Language.preferred(languages)));
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return LinkToken.describe("Change Email Undo");
  }
}
