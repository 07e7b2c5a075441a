package io.steward.audit;

import io.steward.database.Database;
import jakarta.persistence.Query;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the audit log with the people's addresses and names. */
public final class AuditTrail {
  private static final int AT_ONCE = 10_000;

  /** A deleted user's last address is the detail of the record of the deletion. */
  private static final String SELECT =
      """
      select a.time, a.event, a.actor_id, a.user_id, a.session_id, a.ip, a.user_agent,
        a.request_id, a.detail, a.operator,
        coalesce(u.email, (select d.detail from audit d
          where d.user_id = a.user_id and d.event = 'user-deleted' order by d.time desc limit 1)),
        concat_ws(' ', nullif(u.first_name, ''), nullif(u.last_name, '')),
        coalesce(c.email, (select d.detail from audit d
          where d.user_id = a.actor_id and d.event = 'user-deleted' order by d.time desc limit 1)),
        cast(a.changes as text)
      from audit a left join users u on u.id = a.user_id left join users c on c.id = a.actor_id
      where (?1 = '' or a.user_id = cast(nullif(?1, '') as bigint))
        and (?2 = '' or a.event = ?2)
        and a.time >= cast(?3 as timestamptz) and a.time < cast(?4 as timestamptz)
      """;

  private static final String NEXT =
      """
      select time from audit where time > cast(?1 as timestamptz) and time < cast(?2 as timestamptz)
      order by time offset ?3 limit 1
      """;

  private final Database database;

  public AuditTrail(Database database) {
    this.database = database;
  }

  /** At most {@code most} of the latest records that match the filter, oldest first. */
  public List<AuditEntry> latest(AuditFilter filter, int most) {
    List<AuditEntry> found =
        read(filter, since(filter), until(filter), " order by a.time desc limit " + most);
    Collections.reverse(found);
    return found;
  }

  /**
   * Passes on every record that matches the filter, oldest first. Reads by spans of time, each in a
   * transaction of its own, because statements have a time limit.
   */
  public void forEach(AuditFilter filter, Consumer<AuditEntry> reader) {
    String until = until(filter);
    Optional<String> from = Optional.of(since(filter));
    while (from.isPresent()) {
      Optional<String> to = next(from.get(), until);
      read(filter, from.get(), to.orElse(until), " order by a.time").forEach(reader);
      from = to;
    }
  }

  /** The end of a span that contains at most {@link #AT_ONCE} times; empty for the last span. */
  private Optional<String> next(String from, String until) {
    List<?> times =
        database.read(em -> Database.query(em, NEXT, from, until, AT_ONCE).getResultList());
    return times.stream().map(time -> ((Timestamp) time).toInstant().toString()).findFirst();
  }

  private List<AuditEntry> read(AuditFilter filter, String from, String to, String order) {
    return database.read(
        em -> {
          Query select =
              Database.query(
                  em,
                  SELECT + order,
                  filter.userId().map(String::valueOf).orElse(""),
                  filter.event().map(AuditEvent::text).orElse(""),
                  from,
                  to);
          List<?> rows = select.getResultList();
          return rows.stream()
              .map(Object[].class::cast)
              .map(AuditTrail::entry)
              .collect(Collectors.toList());
        });
  }

  private static String since(AuditFilter filter) {
    return filter.since().map(Instant::toString).orElse("-infinity");
  }

  private static String until(AuditFilter filter) {
    return filter.until().map(Instant::toString).orElse("infinity");
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

  private static String text(@Nullable Object column) {
    return column == null ? "" : (String) column;
  }
}
