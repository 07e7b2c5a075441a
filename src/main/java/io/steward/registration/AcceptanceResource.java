package io.steward.registration;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.session.Tokens;
import io.steward.user.AccountFields;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;
import java.util.stream.Stream;

/** The endpoint of {@link AcceptanceForm}. */
@Path("user/accept_invitation")
@Produces(MediaTypes.JSON)
public final class AcceptanceResource {
  private final AcceptanceForm form;

  public AcceptanceResource(AcceptanceForm form) {
    this.form = form;
  }

  @POST
  @Anyone
  public Tokens accept(
      Input input, @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    return form.use(input, languages).tokens();
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return Description.of("Accept Invitation")
        .reading(
            "POST",
            Stream.concat(
                    Stream.of(AcceptanceForm.TOKEN.view(true)),
                    Stream.of(AccountFields.views(true)))
                .filter(view -> !view.name().equals("email"))
                .toArray(FieldView[]::new))
        .members();
  }
}
