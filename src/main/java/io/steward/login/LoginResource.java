package io.steward.login;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.FieldView;
import io.steward.api.Input;
import io.steward.api.Language;
import io.steward.api.MediaTypes;
import io.steward.password.Password;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.Tokens;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;

/** The endpoint of {@link Login}. */
@Path("user/obtain_token")
@Produces(MediaTypes.JSON)
public final class LoginResource {
  private final Login login;

  public LoginResource(Login login) {
    this.login = login;
  }

  @POST
  @Anyone
  public Tokens obtain(
      Input input, @DefaultValue("") @HeaderParam("Accept-Language") String languages) {
    String email = credential(input, "email");
    Password password = new Password(credential(input, "password"));
    LoginOutcome outcome = login.login(email, password, Language.preferred(languages));
    if (outcome instanceof LoginOutcome.Completed completed) {
      return completed.session().tokens();
    }
    throw outcome instanceof LoginOutcome.Inactive inactive
        ? inactive.refusal()
        : ProblemException.logIn(ProblemType.EMAIL_UNVERIFIED);
  }

  private static String credential(Input input, String name) {
    return input
        .peek(name)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> ProblemException.logIn(ProblemType.MISSING_CREDENTIALS));
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return Description.of("Authenticate User")
        .reading(
            "POST", FieldView.of("email", "string", true), FieldView.of("password", "string", true))
        .members();
  }
}
