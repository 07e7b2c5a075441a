package io.steward.account;

import io.steward.access.Authenticated;
import io.steward.api.Description;
import io.steward.api.MediaTypes;
import io.steward.session.SessionTransactions;
import io.steward.session.SessionView;
import io.steward.token.AccessToken;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/** The caller's own sessions. */
@Path("user/sessions")
@Produces(MediaTypes.JSON)
public final class SessionsResource {
  private final SessionTransactions transactions;

  public SessionsResource(SessionTransactions transactions) {
    this.transactions = transactions;
  }

  @GET
  @Authenticated
  public List<SessionView> list(@Context SecurityContext caller) {
    AccessToken token = (AccessToken) caller.getUserPrincipal();
    return transactions.read(
        (em, sessions) -> sessions.of(token.subject().id(), token.sessionId()));
  }

  @OPTIONS
  @Authenticated
  public Description describe() {
    return Description.of("Sessions");
  }
}
