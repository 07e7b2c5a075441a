package io.steward.throttle;

import io.steward.audit.Actor;
import io.steward.audit.AuditEvent;
import io.steward.audit.AuditLog;
import io.steward.audit.AuditSubject;
import io.steward.database.Database;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code throttles} in one transaction. Times come from the database's clock, and an
 * attempt locks its row. Several nodes together therefore admit exactly as many attempts as one
 * node.
 */
final class Buckets {
  /**
   * The parameters are a bucket's key, every, slack, memory, most and drip. A full bucket is
   * refused without locking its row: a flood of attempts would otherwise wait there, each with a
   * connection.
   */
  private static final String TAKE =
      """
      insert into throttles as t (key, busy_until, slack, expires_at)
      select %1$s, now() + make_interval(secs => %2$s), make_interval(secs => %3$s),
        now() + make_interval(secs => %3$s + %4$s)
      where not exists (
        select from throttles f where f.key = %1$s and f.busy_until >
          case when f.taken < %5$s then now() + make_interval(secs => %3$s) else now() end)
      on conflict (key) do update set
        busy_until = greatest(t.busy_until, now())
          + make_interval(secs => case when t.taken < %5$s then %2$s else %6$s end),
        slack = excluded.slack, taken = t.taken + 1, expires_at = excluded.expires_at
      where t.busy_until <=
        case when t.taken < %5$s then now() + excluded.slack else now() end
      returning taken
      """;

  private final EntityManager em;

  Buckets(EntityManager em) {
    this.em = em;
  }

  /**
   * Saves an fsync for each attempt; if the database server crashes, the last counts may be lost.
   */
  Buckets withoutFsync() {
    query("select set_config('synchronous_commit', 'off', true)").getSingleResult();
    return this;
  }

  /** Counts one attempt; if there are too many, audits that and returns how long to wait. */
  Optional<Duration> take(Bucket bucket) {
    return count(bucket) ? Optional.empty() : Optional.of(refused(bucket));
  }

  /** Counts one attempt; returns whether it is admitted. */
  boolean count(Bucket bucket) {
    return !query(
            TAKE.formatted("?1", "?2", "?3", "?4", "?5", "?6"),
            bucket.key(),
            bucket.every(),
            bucket.slack(),
            (double) bucket.memory().toSeconds(),
            bucket.most(),
            bucket.drip())
        .getResultList()
        .isEmpty();
  }

  /**
   * SQL that counts an attempt in the bucket whose key the SQL expression {@code key} yields;
   * returns a row if the attempt is admitted.
   */
  static String taking(String key, Bucket bucket) {
    return TAKE.formatted(
        key,
        bucket.every(),
        bucket.slack(),
        bucket.memory().toSeconds(),
        bucket.most(),
        bucket.drip());
  }

  /** Whether the next attempt would be refused; counts and locks nothing. */
  boolean isFull(Bucket bucket) {
    return !query(
            """
            select 1 from throttles where key = ?1 and busy_until >
              case when taken < ?3 then now() + make_interval(secs => ?2) else now() end
            """,
            bucket.key(),
            bucket.slack(),
            bucket.most())
        .getResultList()
        .isEmpty();
  }

  /** Records that an attempt was refused; returns how long to wait. */
  Duration refused(Bucket bucket) {
    tell(bucket);
    return wait(bucket);
  }

  /** Audits the refusal at most once a minute, so that a flood does not fill the audit. */
  private void tell(Bucket bucket) {
    int told =
        query(
                """
                update throttles set told_at = now()
                where key = ?1 and told_at < now() - interval '1 minute'
                """,
                bucket.key())
            .executeUpdate();
    if (told > 0) {
      new AuditLog(em)
          .record(
              Actor.NOBODY,
              AuditEvent.THROTTLED,
              AuditSubject.UNKNOWN,
              bucket.key().replaceFirst(":.*", ""));
    }
  }

  private Duration wait(Bucket bucket) {
    List<?> waits =
        query(
                """
                select cast(ceil(extract(epoch from busy_until - now()
                  - case when taken < ?2 then slack else interval '0' end)) as bigint)
                from throttles where key = ?1
                """,
                bucket.key(),
                bucket.most())
            .getResultList();
    return waits.stream()
        .map(seconds -> Duration.ofSeconds(Math.max(1, (Long) seconds)))
        .findFirst()
        .orElse(Duration.ofSeconds(1));
  }

  /** Takes back one counted attempt. */
  void giveBack(Bucket bucket) {
    query(
            """
            update throttles set taken = greatest(0, taken - 1), busy_until = busy_until
              - make_interval(secs => case when taken > ?3 then ?4 else ?2 end)
            where key = ?1
            """,
            bucket.key(),
            bucket.every(),
            bucket.most(),
            bucket.drip())
        .executeUpdate();
  }

  /** Resets the count of consecutive attempts; the rate limit remains. */
  void reset(Bucket bucket) {
    query("update throttles set taken = 0 where key = ?1 and taken > 0", bucket.key())
        .executeUpdate();
  }

  /** Removes all buckets whose keys start with one of these texts. */
  void remove(String one, String other) {
    query(
            """
            delete from throttles
            where key >= ?1 and key < ?1 || '~' or key >= ?2 and key < ?2 || '~'
            """,
            one,
            other)
        .executeUpdate();
  }

  private Query query(String sql, Object... parameters) {
    return Database.query(em, sql, parameters);
  }
}
