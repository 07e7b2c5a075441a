package io.steward.doctor;

import io.steward.database.DatabaseServer;
import io.steward.database.Table;
import io.steward.settings.DatabaseSettings;
import io.steward.settings.Settings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The checks of the database. */
final class DatabaseExamination {
  private static final int OLDEST = 130_000;
  // Skew up to this limit is harmless, because revocations are kept long enough after the tokens
  // expire.
  private static final Duration WORST_SKEW = Duration.ofSeconds(60);
  private static final Duration SKEW = Duration.ofSeconds(1);
  private static final int QUESTIONS = 5;

  private static final String FACTS =
      """
      select current_setting('server_version') as version,
        cast(current_setting('server_version_num') as int) as number,
        current_user as role,
        (select rolsuper from pg_roles where rolname = current_user) as is_superuser,
        current_setting('cluster_name') as cluster,
        current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'
          and current_setting('synchronous_commit') <> 'off' as is_durable,
        least(
          cast(current_setting('max_connections') as int)
            - cast(current_setting('superuser_reserved_connections') as int)
            - cast(coalesce(current_setting('reserved_connections', true), '0') as int)
            - (select sum(numbackends) from pg_stat_database),
          (select nullif(datconnlimit, -1) - numbackends
            from pg_database join pg_stat_database s on s.datid = oid
            where oid = (select oid from pg_database where datname = current_database())),
          (select nullif(rolconnlimit, -1)
              - (select count(*) from pg_stat_activity where usename = current_user)
            from pg_roles where rolname = current_user)
        ) as free_connections,
        coalesce(inet_server_addr() << inet '127.0.0.0/8' or inet_server_addr() = inet '::1', true)
          or coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as is_private
      """;

  /** The needed table privileges that the current role lacks. */
  private static final String MISSING_PRIVILEGES =
      """
      select needed.relation, needed.privilege
      from unnest(cast(? as text[]), cast(? as text[])) needed (relation, privilege)
        join pg_class c on c.relname = needed.relation
      where c.relnamespace = to_regnamespace(quote_ident(current_schema()))
        and not has_table_privilege(c.oid, needed.privilege)
      union all
      select 'function ' || cast(oid as regprocedure), 'EXECUTE' from pg_proc
      where prosecdef and pronamespace = to_regnamespace(quote_ident(current_schema()))
        and not has_function_privilege(oid, 'execute')
      order by 1, 2
      """;

  /** Without a policy, row-level security hides every row from a role that is subject to it. */
  private static final String HIDDEN_TABLES =
      """
      select string_agg(relname, ', ' order by relname) from pg_class c
      where relname = any (cast(? as text[]))
        and relnamespace = to_regnamespace(quote_ident(current_schema()))
        and row_security_active(c.oid)
        and not exists (select from pg_policy where polrelid = c.oid)
      """;

  private final DatabaseSettings settings;
  private final boolean sendsMail;
  private final List<Table> tables;
  private final int hashesAtOnce;
  private final Clock clock;

  DatabaseExamination(Settings settings, List<Table> tables, int hashesAtOnce, Clock clock) {
    this.settings = settings.database();
    this.sendsMail = settings.mail().isOn();
    this.tables = tables;
    this.hashesAtOnce = hashesAtOnce;
    this.clock = clock;
  }

