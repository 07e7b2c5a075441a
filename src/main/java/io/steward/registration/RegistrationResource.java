package io.steward.registration;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.credential.notice.MailRequests;
import io.steward.user.AccountFields;
import io.steward.user.UserView;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** The endpoint of {@link RegistrationForm}. */
@Path("user/create")
@Produces(MediaTypes.JSON)
public final class RegistrationResource {
  private final RegistrationForm form;

  public RegistrationResource(RegistrationForm form) {
    this.form = form;
  }

  @POST
  @Anyone
  public Response register(
      Input input, @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    return form.use(input, languages)
        .map(user -> Response.status(Response.Status.CREATED).entity(UserView.of(user)))
        .orElseGet(() -> Response.accepted(MailRequests.ACCEPTED))
        .build();
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return Description.of("Create User Api").reading("POST", AccountFields.views(true)).members();
  }
}
