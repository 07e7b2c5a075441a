package io.steward.gateway;

import io.steward.api.TrustedProxy;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The door for HAProxy (the script in {@code deploy/haproxy}). */
@Path("authz/haproxy")
public final class HaproxyResource {
  private final ForwardAuth forwardAuth;

  public HaproxyResource(ForwardAuth forwardAuth) {
    this.forwardAuth = forwardAuth;
  }

  @GET
  @TrustedProxy
  public Response decide(@Context HttpHeaders sent) {
    SentHeaders headers = new SentHeaders(sent);
    return forwardAuth.answer(OriginalRequest.named(headers), headers.authorization());
  }
}
