package io.steward.pages.account;

import io.steward.access.SignedIn;
import io.steward.account.OtherSessions;
import io.steward.api.Input;
import io.steward.api.Query;
import io.steward.html.HtmlPage;
import io.steward.origin.device.Device;
import io.steward.pages.Moment;
import io.steward.pages.Visitors;
import io.steward.session.Logout;
import io.steward.session.SessionCursor;
import io.steward.session.SessionPage;
import io.steward.session.SessionPage.SessionView;
import io.steward.session.SessionTransactions;
import io.steward.session.browser.BrowserSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/** Shows where the person is signed in, and ends these sessions. */
@Path("account/sessions")
@Produces("text/html")
public final class SessionsPage {
  private static final int MOST = 20;
  private static final String OTHERS = "others";

  private final Visitors visitors;
  private final SessionTransactions transactions;
  private final Logout logout;
  private final OtherSessions others;

  public SessionsPage(
      Visitors visitors, SessionTransactions transactions, Logout logout, OtherSessions others) {
    this.visitors = visitors;
    this.transactions = transactions;
    this.logout = logout;
    this.others = others;
  }

  /** A session in words. */
  public record Row(
      String id, String device, String place, Moment since, Moment used, boolean isThis) {}

  /**
   * The content of the page.
   *
   * @param next where the list goes on; may be empty
   */
  public record View(String done, List<Row> sessions, boolean hasOthers, String next) {}

  @GET
  @SignedIn
  public Response show(@Context HttpServletRequest request) {
    Desk desk = Desk.of(visitors, request);
    BrowserSession own = desk.session();
    long userId = own.user().id();
    Optional<SessionCursor> from =
        request.getQueryString() == null || !request.getQueryString().startsWith("cursor=")
            ? Optional.empty()
            : new Query(request.getQueryString())
                .value("cursor")
                .flatMap(text -> SessionCursor.parse(text, userId));
    SessionPage page =
        transactions.read((em, sessions) -> sessions.of(userId, own.id(), MOST, from));
    List<Row> rows = page.sessions().stream().map(session -> row(desk, session)).toList();
    View view =
        new View(
            desk.done(Tab.SESSIONS),
            rows,
            rows.stream().anyMatch(row -> !row.isThis()),
            page.next().map(cursor -> cursor.text(userId)).orElse(""));
    return Response.ok(HtmlPage.of("sessions", desk.layout(), view)).build();
  }

  private static Row row(Desk desk, SessionView session) {
    String device = Device.of(session.userAgent());
    return new Row(
        session.id(),
        device.isEmpty() ? desk.get("sessions.unknown") : device,
        desk.get("sessions.place", session.ip()),
        Moment.of(desk.layout().words(), session.created()),
        Moment.of(desk.layout().words(), session.lastUsed()),
        session.current());
  }

  @POST
  @SignedIn
  public Response end(@Context HttpServletRequest request, Input input) {
    Desk desk = Desk.of(visitors, request);
    String which = input.peek("end").orElse("");
    BrowserSession own = desk.session();
    if (which.equals(OTHERS)) {
      others.end(own.user().id(), own.id());
    } else if (!which.equals(own.id())) {
      // A session that has ended by itself counts as ended.
      logout.end(which, own.user().id());
    }
    return desk.finished(Tab.SESSIONS);
  }
}
