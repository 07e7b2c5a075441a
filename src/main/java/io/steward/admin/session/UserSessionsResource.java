package io.steward.admin.session;

import io.steward.access.Administrative;
import io.steward.admin.AdminTransactions;
import io.steward.admin.AdminTransactions.Work;
import io.steward.admin.Caller;
import io.steward.admin.list.Page;
import io.steward.admin.list.PageAnswer;
import io.steward.api.Description;
import io.steward.api.FieldView;
import io.steward.api.MediaTypes;
import io.steward.api.Query;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.SessionCursor;
import io.steward.session.SessionPage;
import io.steward.token.AccessToken;
import io.steward.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sessions of a user, the most recently used first. */
@Path("admin/api/users/{id}/sessions")
@Produces(MediaTypes.JSON)
public final class UserSessionsResource {
  private static final int STANDARD = 50;
  private static final int MOST = 200;
  private static final String VIEW = "users.view_session";

  private final AdminTransactions transactions;
  private final SessionEnding ending;

  public UserSessionsResource(AdminTransactions transactions, SessionEnding ending) {
    this.transactions = transactions;
    this.ending = ending;
  }

  @GET
  @Administrative(VIEW)
  public Response list(
      @Context SecurityContext caller,
      @PathParam("id") long id,
      @Context HttpServletRequest request) {
    AccessToken token = (AccessToken) caller.getUserPrincipal();
    Query query = new Query(request.getQueryString());
    query.demandOnly(List.of("limit", "cursor"));
    int limit = query.number("limit", STANDARD, 1, MOST);
    Optional<SessionCursor> from = query.value("cursor").map(UserSessionsResource::cursor);
    SessionPage page =
        transactions.in(
            Caller.of(token),
            VIEW,
            work -> {
              demandUser(work, id);
              return work.sessions().of(id, token.sessionId(), limit, from);
            });
    return PageAnswer.of(
        request,
        new Page<>(
            page.sessions(),
            page.next().map(SessionCursor::text),
            page.previous().map(SessionCursor::text),
            Optional.empty()));
  }

  private static SessionCursor cursor(String text) {
    return SessionCursor.parse(text).orElseThrow(() -> Query.invalidCursor("cursor"));
  }

  private static void demandUser(Work work, long id) {
    if (new Users(work.em()).byId(id).isEmpty()) {
      throw new ProblemException(ProblemType.NOT_FOUND);
    }
  }

  @DELETE
  @Administrative(SessionEnding.PERMISSION)
  public void endAll(@Context SecurityContext caller, @PathParam("id") long id) {
    ending.allOf(Caller.of(caller.getUserPrincipal()), id);
  }

  @OPTIONS
  @Administrative("")
  public Map<String, Object> describe() {
    return Description.of("Sessions Of User", List.of())
        .reading(
            "GET",
            FieldView.optional("limit", "integer").with("min_value", 1).with("max_value", MOST),
            FieldView.optional("cursor", "string"))
        .members();
  }
}
