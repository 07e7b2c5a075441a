package io.steward.registration;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.MediaTypes;
import io.steward.credential.notice.MailRequests;
import io.steward.password.Password;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.UserView;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;

/** The endpoint of {@link ConfiguredRegistration}. */
@Path("user/create")
@Produces(MediaTypes.JSON)
public final class RegistrationResource {
  private final ConfiguredRegistration registration;

  public RegistrationResource(ConfiguredRegistration registration) {
    this.registration = registration;
  }

  @POST
  @Anyone
  public Response register(
      Input input, @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    registration.demandOpen();
    AccountFields fields = new AccountFields(input);
    Optional<EmailAddress> email = fields.requireEmail();
    Name name = new Name(fields.firstName().orElse(""), fields.lastName().orElse(""));
    Optional<Password> password = fields.requirePassword();
    password.ifPresent(p -> fields.refusePassword(registration.faults(p, name, email)));
    input.refuseFaults();
    return registration
        .register(email.orElseThrow(), name, password.orElseThrow(), Language.preferred(languages))
        .orElseThrow(AccountFields::passwordRefusal)
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
