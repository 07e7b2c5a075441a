package io.steward.session;

import io.steward.database.Chore;
import io.steward.database.Database;
import io.steward.database.Expiry;
import io.steward.database.Table;
import io.steward.origin.Origin;
import io.steward.session.SessionPage.SessionView;
import io.steward.settings.PortalSettings;
import io.steward.settings.Settings;
import io.steward.token.issue.RefreshToken;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table {@code sessions} in one transaction. Times come from the database's clock, so that all
 * nodes decide alike even if their own clocks differ.
 */
public final class Sessions {
  /** PostgreSQL notifies on this channel when a session has ended. */
  public static final String CHANNEL = "steward_revocations";

  static final String ALIVE =
      "expires_at > now() and last_used_at > now() - make_interval(secs => ?2)";

  /**
   * True if the session {@code s} of the user {@code u} was not ended together with others, and
   * does not belong to an earlier user with the same id. As for tokens, a joining date in the
   * future is ignored.
   */
  static final String CURRENT =
      """
      s.token_version >= u.token_version
      and (s.created_at + interval '1 s' >= u.date_joined or u.date_joined > now())
      and not exists (
        select from bulk_revocations b where b.user_id is null and s.created_at < b.started_before)
      """;

  private static final String OF_USERS =
      " from sessions s join users u on u.id = s.user_id and " + CURRENT;

  /** The largest permitted leeway, plus a minute for nodes whose clocks are ahead. */
  private static final Duration SLACK = Duration.ofMinutes(6);

  private final EntityManager em;
  private final Settings settings;
  private final SessionEnds ends;

  /**
   * Works in the entity manager's transaction.
   *
   * @param ended receives the ended sessions, which this node must reject after the commit
   */
  Sessions(EntityManager em, Settings settings, Ended ended) {
    this.em = em;
    this.settings = settings;
    this.ends = new SessionEnds(em, settings, ended);
  }

  /** The seconds from now until every token issued so far for a session has expired. */
  static long tokenSeconds(Settings settings) {
    Duration access = settings.jwt().accessLifetime();
    Duration longest =
        settings
            .authz()
            .portals()
            .map(PortalSettings::lifetime)
            .filter(portal -> portal.compareTo(access) > 0)
            .orElse(access);
    return longest.plus(SLACK).toSeconds();
  }

  /**
   * A new session.
   *
   * @param expiresAt its latest possible end, in seconds since 1970
   * @param tokenVersion the version of the user's tokens
   */
  record Added(long expiresAt, long tokenVersion) {}

  /** Adds a session for a user whose row is locked. */
  Added add(String sessionId, long userId, String keyId) {
    Query insert =
        query(
            """
            insert into sessions
              (id, user_id, key_id, expires_at, ip, user_agent, tokens_expire_at, token_version)
            select ?1, id, ?4, date_trunc('second', now()) + make_interval(secs => ?2), ?5, ?6,
              clock_timestamp() + make_interval(secs => ?7),
              greatest(token_version, (
                select max(b.token_version) from bulk_revocations b where b.user_id is null))
            from users where id = ?3
            returning cast(extract(epoch from expires_at) as bigint), token_version
            """,
            sessionId,
            settings.session().lifetime().toSeconds(),
            userId,
            keyId,
            Origin.current().ip(),
            Origin.current().userAgent(),
            tokenSeconds(settings));
    Object[] row = (Object[]) insert.getSingleResult();
    return new Added((Long) row[0], (Integer) row[1]);
  }

  /** SQL that is true for a session {@code s} of a user {@code u} that {@link #of} lists. */
  public String listed() {
    long idle = settings.session().idleLifetime().toSeconds();
    return CURRENT + " and " + ALIVE.replace("?2", String.valueOf(idle));
  }

