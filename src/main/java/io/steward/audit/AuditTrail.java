package io.steward.audit;

import io.steward.database.Database;
import jakarta.persistence.EntityManager;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the audit log with the people's addresses and names. */
public final class AuditTrail {
  private static final int AT_ONCE = 1_000;

  /** The order of records. Records that are equal in all of these columns are interchangeable. */
  private static final List<String> ORDER =
      List.of(
          "time",
          "event",
          "user_id",
          "actor_id",
          "session_id",
          "request_id",
          "detail",
          "ip",
          "changes");

  /** The detail of records about an accepted invitation. */
  public static final String BY_INVITATION = "invitation";

  /** A deleted user's last address is the detail of the record of the deletion. */
  private static final String SELECT =
      """
      select a.time, a.event, a.actor_id, a.user_id, a.session_id, a.ip, a.user_agent,
        a.request_id, a.detail, a.operator,
        coalesce((select email from users where id = a.user_id), (select d.detail from audit d
          where d.user_id = a.user_id and d.event = 'user-deleted' order by d.time desc limit 1)),
        (select concat_ws(' ', nullif(first_name, ''), nullif(last_name, '')) from users
          where id = a.user_id),
        coalesce((select email from users where id = a.actor_id), (select d.detail from audit d
          where d.user_id = a.actor_id and d.event = 'user-deleted' order by d.time desc limit 1)),
        cast(a.changes as text)
      from (select * from audit where %s order by %s offset %s limit %s) a order by %2$s
      """;

  private final Reads reads;

  /** Runs a query in a transaction of its own, because statements have a time limit. */
  public interface Reads {
    Part read(Function<EntityManager, Part> query);
  }

  /**
   * A position in the list: after this number of records with exactly this time.
   *
   * @param isFalling whether the records are counted from the newest, instead of from the oldest
   */
  public record Position(Instant time, long number, boolean isFalling) {}

  /** Records in the order of reading; {@code end} is empty if no more records follow. */
  public record Part(List<AuditEntry> entries, Optional<Position> end) {}

  public AuditTrail(Reads reads) {
    this.reads = reads;
  }

  /** When the person accepted the invitation to which the account belongs. */
  public static Optional<Instant> invitationAccepted(EntityManager em, long userId) {
    Object time =
        Database.query(
                em,
                """
                select min(time) from (
                  select time, request_id, first_value(request_id) over (order by time desc) as latest
                  from audit where user_id = ?1 and detail = ?2) r
                where request_id = latest
                """,
                userId,
                BY_INVITATION)
            .getSingleResult();
    return Optional.ofNullable((Timestamp) time).map(Timestamp::toInstant);
  }

  /** At most {@code most} of the latest records that match the filter, oldest first. */
  public List<AuditEntry> latest(AuditFilter filter, int most) {
    List<AuditEntry> found =
        new ArrayList<>(reads.read(em -> part(em, filter, Optional.empty(), true, most)).entries());
    Collections.reverse(found);
    return found;
  }

  /**
   * Passes every record that matches the filter to the reader, even if there are many millions.
   *
   * @param isFalling whether the newest record is first, instead of the oldest
   */
  public void forEach(AuditFilter filter, boolean isFalling, Consumer<AuditEntry> reader) {
    Optional<Position> from = Optional.empty();
    do {
      Optional<Position> start = from;
      Part part = reads.read(em -> part(em, filter, start, isFalling, AT_ONCE));
      part.entries().forEach(reader);
      from = part.end();
    } while (from.isPresent());
  }

  /**
   * Reads the records that follow a position.
   *
   * @param from empty for the first records
   * @param isFalling whether the newest record is first, instead of the oldest
   */
  public static Part part(
      EntityManager em, AuditFilter filter, Optional<Position> from, boolean isFalling, int most) {
    Optional<Position> start = from.map(position -> turned(em, filter, position, isFalling));
    Map<String, Object> conditions = filter.conditions();
    start.ifPresent(
        position ->
            conditions.put(
                "(time %s cast(? as timestamptz))".formatted(isFalling ? "<=" : ">="),
                position.time().toString()));
    String direction = isFalling ? " desc" : "";
    String sql =
        SELECT.formatted(
            sql(conditions),
            String.join(direction + ", ", ORDER) + direction,
            start.map(Position::number).orElse(0L),
            most + 1);
    List<?> rows = Database.query(em, sql, conditions.values().toArray()).getResultList();
    List<AuditEntry> found =
        rows.stream().map(Object[].class::cast).map(AuditTrail::entry).toList();
    if (found.size() <= most) {
      return new Part(found, Optional.empty());
    }
    List<AuditEntry> entries = found.subList(0, most);
    return new Part(entries, Optional.of(end(entries, start, isFalling)));
  }

  /** The number of records that match the filter, at most {@code most}. */
  public static long count(EntityManager em, AuditFilter filter, int most) {
    return count(em, filter.conditions(), " limit " + most);
  }

  private static long count(EntityManager em, Map<String, Object> conditions, String limit) {
    String sql =
        "select count(*) from (select 1 from audit where %s%s) counted"
            .formatted(sql(conditions), limit);
    return (Long) Database.query(em, sql, conditions.values().toArray()).getSingleResult();
  }

  /** The same position, counted in the direction of reading. */
  private static Position turned(
      EntityManager em, AuditFilter filter, Position position, boolean isFalling) {
    if (position.isFalling() == isFalling) {
      return position;
    }
    Map<String, Object> conditions = filter.conditions();
    conditions.put("time = cast(? as timestamptz)", position.time().toString());
    long all = count(em, conditions, "");
    return new Position(position.time(), Math.max(0, all - position.number()), isFalling);
  }

  private static Position end(
      List<AuditEntry> entries, Optional<Position> start, boolean isFalling) {
    Instant time = entries.get(entries.size() - 1).row().time();
    long number = entries.stream().filter(entry -> entry.row().time().equals(time)).count();
    long before =
        start.filter(position -> position.time().equals(time)).map(Position::number).orElse(0L);
    return new Position(time, before + number, isFalling);
  }

  private static String sql(Map<String, Object> conditions) {
    StringBuilder sql = new StringBuilder("true");
    int number = 1;
    for (String condition : conditions.keySet()) {
      sql.append(" and ").append(condition.replace("?", "?" + number));
      number++;
    }
    return sql.toString();
  }

  private static AuditEntry entry(@Nullable Object[] row) {
    AuditRecord plain =
        new AuditRecord(
            ((Timestamp) row[0]).toInstant(),
            (String) row[1],
            Optional.ofNullable((Long) row[2]),
            Optional.ofNullable((Long) row[3]),
            (String) row[4],
            (String) row[5],
            (String) row[6],
            (String) row[7],
            (String) row[8],
            (String) row[9],
            Changes.parse(text(row[13])));
    return new AuditEntry(plain, text(row[10]), text(row[11]), text(row[12]));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : (String) value;
  }
}
