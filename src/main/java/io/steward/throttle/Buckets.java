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
  /** The wait that is reported if the count must be reset first. */
  private static final Duration LONG = Duration.ofHours(1);

  /** The parameters are a bucket's key, every, slack, memory and most. */
  private static final String TAKE =
      """
      insert into throttles as t (key, busy_until, slack, expires_at)
      values (%1$s, now() + make_interval(secs => %2$s), make_interval(secs => %3$s),
        now() + make_interval(secs => %3$s + %4$s))
      on conflict (key) do update set
        busy_until = greatest(t.busy_until, now()) + make_interval(secs => %2$s),
        slack = excluded.slack, taken = t.taken + 1, expires_at = excluded.expires_at
      where t.busy_until <= now() + excluded.slack and t.taken < %5$s
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

  /** Counts one attempt; if there are too many, returns how long to wait. */
  Optional<Duration> take(Bucket bucket) {
    Query take =
        query(
            TAKE.formatted("?1", "?2", "?3", "?4", "?5"),
            bucket.key(),
            bucket.every(),
            bucket.slack(),
            (double) bucket.memory().toSeconds(),
            bucket.most());
    if (!take.getResultList().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(refused(bucket));
  }

  /**
   * SQL that counts an attempt in the bucket whose key the SQL expression {@code key} yields;
   * returns a row if the attempt is admitted.
   */
  static String taking(String key, Bucket bucket) {
    return TAKE.formatted(
        key, bucket.every(), bucket.slack(), bucket.memory().toSeconds(), bucket.most());
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
                select cast(ceil(extract(epoch from busy_until - slack - now())) as bigint)
                from throttles where key = ?1 and taken < ?2
                """,
                bucket.key(),
                bucket.most())
            .getResultList();
    return waits.stream()
        .map(seconds -> Duration.ofSeconds(Math.max(1, (Long) seconds)))
        .findFirst()
        .orElse(LONG);
  }

  /** Takes back one counted attempt. */
  void giveBack(Bucket bucket) {
    query(
            """
            update throttles set taken = greatest(0, taken - 1),
              busy_until = busy_until - make_interval(secs => ?2) where key = ?1
            """,
            bucket.key(),
            bucket.every())
        .executeUpdate();
  }

  /** Resets the count of consecutive attempts; the rate limit remains. */
  void forgive(Bucket bucket) {
    query("update throttles set taken = 0 where key = ?1 and taken > 0", bucket.key())
        .executeUpdate();
  }

  boolean isKnown(String email, String network) {
    return !query(
            """
            select 1 from known_networks k join users u on u.id = k.user_id
            where lower(u.email collate "C") = ?1 and k.network = ?2
              and k.expires_at > now()
            """,
            email,
            network)
        .getResultList()
        .isEmpty();
  }

  /**
   * Remembers a network for half a year; writes at most once a day. The account may have been
   * deleted while the password was checked. Its row is locked, because the foreign key would
   * otherwise reject the insert after a simultaneous deletion.
   */
  void know(long userId, String network) {
    query(
            """
            insert into known_networks as k (user_id, network, expires_at)
            select id, ?2, now() + interval '180 days' from users where id = ?1 for key share
            on conflict (user_id, network) do update set expires_at = excluded.expires_at
            where k.expires_at < now() + interval '179 days'
            """,
            userId,
            network)
        .executeUpdate();
  }

  private Query query(String sql, Object... parameters) {
    return Database.query(em, sql, parameters);
  }
}
