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
  /** The parameters are a bucket's key, every, slack, memory, most and drip. */
  private static final String TAKE =
      """
      insert into throttles as t (key, busy_until, slack, expires_at)
      values (%1$s, now() + make_interval(secs => %2$s), make_interval(secs => %3$s),
        now() + make_interval(secs => %3$s + %4$s))
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

  boolean isKnown(String email, String network) {
    return !query(
            """
            select 1 from known_networks k join users u on u.id = k.user_id
            where coalesce(u.canonical_email, lower(u.email collate "C")) = ?1
              and k.network = ?2 and k.expires_at > now()
            """,
            email,
            network)
        .getResultList()
        .isEmpty();
  }

  /**
   * Remembers a network for half a year; writes at most once a day. If the password that was
   * checked is no longer the user's, the network stays unknown: the owner may have changed it
   * because somebody else knew it. Locks the user's row, so that a simultaneous change of the
   * password comes before or after. Without the lock, the foreign key would reject the insert after
   * a simultaneous deletion.
   *
   * @return whether the network is new, and the user already had another known network
   */
  boolean know(long userId, String network, String storedHash) {
    return !query(
            """
            with known as (
            insert into known_networks as k (user_id, network, expires_at)
            select id, ?2, now() + interval '180 days' from users
              where id = ?1 and password = ?3 for share
            on conflict (user_id, network) do update set expires_at = excluded.expires_at
            where k.expires_at < now() + interval '179 days'
            returning xmax = 0 as is_new)
            select 1 from known where is_new and exists (
              select from known_networks o
              where o.user_id = ?1 and o.network <> ?2 and o.expires_at > now())
            """,
            userId,
            network,
            storedHash)
        .getResultList()
        .isEmpty();
  }

  /** Forgets all networks of a user except one. */
  void forgetOthers(long userId, String network) {
    query("delete from known_networks where user_id = ?1 and network <> ?2", userId, network)
        .executeUpdate();
  }

  private Query query(String sql, Object... parameters) {
    return Database.query(em, sql, parameters);
  }
}
