package io.steward.session;

import static io.steward.session.Sessions.rows;

import io.steward.database.Database;
import io.steward.settings.Settings;
import io.steward.token.BulkRevocation;
import io.steward.token.ended.EndedSession;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * Ends sessions, one by one or all of a user at once. However many sessions a user has, ending all
 * of them writes one row and removes a limited number of sessions. {@link EndedSessionRemoval}
 * removes the others later. Until then, their token version makes them invalid.
 */
final class SessionEnds {
  // At most this many sessions also get their own revocations, for nodes and filters of the
  // previous release.
  private static final int AT_ONCE = 500;

  // Limited, so that a log-in stays fast even if the user has very many old sessions.
  private static final int SURPLUS_AT_ONCE = 100;

  // Limited, because a statement has a time limit.
  private static final int RENEWED_AT_ONCE = 1_000;

  // The version grows with time, so that a restored backup does not use a version twice.
  private static final String VERSION =
      "cast(extract(epoch from clock_timestamp() - timestamptz '2026-01-01 00:00Z') as integer)";

  private static final String BULK =
      """
      with former as (
        select token_version from users where id = ?1),
      raised as (
        update users set token_version = greatest(token_version + 1, %1$s)
        where id = ?1 returning token_version),
      kept as (
        update sessions s set token_version = raised.token_version from raised, former
        where s.id = ?2 and s.user_id = ?1 and s.token_version >= former.token_version
        returning s.id)
      insert into bulk_revocations
        (user_id, token_version, except_session, user_deleted, expires_at)
      select ?1, token_version, coalesce((select id from kept), ''), ?3, greatest(
        clock_timestamp() + make_interval(secs => ?4),
        (select max(tokens_expire_at) from sessions where user_id = ?1))
      from raised
      returning id, token_version, except_session, cast(extract(epoch from expires_at) as bigint)
      """
          .formatted(VERSION);

  private static final String LOCK =
      """
      select count(*) from (
        select from users where id in (select unnest(cast(?1 as bigint[]))) order by id for no key update) locked
      """;

  // Only as many sessions continue as a user may have.
  private static final String RENEW =
      """
      with former as (
        select id, token_version from users where id in (select unnest(cast(?1 as bigint[])))),
      raised as (
        update users u set token_version = greatest(u.token_version + 1, %1$s),
          version = u.version + 1
        from former f where u.id = f.id
        returning u.id, u.token_version, f.token_version as former_version),
      alive as (
        select s.id, s.user_id, r.token_version,
          row_number() over (partition by s.user_id order by s.last_used_at desc) as place
        from raised r join sessions s on s.user_id = r.id and s.token_version >= r.former_version
        where %2$s),
      renewed as (
        update sessions s set token_version = a.token_version from alive a
        where s.id = a.id and a.place <= ?3)
      insert into bulk_revocations (user_id, token_version, sessions_left, expires_at)
      select r.id, r.token_version, r.id in (select user_id from alive where place > ?3),
        greatest(clock_timestamp() + make_interval(secs => ?4), l.last)
      from raised r left join (
        select user_id, max(tokens_expire_at) as last from sessions
        where user_id in (select unnest(cast(?1 as bigint[]))) group by user_id) l on l.user_id = r.id
      returning user_id, token_version, cast(extract(epoch from expires_at) as bigint)
      """
          .formatted(VERSION, Sessions.ALIVE);

  // A concurrent refresh may issue a token almost 3 s later, the longest time of a statement.
  // Sessions that start later have at least this version. Without it, a user from a restored backup
  // could have a lower version than nodes and filters remember. It is one less than the current
  // version, so that an end of one user's sessions in the same second still covers them.
  private static final String EVERYBODY =
      """
      insert into bulk_revocations
        (started_before, issued_before, token_version, expires_at, sessions_left)
      values (?1, clock_timestamp() + interval '3 s', %1$s - 1, greatest(
        clock_timestamp() + make_interval(secs => ?2),
        (select max(tokens_expire_at) from sessions)), true)
      returning cast(ceil(extract(epoch from issued_before)) as bigint),
        cast(extract(epoch from expires_at) as bigint)
      """
          .formatted(VERSION);

  // Users without a session are left out: they have no token that could be accepted.
  private static final String MANY =
      """
      with locked as (
        select id from users u where id = any (cast(?1 as bigint[]))
          and exists (select from sessions s where s.user_id = u.id) order by id for no key update),
      raised as (
        update users u set token_version = greatest(u.token_version + 1, %1$s)
        from locked where u.id = locked.id returning u.id, u.token_version)
      insert into bulk_revocations
        (user_id, token_version, user_deleted, expires_at, sessions_left)
      select r.id, r.token_version, ?3, greatest(
        clock_timestamp() + make_interval(secs => ?2),
        (select max(tokens_expire_at) from sessions where user_id = r.id)), true
      from raised r
      returning user_id, token_version, cast(extract(epoch from expires_at) as bigint)
      """
          .formatted(VERSION);

  private final EntityManager em;
  private final Settings settings;
  private final Ended ended;

  SessionEnds(EntityManager em, Settings settings, Ended ended) {
    this.em = em;
    this.settings = settings;
    this.ended = ended;
  }

  /** Ends a session of a user; false if the user has no such session. */
  boolean one(String sessionId, long userId) {
    String owned =
        "id = ?1 and user_id = ?2"
            + " and token_version >= (select token_version from users where id = ?2)";
    return !remove(false, owned, sessionId, userId).isEmpty();
  }

