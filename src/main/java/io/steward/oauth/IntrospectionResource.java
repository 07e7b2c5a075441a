package io.steward.oauth;

import io.steward.access.ClientAuthenticated;
import io.steward.api.Input;
import io.steward.api.MediaTypes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;

/** The endpoint of {@link Introspection}. */
@Path("oauth2/introspect")
@Produces(MediaTypes.JSON)
public final class IntrospectionResource {
  private final Introspection introspection;

  public IntrospectionResource(Introspection introspection) {
    this.introspection = introspection;
  }

  @POST
  @ClientAuthenticated
  public Map<String, Object> introspect(Input input) {
    return introspection.introspect(TokenField.of(input));
  }
}
