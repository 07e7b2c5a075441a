package io.steward.benchmark.growth;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** One of the two databases, and what is loaded into it. */
final class Data {
  static final String DOMAIN = "@growth.example";
  static final String GROUP = "press";

  private static final int MEMBERS = 20_000;

  private static final String IS_PRUNED =
      """
      select not exists (select from sessions where expires_at < now() - interval '1 h')
        and not exists (select from revocations where expires_at < now() - interval '1 h')
        and not exists (select from throttles where expires_at < now() - interval '1 h')
        and not exists (select from audit where time < '2021-01-01')
      """;

  private final String url;

  Data(String url) {
    this.url = url;
  }

  String url() {
    return url;
  }

  Connection connection() throws SQLException {
    return DriverManager.getConnection(url);
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String query(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** Loads this many users, sessions and networks. The password of each user has this hash. */
  void load(int count, String hash) throws SQLException {
    // Entering that many rows into this index takes far longer than building it.
    String index = query("select pg_get_indexdef('users_infix'::regclass)");
    execute("drop index users_infix");
    execute(
        String.format(
            Locale.ROOT,
            """
            insert into users (email, password, first_name, last_name, date_joined)
              select 'user-' || i || '%1$s', '%2$s', md5(i::text), md5('last' || i),
                now() - i * interval '1 min' from generate_series(1, %3$d) i;
            insert into groups (name) values ('%5$s');
            insert into user_groups (user_id, group_id)
              select u.id, (select g.id from groups g) from users u order by u.id limit %6$d;
            insert into sessions (id, user_id, key_id, expires_at, ip, user_agent)
              select %4$s, id, 'key', now() + interval '7 days' + i * interval '1 ms', '192.0.2.1',
                'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
              from (select id, id as i from users limit %3$d) u;
            insert into throttles (key, busy_until, slack, expires_at)
              select 'network:' || cast('10.0.0.0' as inet) + i, now(), interval '10 min',
                now() + interval '1 day' + i * interval '1 ms'
              from generate_series(1, %3$d) i;
            insert into known_networks (user_id, network, expires_at)
              select id, cast('10.0.0.0' as inet) + id, now() + interval '180 days' from users;
            insert into known_devices (user_id, device, expires_at)
              select id, 'Firefox, Linux', now() + interval '180 days' from users;
            """,
            DOMAIN,
            hash,
            count,
            id("live"),
            GROUP,
            MEMBERS));
    execute(index);
    settle();
  }

  /**
   * Adds so many expired rows in all: sessions, revocations, throttles and records of the audit.
   */
  void expire(int count) throws SQLException {
    execute(
        String.format(
            Locale.ROOT,
            """
            insert into sessions (id, user_id, key_id, expires_at, ip, user_agent)
              select %1$s, i, 'key', now() - interval '2 h' - i * interval '1 ms', '192.0.2.1', 'Firefox'
              from generate_series(1, %2$d * 4 / 10) i;
            insert into revocations (session_id, expires_at)
              select %1$s, now() - interval '2 h' - i * interval '1 ms'
              from generate_series(1, %2$d * 3 / 10) i;
            insert into throttles (key, busy_until, slack, expires_at)
              select 'network:expired-' || i, now(), interval '1 s',
                now() - interval '2 h' - i * interval '1 ms'
              from generate_series(1, %2$d * 2 / 10) i;
            create table audit_2020_01 partition of audit
              for values from ('2020-01-01 00:00Z') to ('2020-02-01 00:00Z');
            insert into audit (time, event, ip, user_agent, request_id)
              select '2020-01-15 00:00Z', 'LOGGED_IN', '192.0.2.1', 'Firefox', 'x'
              from generate_series(1, %2$d / 10 - %2$d / 50);
            insert into audit (time, event, ip, user_agent, request_id)
              select '2019-01-15 00:00Z', 'LOGGED_IN', '192.0.2.1', 'Firefox', 'x'
              from generate_series(1, %2$d / 50);
            """,
            id("expired"),
            count));
    settle();
  }

  /** Gives 100 sessions to each of the first accounts. */
  void addSessions(int accounts) throws SQLException {
    execute(
        String.format(
            Locale.ROOT,
            """
            insert into sessions (id, user_id, key_id, expires_at, ip, user_agent)
            select %s, u.id, 'key', now() + interval '8 days', '192.0.2.1', 'Firefox'
            from users u, generate_series(1, %d * 100) i
            where u.email = 'user-' || (i %% %d + 1) || '%s'
            """,
            id("more"),
            accounts,
            accounts,
            DOMAIN));
  }

  /** Makes an account a superuser. */
  void promote(String email) throws SQLException {
    execute("update users set is_staff = true, is_superuser = true where email = '" + email + "'");
  }

  private void settle() throws SQLException {
    execute("vacuum analyze");
    execute("checkpoint");
  }

  private static String id(String prefix) {
    return String.format(
        Locale.ROOT,
        "substr(translate(encode(sha256(cast('%s' || i as bytea)), 'base64'), '+/', '-_'), 1, 22)",
        prefix + "-");
  }

  boolean isPruned() throws SQLException {
    return "t".equals(query(IS_PRUNED));
  }

  /** About how many sessions there are, from the index: a count would read the whole table. */
  long sessions() throws SQLException {
    return Long.parseLong(query("select count(*) from sessions"));
  }
}
