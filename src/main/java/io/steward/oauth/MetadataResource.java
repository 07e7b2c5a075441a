package io.steward.oauth;

import io.steward.api.Anyone;
import io.steward.api.MediaTypes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.util.List;

/**
 * Says where what is (RFC 8414), and nothing that is not so: there is no authorization endpoint,
 * and log-ins are none of OAuth's grants. The lists for these are empty, since leaving them out
 * would say that there are some.
 */
@Path(".well-known/oauth-authorization-server")
@Produces(MediaTypes.JSON)
public final class MetadataResource {
  private static final List<String> BASIC = List.of("client_secret_basic");

  private final String issuer;

  /**
   * Speaks for an issuer.
   *
   * @param issuer as it is in tokens; whether that is the URL that RFC 8414, 2, wants is the
   *     operator's choice
   */
  public MetadataResource(String issuer) {
    this.issuer = issuer;
  }

  /** Authorization server metadata (RFC 8414, 2). */
  public record View(
      String issuer,
      String introspectionEndpoint,
      List<String> introspectionEndpointAuthMethodsSupported,
      String revocationEndpoint,
      List<String> revocationEndpointAuthMethodsSupported,
      List<String> responseTypesSupported,
      List<String> grantTypesSupported) {}

  @GET
  @Anyone
  public View describe(@Context HttpServletRequest request) {
    String url = request.getRequestURL().toString();
    String base = url.substring(0, url.lastIndexOf("/.well-known/"));
    return new View(
        issuer,
        base + "/oauth2/introspect",
        BASIC,
        base + "/oauth2/revoke",
        BASIC,
        List.of(),
        List.of());
  }
}
