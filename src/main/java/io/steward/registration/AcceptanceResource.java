package io.steward.registration;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.MediaTypes;
import io.steward.api.TextField;
import io.steward.password.Password;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.Grants;
import io.steward.session.Tokens;
import io.steward.settings.web.RegistrationMode;
import io.steward.user.AccountFields;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The endpoint of {@link Acceptance}. */
@Path("user/accept_invitation")
@Produces(MediaTypes.JSON)
public final class AcceptanceResource {
  private static final TextField TOKEN = TextField.secret("token", 100);

  private final Acceptance acceptance;
  private final RegistrationMode mode;

  public AcceptanceResource(Acceptance acceptance, RegistrationMode mode) {
    this.acceptance = acceptance;
    this.mode = mode;
  }

  @POST
  @Anyone
  public Tokens accept(
      Input input, @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    return start(input, languages).tokens();
  }

  /**
   * Accepts the invitation in a body.
   *
   * @param languages the header {@code Accept-Language}; may be empty
   * @throws ProblemException as {@link Acceptance#accept}; 403 if registration is closed
   */
  public Grants.Started start(Input input, String languages) {
    demandOpen();
    AccountFields fields = new AccountFields(input);
    Optional<String> token = input.require(TOKEN);
    Optional<String> first = fields.firstName();
    Optional<String> last = fields.lastName();
    Optional<Password> password = fields.requirePassword();
    input.refuseFaults();
    return acceptance
        .accept(
            token.orElseThrow(), first, last, password.orElseThrow(), Language.preferred(languages))
        .orElseThrow(AccountFields::passwordRefusal);
  }

  /**
   * Whether the invitation of a token can be accepted now.
   *
   * @throws ProblemException 403 if registration is closed
   */
  public boolean isUsable(String token) {
    demandOpen();
    return acceptance.isUsable(token);
  }

  private void demandOpen() {
    if (!mode.admitsInvited()) {
      throw new ProblemException(ProblemType.REGISTRATION_CLOSED);
    }
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return Description.of("Accept Invitation")
        .reading(
            "POST",
            Stream.concat(Stream.of(TOKEN.view(true)), Stream.of(AccountFields.views(true)))
                .filter(view -> !view.name().equals("email"))
                .toArray(FieldView[]::new))
        .members();
  }
}