  List<Finding> of(Connection connection) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(FACTS);
        ResultSet facts = statement.executeQuery()) {
      facts.next();
      findings.add(version(facts));
      role(facts).ifPresent(findings::add);
      encryption(facts).ifPresent(findings::add);
      durability(facts).ifPresent(findings::add);
      findings.add(connections(facts));
    }
    missingPrivileges(connection, tables).ifPresent(findings::add);
    hiddenTables(connection, tables).ifPresent(findings::add);
    findings.add(skew(connection));
    return findings;
  }

  private static Finding version(ResultSet facts) throws SQLException {
    String told = "PostgreSQL: " + facts.getString("version");
    return facts.getInt("number") < OLDEST
        ? Finding.fault(told + " is too old: Steward needs 13 or later")
        : Finding.good(told + ", as role " + facts.getString("role"));
  }

  private static Optional<Finding> role(ResultSet facts) throws SQLException {
    boolean isTrial = facts.getString("cluster").equals(DatabaseServer.TRIAL);
    return facts.getBoolean("is_superuser") && !isTrial
        ? Optional.of(
            Finding.advice(
                "Role: %s is a superuser of PostgreSQL: give Steward its own role that owns"
                        .formatted(facts.getString("role"))
                    + " only this database"))
        : Optional.empty();
  }

  private static Optional<Finding> encryption(ResultSet facts) throws SQLException {
    return facts.getBoolean("is_private")
        ? Optional.empty()
        : Optional.of(
            Finding.advice(
                "Connection: not encrypted: add sslmode=verify-full to STEWARD_DATABASE_URL"));
  }

  private static Optional<Finding> durability(ResultSet facts) throws SQLException {
    return facts.getBoolean("is_durable")
        ? Optional.empty()
        : Optional.of(
            Finding.advice(
                "Durability: acknowledged changes can be lost: set fsync, full_page_writes and"
                    + " synchronous_commit of PostgreSQL to on"));
  }

  private Finding connections(ResultSet facts) throws SQLException {
    if (settings.jndi().isPresent()) {
      return Finding.good(
          String.format(
              Locale.ROOT,
              "Pool: the application server's, for %d password hashes at once",
              hashesAtOnce));
    }
    int size = settings.poolSize();
    String told =
        String.format(
            Locale.ROOT, "Pool: %d connections for %d password hashes at once", size, hashesAtOnce);
    if (size < hashesAtOnce) {
      return Finding.advice(
          told + ": log-ins wait for each other; raise STEWARD_DATABASE_POOL_SIZE");
    }
    int needed = size + ownConnections();
    // The connection of this check will be free too.
    int possible = facts.getInt("free_connections") + 1;
    return needed > possible
        ? Finding.advice(
            told
                + String.format(
                    Locale.ROOT,
                    ", but PostgreSQL has only %d free for %d: raise its max_connections, or"
                        + " lower STEWARD_DATABASE_POOL_SIZE",
                    possible,
                    needed))
        : Finding.good(told);
  }

  /** Besides the pool, a node has connections for revocations, for chores, and for mail. */
  private int ownConnections() {
    return sendsMail ? 3 : 2;
  }

  static Optional<Finding> missingPrivileges(Connection connection, List<Table> tables)
      throws SQLException {
    List<String> relations = new ArrayList<>();
    List<String> privileges = new ArrayList<>();
    for (Table table : tables) {
      for (Table.Privilege privilege : table.privileges()) {
        relations.add(table.name());
        privileges.add(privilege.name());
      }
    }
    List<String> missing = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(MISSING_PRIVILEGES)) {
      statement.setArray(1, connection.createArrayOf("text", relations.toArray()));
      statement.setArray(2, connection.createArrayOf("text", privileges.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          missing.add(
              "%s on %s".formatted(rows.getString(2).toLowerCase(Locale.ROOT), rows.getString(1)));
        }
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.fault("Rights: the role lacks " + String.join(", ", missing) + ": grant it"));
  }

  static Optional<Finding> hiddenTables(Connection connection, List<Table> tables)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HIDDEN_TABLES)) {
      Object[] names = tables.stream().map(Table::name).toArray();
      statement.setArray(1, connection.createArrayOf("text", names));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return Optional.ofNullable(rows.getString(1))
            .map(
                hidden ->
                    Finding.fault(
                        "Rights: row-level security hides all rows of %s from the role: disable it,"
                                .formatted(hidden)
                            + " or give the role bypassrls"));
      }
    }
  }

  private Finding skew(Connection connection) throws SQLException {
    Duration ahead = ahead(connection);
    String told =
        String.format(
            Locale.ROOT,
            "Clock: %d ms %s the database's clock",
            ahead.abs().toMillis(),
            ahead.isNegative() ? "behind" : "ahead of");
    if (ahead.abs().compareTo(WORST_SKEW) > 0) {
      return Finding.fault(told + ": set the clocks of both machines by NTP");
    }
    return ahead.abs().compareTo(SKEW) > 0
        ? Finding.advice(told + ": set both by NTP; above 60 s this node issues no tokens")
        : Finding.good(told);
  }

  /**
   * How far this clock is ahead of the database's clock. Uses the fastest of several queries, and
   * assumes that the database read its clock in the middle of that query.
   */
  private Duration ahead(Connection connection) throws SQLException {
    long quickest = Long.MAX_VALUE;
    long ahead = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      long before = clock.millis();
      long there = ask(connection);
      long after = clock.millis();
      if (after - before < quickest) {
        quickest = after - before;
        ahead = (before + after) / 2 - there;
      }
    }
    return Duration.ofMillis(ahead);
  }

  private static long ask(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)");
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
