package io.steward.admin.invitation;

import io.steward.access.Administrative;
import io.steward.admin.Caller;
import io.steward.admin.IfMatch;
import io.steward.admin.list.PageAnswer;
import io.steward.api.Description;
import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.MediaTypes;
import io.steward.user.AccountFields;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;

/** The invitations. */
@Path("admin/api/invitations")
@Produces(MediaTypes.JSON)
public final class InvitationsResource {
  private final UserInvitation invitation;

  public InvitationsResource(UserInvitation invitation) {
    this.invitation = invitation;
  }

  @GET
  @Administrative(UserInvitation.PERMISSION)
  public Response list(@Context SecurityContext caller, @Context HttpServletRequest request) {
    return PageAnswer.of(
        request, invitation.page(Caller.of(caller.getUserPrincipal()), request.getQueryString()));
  }

  @POST
  @Consumes(MediaTypes.JSON)
  @Administrative(UserInvitation.PERMISSION)
  public Response invite(
      @Context SecurityContext caller, @Context HttpServletRequest request, Input input) {
    UserInvitation.Guest guest = InvitationFields.guest(input);
    ManagedInvitation sent = invitation.invite(Caller.of(caller.getUserPrincipal()), guest);
    return Response.status(Response.Status.CREATED)
        .header("Location", PageAnswer.below(request, sent.id()))
        .header("ETag", IfMatch.tag(sent.version()))
        .entity(sent)
        .build();
  }

  /** An invitation as every answer shows one. */
  static Response answer(ManagedInvitation invitation) {
    return Response.ok(invitation).header("ETag", IfMatch.tag(invitation.version())).build();
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of(
            InvitationsResource.class, "Invitations", "Lists invitations, and sends new ones.")
        .reading("GET", UserInvitation.views())
        .reading("POST", AccountFields.profileViews(true))
        .reading("POST", FieldView.optional("groups", "list"), Language.FIELD.view(false))
        .members();
  }
}
