package io.steward.admin.invitation;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.api.Description;
import io.steward.api.MediaTypes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;

/** One invitation. */
@Path("admin/api/invitations/{id}")
@Produces(MediaTypes.JSON)
public final class InvitationResource {
  private final UserInvitation invitation;

  public InvitationResource(UserInvitation invitation) {
    this.invitation = invitation;
  }

  @GET
  @Administrative(UserInvitation.PERMISSION)
  public Response read(@Context SecurityContext caller, @PathParam("id") long id) {
    return InvitationsResource.answer(invitation.read(Caller.of(caller.getUserPrincipal()), id));
  }

  /** Revokes the invitation; the list still shows it. */
  @DELETE
  @Administrative(UserInvitation.PERMISSION)
  public void revoke(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @HeaderParam("If-Match") List<String> condition) {
    invitation.revoke(Caller.of(caller.getUserPrincipal()), id, IfMatch.of(condition));
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            InvitationResource.class, "Invitation", "Reads and revokes an invitation.")
        .members();
  }
}
