package io.steward.recovery.address;

import io.steward.access.Anyone;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.recovery.LinkToken;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;

/** Changes an address by the link in a message to the new address. */
@Path("user/change_email_confirm")
@Produces(MediaTypes.JSON)
public final class ChangeEmailConfirmResource {
  private final AddressLinks links;

  public ChangeEmailConfirmResource(AddressLinks links) {
    this.links = links;
  }

  @POST
  @Anyone
  public Map<String, Object> confirm(Input input) {
    return Map.of("email", links.confirm(LinkToken.of(input)));
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return LinkToken.describe("Change Email Confirm");
  }
}
