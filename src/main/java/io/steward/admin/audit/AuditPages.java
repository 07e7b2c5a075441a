package io.steward.admin.audit;

import io.steward.admin.list.Cursor;
import io.steward.admin.list.ListRequest;
import io.steward.admin.list.Page;
import io.steward.api.Query;
import io.steward.audit.AuditEntry;
import io.steward.audit.AuditFilter;
import io.steward.audit.AuditTrail;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pages of the audit log. Records have no id, so a cursor contains a time and a number. */
final class AuditPages {
  // Anyone can compute a cursor, and the database would count so many records.
  private static final long MOST_AT_ONE_TIME = 100_000;
  // The year 9999, in microseconds since 1970.
  private static final long LAST_TIME = 253_000_000_000_000_000L;

  private AuditPages() {}

  /**
   * Reads a page.
   *
   * @throws io.steward.problem.ProblemException 400 naming what is allowed
   */
  static Page<Map<String, Object>> page(EntityManager em, ListRequest request) {
    AuditFilter filter = AuditSearch.filter(request.query());
    Optional<Cursor> cursor = request.cursor();
    boolean isBackward = cursor.filter(Cursor::isBackward).isPresent();
    Optional<AuditTrail.Position> start = cursor.map(AuditPages::position);
    AuditTrail.Part part =
        AuditTrail.part(em, filter, start, request.isDescending() != isBackward, request.limit());
    List<AuditEntry> entries = new ArrayList<>(part.entries());
    if (isBackward) {
      Collections.reverse(entries);
    }
    return new Page<>(
        entries.stream().map(AuditEntry::members).toList(),
        (isBackward ? start : part.end()).map(end -> text(false, end, request)),
        (isBackward ? part.end() : start).map(end -> text(true, end, request)),
        request.isCounted() ? Optional.of(count(em, filter)) : Optional.empty());
  }

  private static Page.Count count(EntityManager em, AuditFilter filter) {
    return Page.Count.of((int) AuditTrail.count(em, filter, Page.MOST_COUNTED + 1));
  }

  /** A number that was counted from the newest record is written as it is, another one negative. */
  private static String text(
      boolean isBackward, AuditTrail.Position position, ListRequest request) {
    long number = position.isFalling() ? position.number() : -1 - position.number();
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, position.time());
    return new Cursor(isBackward, number, String.valueOf(micros)).text(request.scope());
  }

  private static AuditTrail.Position position(Cursor cursor) {
    boolean isFalling = cursor.id() >= 0;
    long number = isFalling ? cursor.id() : -1 - cursor.id();
    long micros = Long.parseLong(cursor.value());
    if (number > MOST_AT_ONE_TIME || micros < 0 || micros > LAST_TIME) {
      throw Query.invalidCursor("cursor");
    }
    return new AuditTrail.Position(
        Instant.EPOCH.plus(micros, ChronoUnit.MICROS), number, isFalling);
  }
}
