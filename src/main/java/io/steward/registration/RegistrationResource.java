package io.steward.registration;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.MediaTypes;
import io.steward.credential.NewPassword;
import io.steward.credential.notice.MailRequests;
import io.steward.password.Password;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.settings.mail.LinkPurpose;
import io.steward.settings.web.WebSettings;
import io.steward.user.AccountFields;
import io.steward.user.EmailAddress;
import io.steward.user.Name;
import io.steward.user.User;
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

/** The endpoint of {@link Registration}. */
@Path("user/create")
@Produces(MediaTypes.JSON)
public final class RegistrationResource {
  private final Registration registration;
  private final ConcealedRegistration concealed;
  private final MailRequests mail;
  private final NewPassword newPassword;
  private final WebSettings settings;

  public RegistrationResource(
      Registration registration,
      ConcealedRegistration concealed,
      MailRequests mail,
      NewPassword newPassword,
      WebSettings settings) {
    this.registration = registration;
    this.concealed = concealed;
    this.mail = mail;
    this.newPassword = newPassword;
    this.settings = settings;
  }

  @POST
  @Anyone
  public Response register(
      Input input, @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    demandOpen();
    AccountFields fields = new AccountFields(input);
    Optional<EmailAddress> email = fields.requireEmail();
    Name name = new Name(fields.firstName().orElse(""), fields.lastName().orElse(""));
    Optional<Password> password = fields.requirePassword();
    password.ifPresent(p -> fields.refusePassword(newPassword.faults(p, name, email)));
    input.refuseFaults();
    String language = Language.preferred(languages);
    if (settings.concealsAddresses()) {
      concealed
          .accept(email.orElseThrow(), name, password.orElseThrow(), language)
          .orElseThrow(AccountFields::passwordRefusal);
      return Response.accepted(MailRequests.ACCEPTED).build();
    }
    User user =
        registration
            .register(email.orElseThrow(), name, password.orElseThrow(), language)
            .orElseThrow(AccountFields::passwordRefusal);
    return Response.status(Response.Status.CREATED).entity(UserView.of(user)).build();
  }

  private void demandOpen() {
    if (!settings.registration().admitsStrangers()) {
      throw new ProblemException(ProblemType.REGISTRATION_CLOSED);
    }
    if (settings.demandsProvedAddresses()) {
      mail.demand(LinkPurpose.VERIFY);
    }
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return Description.of("Create User Api").reading("POST", AccountFields.views(true)).members();
  }
}
