package io.steward.registration;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.MediaTypes;
import io.steward.api.TextField;
import io.steward.password.Password;
import io.steward.session.Tokens;
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

  public AcceptanceResource(Acceptance acceptance) {
    this.acceptance = acceptance;
  }

  @POST
  @Anyone
  public Tokens accept(
      Input input, @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    acceptance.demandOpen();
    AccountFields fields = new AccountFields(input);
    Optional<String> token = input.require(TOKEN);
    Optional<String> first = fields.firstName();
    Optional<String> last = fields.lastName();
    Optional<Password> password = fields.requirePassword();
    input.refuseFaults();
    return acceptance
        .accept(
            token.orElseThrow(), first, last, password.orElseThrow(), Language.preferred(languages))
        .orElseThrow(AccountFields::passwordRefusal)
        .tokens();
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
