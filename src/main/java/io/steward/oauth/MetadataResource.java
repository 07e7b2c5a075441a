package io.steward.oauth;

import io.steward.access.Anyone;
import io.steward.api.MediaTypes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import java.util.List;

/**
 * The authorization server metadata (RFC 8414). Steward has no authorization endpoint, and its
 * log-in is not an OAuth grant. The lists of response types and grant types are therefore empty. If
 * they were missing, clients would assume default values.
 */
@Path(".well-known/oauth-authorization-server")
@Produces(MediaTypes.JSON)
public final class MetadataResource {
  private static final List<String> BASIC = List.of("client_secret_basic");

  private final String issuer;

  /**
   * Creates the resource.
   *
   * @param issuer the issuer that tokens name. RFC 8414, 2 requires a URL, but the operator may
   *     configure any text
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
