package io.steward.account;

import io.steward.access.Authenticated;
import io.steward.api.Description;
import io.steward.api.MediaTypes;
import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.SessionTransactions;
import io.steward.session.Sessions;
import io.steward.token.AccessToken;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

/** One of the caller's own sessions. */
@Path("user/sessions/{id}")
@Produces(MediaTypes.JSON)
public final class SessionResource {
  private final SessionTransactions transactions;

  public SessionResource(SessionTransactions transactions) {
    this.transactions = transactions;
  }

  @DELETE
  @Authenticated
  public void end(@Context SecurityContext caller, @PathParam("id") String id) {
    long userId = ((AccessToken) caller.getUserPrincipal()).subject().id();
    if (!transactions.inTransaction((em, sessions) -> end(em, sessions, id, userId))) {
      throw new ProblemException(ProblemType.NOT_FOUND);
    }
  }

  private static boolean end(EntityManager em, Sessions sessions, String id, long userId) {
    boolean ended = sessions.end(id, userId);
    if (ended) {
      new AuditLog(em)
          .record(
              new Actor.User(userId), AuditEvent.SESSION_ENDED, AuditSubject.session(userId, id));
    }
    return ended;
  }

  @OPTIONS
  @Authenticated
  public Description describe() {
    return Description.of("Session");
  }
}
