package io.steward.gateway;

import io.steward.api.TrustedProxy;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The door for Traefik ({@code forwardAuth}) and Caddy ({@code forward_auth}). */
@Path("authz/forward")
public final class ForwardResource {
  private final ForwardAuth forwardAuth;

  public ForwardResource(ForwardAuth forwardAuth) {
    this.forwardAuth = forwardAuth;
  }

  @GET
  @TrustedProxy
  public Response decide(@Context HttpHeaders sent) {
    SentHeaders headers = new SentHeaders(sent);
    return forwardAuth.answer(OriginalRequest.forwarded(headers), headers.authorization());
  }
}