  /**
   * A page of a user's sessions that can still be refreshed, the most recently used first.
   *
   * @param current the id of the session that asks
   * @param limit the largest number of sessions in the page
   * @param from next to which session the page is; empty for the first page
   */
  public SessionPage of(long userId, String current, int limit, Optional<SessionCursor> from) {
    boolean isBackward = from.filter(SessionCursor::isBackward).isPresent();
    Query select =
        query(
            """
            select s.id, created_at, last_used_at,
              least(expires_at, last_used_at + make_interval(secs => ?2)), ip, user_agent
            %s where user_id = ?1 and %s
              and (last_used_at, s.id) %s (cast(?3 as timestamptz), cast(?4 as text) collate "C")
            order by last_used_at %4$s, s.id %4$s limit ?5
            """
                .formatted(OF_USERS, ALIVE, isBackward ? ">" : "<", isBackward ? "asc" : "desc"),
            userId,
            settings.session().idleLifetime().toSeconds(),
            from.map(cursor -> cursor.lastUsed().toString()).orElse("infinity"),
            from.map(SessionCursor::id).orElse(""),
            limit + 1);
    List<SessionView> found = rows(select).stream().map(row -> view(row, current)).toList();
    return SessionPage.of(found, limit, from);
  }

  private static SessionView view(Object[] row, String current) {
    String id = (String) row[0];
    return new SessionView(
        id,
        instant(row[1]),
        instant(row[2]),
        instant(row[3]),
        (String) row[4],
        (String) row[5],
        id.equals(current));
  }

  private static Instant instant(Object timestamp) {
    return ((Timestamp) timestamp).toInstant();
  }

  /**
   * The user of a token's session. Empty if the token can no longer be refreshed, because its
   * session has ended or expired, or because the token was used before. Such an old token, perhaps
   * found in a log, must not end all sessions of the user.
   */
  public Optional<Long> userOf(RefreshToken token) {
    Query select =
        query(
            """
            select user_id, s.id %s where s.id = ?1 and %s
              and (generation <= ?3 or generation = ?3 + 1
                and last_used_at >= now() - make_interval(secs => ?4))
            """
                .formatted(OF_USERS, ALIVE),
            token.sessionId(),
            settings.session().idleLifetime().toSeconds(),
            token.generation(),
            settings.session().grace().toSeconds());
    return rows(select).stream().map(row -> (Long) row[0]).findFirst();
  }

  /**
   * The state of a valid refresh token.
   *
   * @param issuedAt when it was issued, in seconds since 1970
   * @param expiresAt when it expires, in seconds since 1970
   */
  public record Standing(long userId, long issuedAt, long expiresAt) {}

  /** The state of a session's newest refresh token; empty for any other token. */
  public Optional<Standing> standing(RefreshToken token) {
    Query select =
        query(
            """
            select user_id, cast(extract(epoch from last_used_at) as bigint),
              cast(extract(epoch from
                least(expires_at, last_used_at + make_interval(secs => ?2))) as bigint)
            %s where s.id = ?1 and generation <= ?3 and %s
            """
                .formatted(OF_USERS, ALIVE),
            token.sessionId(),
            settings.session().idleLifetime().toSeconds(),
            token.generation());
    return rows(select).stream()
        .map(row -> new Standing((Long) row[0], (Long) row[1], (Long) row[2]))
        .findFirst();
  }

  /** The user of a session, if it has not ended. */
  public Optional<Long> userOf(String sessionId) {
    Query select = query("select user_id, s.id" + OF_USERS + " where s.id = ?1", sessionId);
    return rows(select).stream().map(row -> (Long) row[0]).findFirst();
  }

  /**
   * A session that has neither ended nor expired.
   *
   * @param isIdle whether its last use was recorded more than a minute ago
   */
  public record Usable(long userId, long tokenVersion, boolean isIdle) {}

  /** The session with this id; empty if it has ended or expired. */
  public Optional<Usable> usable(String sessionId) {
    Query select =
        query(
            """
            select user_id, s.token_version, last_used_at < now() - interval '1 minute'
            %s where s.id = ?1 and %s
            """
                .formatted(OF_USERS, ALIVE),
            sessionId,
            settings.session().idleLifetime().toSeconds());
    return rows(select).stream()
        .map(row -> new Usable((Long) row[0], (Integer) row[1], (Boolean) row[2]))
        .findFirst();
  }

  /**
   * The facts that a token for a session needs.
   *
   * @param secondsLeft until the session ends if it is not used
   */
  public record Admittance(long userId, long tokenVersion, long secondsLeft) {}

