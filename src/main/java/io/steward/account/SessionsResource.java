package io.steward.account;

import io.steward.access.Authenticated;
import io.steward.api.Description;
import io.steward.api.MediaTypes;
import io.steward.api.Query;
import io.steward.session.SessionCursor;
import io.steward.session.SessionPage;
import io.steward.session.SessionTransactions;
import io.steward.token.AccessToken;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import java.util.Optional;

/** The caller's own sessions, page by page. */
@Path("user/sessions")
@Produces(MediaTypes.JSON)
public final class SessionsResource {
  private static final int STANDARD = 100;
  private static final int MOST = 200;

  private final ActiveUsers activeUsers;
  private final SessionTransactions transactions;

  public SessionsResource(ActiveUsers activeUsers, SessionTransactions transactions) {
    this.activeUsers = activeUsers;
    this.transactions = transactions;
  }

  @GET
  @Authenticated(takesCookie = true)
  public Response list(@Context SecurityContext caller, @Context HttpServletRequest request) {
    AccessToken token = (AccessToken) caller.getUserPrincipal();
    Query query = new Query(request.getQueryString());
    int limit = query.number("limit", STANDARD, 1, MOST);
    long userId = token.subject().id();
    Optional<SessionCursor> after =
        query
            .value("cursor")
            .map(
                text ->
                    SessionCursor.parse(text, userId)
                        .orElseThrow(() -> Query.invalidCursor("cursor")));
    activeUsers.view(token);
    SessionPage page =
        transactions.read((em, sessions) -> sessions.of(userId, token.sessionId(), limit, after));
    Response.ResponseBuilder answer = Response.ok(page.sessions());
    // Relative to the request's address, because a proxy may have changed host and path (RFC 8288,
    // 3.2).
    page.next()
        .map(next -> "<?limit=" + limit + "&cursor=" + next.text(userId) + ">; rel=\"next\"")
        .ifPresent(link -> answer.header("Link", link));
    return answer.build();
  }

  @OPTIONS
  @Authenticated(takesCookie = true)
  public Map<String, Object> describe() {
    return Description.of("Sessions").members();
  }
}
