package io.steward.login;

import io.steward.access.Anyone;
import io.steward.api.Description;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import io.steward.session.Tokens;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;
import java.util.Optional;

/** The endpoint of {@link Refresh}. */
@Path("user/refresh_token")
@Produces(MediaTypes.JSON)
public final class RefreshResource {
  private final Refresh refresh;

  public RefreshResource(Refresh refresh) {
    this.refresh = refresh;
  }

  @POST
  @Anyone
  public Tokens refresh(Input input) {
    Optional<String> token = input.require(TokenFields.REFRESH_TOKEN);
    input.refuseFaults();
    return refresh.refresh(token.orElseThrow());
  }

  @OPTIONS
  @Anyone
  public Map<String, Object> describe() {
    return Description.of("Refresh Token")
        .reading("POST", TokenFields.REFRESH_TOKEN.view(true))
        .members();
  }
}
