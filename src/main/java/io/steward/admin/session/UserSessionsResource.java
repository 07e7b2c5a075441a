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
import java.util.function.Consumer;

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
    query.demandAll(checks(id));
    int limit = limit(query);
    Optional<SessionCursor> from = cursor(query, id);
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
            page.next().map(cursor -> cursor.text(id)),
            page.previous().map(cursor -> cursor.text(id)),
            Optional.empty()));
  }

  private static List<Consumer<Query>> checks(long userId) {
    return List.of(
        sent -> sent.demandOnly(List.of("limit", "cursor")),
        UserSessionsResource::limit,
        sent -> cursor(sent, userId));
  }

  private static int limit(Query query) {
    return query.number("limit", STANDARD, 1, MOST);
  }

  private static Optional<SessionCursor> cursor(Query query, long userId) {
    return query
        .value("cursor")
        .map(
            text ->
                SessionCursor.parse(text, userId).orElseThrow(() -> Query.invalidCursor("cursor")));
  }

  private static void demandUser(Work work, long id) {
    if (new Users(work.em()).byId(id).isEmpty()) {
      throw ProblemException.notFound("user", id);
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
    return Description.of(
            UserSessionsResource.class,
            "Sessions Of User",
            "Lists and ends the sessions of a user.")
        .reading(
            "GET",
            FieldView.optional("limit", "integer").with("min_value", 1).with("max_value", MOST),
            FieldView.optional("cursor", "string"))
        .members();
  }
}