  /** Ends a session; false if it had ended before. */
  boolean one(String sessionId) {
    return !remove(false, "id = ?1", sessionId).isEmpty()
        || !revoke(
                """
          insert into revocations (session_id, expires_at)
          values (?1, clock_timestamp() + make_interval(secs => ?2))
          on conflict (session_id) do nothing
          """,
                sessionId,
                Sessions.tokenSeconds(settings))
            .isEmpty();
  }

  /**
   * Ends the sessions idle longest of a user who has more than the limit.
   *
   * @param newest the newest session, which stays
   * @return the ids of the ended sessions
   */
  List<String> surplus(long userId, String newest) {
    return remove(
            false,
            """
            id in (select id from (
              select id, last_used_at from sessions where user_id = ?1 and id <> ?2
                and token_version >= (select token_version from users where id = ?1)
              order by last_used_at desc offset ?3) surplus
              order by last_used_at limit ?4)
            """,
            userId,
            newest,
            settings.session().perUser() - 1,
            SURPLUS_AT_ONCE)
        .stream()
        .map(EndedSession::id)
        .toList();
  }

  /** Ends all sessions of a user except one, which may be empty. */
  void all(long userId, String except, boolean userDeleted) {
    long seconds = Sessions.tokenSeconds(settings);
    for (Object[] row : rows(query(BULK, userId, except, userDeleted, seconds))) {
      long version = (Integer) row[1];
      ended.add(
          new BulkRevocation(userId, version, (String) row[2], 0, (Long) row[3], userDeleted));
      List<EndedSession> removed =
          remove(
              userDeleted,
              """
              id in (select id from sessions where user_id = ?1 and token_version < ?2
                order by tokens_expire_at desc limit ?3)
              """,
              userId,
              version,
              AT_ONCE);
      if (removed.size() == AT_ONCE) {
        query("update bulk_revocations set sessions_left = true where id = ?1", row[0])
            .executeUpdate();
      }
      notifyNodes();
    }
  }

  /** Ends all sessions of many users; {@link EndedSessionRemoval} removes them. */
  void allOf(List<Long> userIds, boolean userDeleted) {
    long seconds = Sessions.tokenSeconds(settings);
    for (Object[] row : rows(query(MANY, Database.array(userIds), seconds, userDeleted))) {
      long version = (Integer) row[1];
      ended.add(new BulkRevocation((Long) row[0], version, "", 0, (Long) row[2], userDeleted));
    }
    notifyNodes();
  }

  /**
   * Ends the access tokens of users. Their sessions continue, and the next refresh brings new
   * tokens. Also locks the users' rows and raises the versions of the rows, because the data that
   * administrators see changes too.
   */
  void tokens(List<Long> userIds) {
    for (int from = 0; from < userIds.size(); from += RENEWED_AT_ONCE) {
      int to = Math.min(from + RENEWED_AT_ONCE, userIds.size());
      String ids = Database.array(userIds.subList(from, to));
      query(LOCK, ids).getSingleResult();
      Query renew =
          query(
              RENEW,
              ids,
              settings.session().idleLifetime().toSeconds(),
              settings.session().perUser(),
              Sessions.tokenSeconds(settings));
      for (Object[] row : rows(renew)) {
        long version = (Integer) row[1];
        ended.add(new BulkRevocation((Long) row[0], version, "", 0, (Long) row[2], false));
      }
    }
    notifyNodes();
  }

  /**
   * Ends the sessions of all users that started before a time, and all tokens issued until now: the
   * sessions that continue have to be refreshed.
   */
  void everybody(Instant startedBefore) {
    Query insert =
        query(EVERYBODY, startedBefore.atOffset(ZoneOffset.UTC), Sessions.tokenSeconds(settings));
    for (Object[] row : rows(insert)) {
      ended.add(
          new BulkRevocation(BulkRevocation.EVERYBODY, 0, "", (Long) row[0], (Long) row[1], false));
    }
    notifyNodes();
  }

  private List<EndedSession> remove(boolean userDeleted, String condition, Object... parameters) {
    // The row may be older than the session's last token if the database was restored from a
    // backup.
    return revoke(
        String.format(
            Locale.ROOT,
            """
        with ended as (delete from sessions where %s returning id, tokens_expire_at)
        insert into revocations (session_id, expires_at, user_deleted)
        select id, greatest(tokens_expire_at, clock_timestamp() + make_interval(secs => %d)), %s
        from ended
        """,
            condition,
            Sessions.tokenSeconds(settings),
            userDeleted),
        parameters);
  }

  private List<EndedSession> revoke(String insert, Object... parameters) {
    String returning =
        " returning session_id, cast(extract(epoch from expires_at) as bigint), user_deleted";
    List<EndedSession> revoked =
        rows(query(insert + returning, parameters)).stream()
            .map(row -> new EndedSession((String) row[0], (Long) row[1], (Boolean) row[2]))
            .toList();
    if (!revoked.isEmpty()) {
      notifyNodes();
      ended.add(revoked);
    }
    return revoked;
  }

  private void notifyNodes() {
    query("select cast(pg_notify('" + Sessions.CHANNEL + "', '') as text)").getSingleResult();
  }

  private Query query(String sql, Object... parameters) {
    return Database.query(em, sql, parameters);
  }
}
