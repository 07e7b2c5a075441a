package io.steward.admin.invitation;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.api.Description;
import io.steward.api.MediaTypes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;

/** Sends one invitation again. */
@Path("admin/api/invitations/{id}/resend")
@Produces(MediaTypes.JSON)
public final class ResendResource {
  private final UserInvitation invitation;

  public ResendResource(UserInvitation invitation) {
    this.invitation = invitation;
  }

  @POST
  @Administrative(UserInvitation.PERMISSION)
  public Response resend(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @HeaderParam("If-Match") List<String> condition) {
    return InvitationsResource.answer(
        invitation.resend(Caller.of(caller.getUserPrincipal()), id, IfMatch.of(condition)));
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            ResendResource.class, "Resend Invitation", "Sends an open invitation again.")
        .members();
  }
}