  /** The facts that a token for this session needs; empty if the session has ended or expired. */
  public Optional<Admittance> admittance(String sessionId) {
    Query select =
        query(
            """
            select user_id, s.token_version, cast(extract(epoch from
                least(expires_at, last_used_at + make_interval(secs => ?2)) - now()) as bigint)
            %s where s.id = ?1 and %s
            """
                .formatted(OF_USERS, ALIVE),
            sessionId,
            settings.session().idleLifetime().toSeconds());
    return rows(select).stream()
        .map(row -> new Admittance((Long) row[0], (Integer) row[1], (Long) row[2]))
        .findFirst();
  }

  /**
   * Records that a session is used now, and from where. Returns false if it has ended or expired.
   */
  public boolean touch(String sessionId) {
    Query update =
        query(
            "update sessions set last_used_at = now(), ip = ?3, user_agent = ?4 where id = ?1 and "
                + ALIVE,
            sessionId,
            settings.session().idleLifetime().toSeconds(),
            Origin.current().ip(),
            Origin.current().userAgent());
    return update.executeUpdate() > 0;
  }

  /** Ends a session of a user; false if the user has no such session. */
  public boolean end(String sessionId, long userId) {
    return ends.one(sessionId, userId);
  }

  /**
   * Ends a session; false if it had ended before. If its row was lost, its last access token is
   * assumed to have been issued just now.
   */
  public boolean end(String sessionId) {
    return ends.one(sessionId);
  }

  /** Ends the sessions idle longest of a user who has too many; returns their ids. */
  List<String> endSurplus(long userId, String newest) {
    return ends.surplus(userId, newest);
  }

  /** Ends all sessions of a user whose row is locked. */
  public void endAll(long userId) {
    ends.all(userId, "", false);
  }

  /** Ends all sessions of a user who is being deleted and whose row is locked. */
  public void endWithUser(long userId) {
    ends.all(userId, "", true);
  }

  /** Ends all sessions except one of a user whose row is locked. */
  public void endOthers(long userId, String sessionId) {
    ends.all(userId, sessionId, false);
  }

  /**
   * Ends the access tokens of users after a change of their rights: every node refuses the tokens
   * issued so far. The sessions continue, and a refresh brings tokens with the present groups.
   */
  public void renewTokens(Collection<Long> userIds) {
    ends.tokens(userIds.stream().distinct().sorted().toList());
  }

  /** As {@link #renewTokens(Collection)} for one user. */
  public void renewTokens(long userId) {
    ends.tokens(List.of(userId));
  }

  /** As {@link #renewTokens(Collection)} for all members of a group. */
  public void renewTokensOfGroup(long groupId) {
    List<?> members =
        query("select user_id from user_groups where group_id = ?1 order by user_id", groupId)
            .getResultList();
    ends.tokens(members.stream().map(Long.class::cast).toList());
  }

  /** Ends all sessions of some thousand users. */
  public void endAllOf(List<Long> userIds) {
    ends.allOf(userIds, false);
  }

  /** Ends all sessions of some thousand users who are being deleted and whose rows are locked. */
  public void endWithUsers(List<Long> userIds) {
    ends.allOf(userIds, true);
  }

  /** Ends the sessions of all users that started before a time. */
  public void endEverybody(Instant startedBefore) {
    ends.everybody(startedBefore);
  }

  /** Removes sessions that can no longer be refreshed, and revocations of expired tokens. */
  public static List<Chore> chores() {
    return List.of(
        EndedSessionRemoval.chore(),
        new Expiry("sessions", "id").chore(),
        new Expiry("revocations", "session_id").chore(),
        new Expiry("bulk_revocations", "id", "not sessions_left").chore());
  }

  /** The tables of this package. */
  public static List<Table> tables() {
    return Stream.of("sessions", "revocations", "bulk_revocations").map(Table::changeable).toList();
  }

  static List<Object[]> rows(Query query) {
    List<?> rows = query.getResultList();
    return rows.stream().map(Object[].class::cast).toList();
  }

  private Query query(String sql, Object... parameters) {
    return Database.query(em, sql, parameters);
  }
}
