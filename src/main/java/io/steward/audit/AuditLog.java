package io.steward.audit;

import io.steward.api.json.Json;
import io.steward.database.Database;
import io.steward.log.Log;
import io.steward.origin.Origin;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table {@code audit} seen through one transaction. */
public final class AuditLog {
  private static final Log LOG = Log.of("io.steward.audit");

  private final EntityManager em;

  public AuditLog(EntityManager em) {
    this.em = em;
  }

  /** Records what a user did to their own account; for a command, what was done to it. */
  public void record(AuditEvent event, long userId, String sessionId) {
    boolean byThemselves = !Origin.current().equals(Origin.LOCAL);
    record(
        event,
        byThemselves ? Optional.of(userId) : Optional.empty(),
        Optional.of(userId),
        sessionId,
        "");
  }

  /** Records what nobody who is known did. */
  public void recordByAnyone(
      AuditEvent event, Optional<Long> userId, String sessionId, String detail) {
    record(event, Optional.empty(), userId, sessionId, detail);
  }

  /** Records what the holder of a token did. */
  public void recordByBearer(
      AuditEvent event, Optional<Long> userId, String sessionId, String detail) {
    record(event, userId, userId, sessionId, detail);
  }

  private void record(
      AuditEvent event,
      Optional<Long> actorId,
      Optional<Long> userId,
      String sessionId,
      String detail) {
    Origin client = Origin.current();
    Query insert =
        em.createNativeQuery(
            """
            insert into audit
              (event, actor_id, user_id, session_id, ip, user_agent, request_id, detail)
            values (?1, cast(nullif(?2, '') as bigint), cast(nullif(?3, '') as bigint),
              ?4, ?5, ?6, ?7, ?8)
            returning time
            """);
    List<String> values =
        List.of(
            event.text(),
            actorId.map(String::valueOf).orElse(""),
            userId.map(String::valueOf).orElse(""),
            sessionId,
            client.ip(),
            client.userAgent(),
            client.requestId(),
            detail);
    for (int i = 0; i < values.size(); i++) {
      insert.setParameter(i + 1, values.get(i));
    }
    Instant time = ((Timestamp) insert.getSingleResult()).toInstant();
    AuditRecord row =
        new AuditRecord(
            time,
            event.text(),
            actorId,
            userId,
            sessionId,
            client.ip(),
            client.userAgent(),
            client.requestId(),
            detail);
    // A command has no log but the terminal of whoever gave it.
    if (!client.equals(Origin.LOCAL)) {
      // Not before: the log must not tell of what did not happen.
      Database.afterCommit(em, () -> LOG.info(json(row)));
    }
  }

  /** One JSON object, on one line. */
  public static String json(AuditRecord row) {
    return Log.oneLine(new String(Json.write(row.members()), StandardCharsets.UTF_8));
  }

  /** The last rows that pass, in their order. */
  public List<AuditRecord> find(AuditFilter filter) {
    Query select =
        em.createNativeQuery(
            """
            select time, event, actor_id, user_id, session_id, ip, user_agent, request_id, detail
            from audit
            where (?1 = '' or user_id = cast(nullif(?1, '') as bigint))
              and (?2 = '' or event = ?2)
              and time >= cast(?3 as timestamptz) and time < cast(?4 as timestamptz)
            order by time desc limit ?5
            """);
    select.setParameter(1, filter.userId().map(String::valueOf).orElse(""));
    select.setParameter(2, filter.event().map(AuditEvent::text).orElse(""));
    select.setParameter(3, filter.since().map(Instant::toString).orElse("-infinity"));
    select.setParameter(4, filter.until().map(Instant::toString).orElse("infinity"));
    select.setParameter(5, filter.limit());
    List<?> rows = select.getResultList();
    List<AuditRecord> found =
        rows.stream().map(Object[].class::cast).map(AuditLog::row).collect(Collectors.toList());
    Collections.reverse(found);
    return found;
  }

  private static AuditRecord row(@Nullable Object[] row) {
    return new AuditRecord(
        ((Timestamp) row[0]).toInstant(),
        (String) row[1],
        Optional.ofNullable((Long) row[2]),
        Optional.ofNullable((Long) row[3]),
        (String) row[4],
        (String) row[5],
        (String) row[6],
        (String) row[7],
        (String) row[8]);
  }

  /**
   * Makes the coming months' partitions, and drops those that are wholly older; what others are in
   * the way of is for the next time.
   */
  public static void attend(Connection connection, int retentionDays) throws SQLException {
    try (PreparedStatement upkeep = connection.prepareStatement("select audit_upkeep(?)")) {
      upkeep.setInt(1, retentionDays);
      upkeep.execute();
    }
  }
}
