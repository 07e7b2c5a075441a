package io.steward.pages.account;

import io.steward.access.SignedIn;
import io.steward.account.Activity;
import io.steward.audit.AuditRecord;
import io.steward.audit.AuditTrail.Part;
import io.steward.audit.AuditTrail.Position;
import io.steward.html.HtmlPage;
import io.steward.origin.device.Device;
import io.steward.pages.Moment;
import io.steward.pages.Visitors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows what happened to the account. */
@Path("account/activity")
@Produces("text/html")
public final class ActivityPage {
  private static final int MOST = 25;
  // PostgreSQL rejects negative years.
  private static final Pattern BEFORE =
      Pattern.compile("before=([1-9][0-9]{3}-[0-9TZ:.-]{1,36})_([0-9]{1,9})");

  private final Visitors visitors;
  private final Activity activity;

  public ActivityPage(Visitors visitors, Activity activity) {
    this.visitors = visitors;
    this.activity = activity;
  }

  /**
   * An event in words.
   *
   * @param where the device and the address of the person; empty if somebody else acted
   */
  public record Event(String what, Moment when, String where) {}

  /**
   * The content of the page.
   *
   * @param next where the list goes on; may be empty
   */
  public record View(List<Event> events, String next) {}

  @GET
  @SignedIn
  public Response show(@Context HttpServletRequest request) {
    Desk desk = Desk.of(visitors, request);
    long userId = desk.session().user().id();
    Part part = activity.of(userId, from(request.getQueryString()), MOST);
    List<Event> events =
        part.entries().stream().map(entry -> event(desk, userId, entry.row())).toList();
    String next = part.end().map(position -> position.time() + "_" + position.number()).orElse("");
    return Response.ok(HtmlPage.of("activity", desk.layout(), new View(events, next))).build();
  }

  /** Malformed positions count as the first page. */
  private static Optional<Position> from(String query) {
    Matcher before = BEFORE.matcher(query == null ? "" : query);
    if (!before.matches()) {
      return Optional.empty();
    }
    try {
      Instant time = Instant.parse(before.group(1));
      return Optional.of(new Position(time, Long.parseLong(before.group(2)), true));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Others are not shown: an administrator's device is not the owner's business. */
  private static Event event(Desk desk, long userId, AuditRecord row) {
    boolean isOwn = row.actorId().isEmpty() || row.actorId().get() == userId;
    String device = Device.of(row.userAgent());
    String where = row.ip() + (device.isEmpty() ? "" : ", " + device);
    return new Event(
        desk.layout().words().find("event." + row.event()).orElse(row.event()),
        Moment.of(desk.layout().words(), row.time()),
        isOwn && !row.ip().isEmpty() ? where : "");
  }
}
