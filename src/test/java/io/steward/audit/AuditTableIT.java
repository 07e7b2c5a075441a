package io.steward.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.database.Database;
import io.steward.origin.Origin;
import io.steward.testing.LogLines;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writing, protecting and dropping the rows of the audit table. */
final class AuditTableIT {
  private static final String INSERT =
      "insert into audit (time, event, ip, user_agent, request_id) values (%s, '%s', '', '', '')";
  private final TestDatabase postgres = TestDatabase.create();
  private final Database database =
      new Database(TestServer.settings(postgres.url(), Map.of()).database());
  private static final int RETENTION = 365;

  @BeforeEach
  void connect() {
    database.server().migrate();
    database.connect();
  }

  @AfterEach
  void disconnect() {
    Origin.left();
    database.close();
  }

  private void insert(String time, String event) {
    postgres.execute(INSERT.formatted(time, event));
  }

  private List<String> partitions() {
    return postgres.query(
        "select cast(inhrelid as regclass) as name from pg_inherits"
            + " where inhparent = 'audit'::regclass order by 1");
  }

  private static String month(int ahead) {
    return "audit_" + YearMonth.now(ZoneOffset.UTC).plusMonths(ahead).toString().replace('-', '_');
  }

  private List<String> where(String event) {
    return postgres.query("select tableoid::regclass from audit where event = '" + event + "'");
  }

  private boolean attend() {
    try (Connection connection = database.server().connection()) {
      return AuditTable.keepMonths(connection, RETENTION);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean add() {
    return add(new Actor.User(1));
  }

  private boolean add(Actor actor) {
    return database.inTransaction(em -> record(em, actor));
  }

  private static boolean record(EntityManager em, Actor actor) {
    new AuditLog(em).record(actor, AuditEvent.LOGGED_IN, AuditSubject.session(1, "sid"));
    return true;
  }

  /** Does the work as part of a request; returns the audit's log lines. */
  private static List<String> told(Runnable work) {
    Origin.entered(new Origin("0123456789abcdef", "192.0.2.7", "curl"));
    return LogLines.of("io.steward.audit", Level.INFO, work);
  }

  // Writing

  @Test
  void a_committed_event_is_logged_once() {
    assertThat(told(this::add))
        .singleElement()
        .asString()
        .startsWith("INFO {\"time\":\"")
        .contains("\"event\":\"logged-in\",\"actor_id\":1,\"user_id\":1,");
    assertThat(postgres.query("select event from audit")).containsExactly("logged-in");
  }

  @Test
  void for_a_client_the_actor_column_is_empty_and_the_detail_names_the_client() {
    add(new Actor.User(7));
    add(new Actor.Client("portal"));
    add(new Actor.Command("root@test"));
    add(Actor.NOBODY);
    assertThat(
            postgres.query(
                "select concat_ws(' ', coalesce(actor_id, 0), user_id, detail) from audit"
                    + " order by time"))
        .containsExactly("7 1 ", "0 1 client portal", "0 1 ", "0 1 ");
  }

  @Test
  void only_events_of_requests_are_logged() {
    assertThat(told(() -> add(new Actor.Client("portal")))).hasSize(1);
    assertThat(told(() -> add(Actor.NOBODY))).hasSize(1);
    assertThat(told(() -> add(new Actor.Command("root@test")))).isEmpty();
  }

  @Test
  void a_rolled_back_event_is_neither_stored_nor_logged() {
    List<String> lines =
        told(
            () ->
                assertThatThrownBy(
                        () ->
                            database.inTransaction(
                                em -> {
                                  record(em, new Actor.User(1));
                                  throw new IllegalStateException("no");
                                }))
                    .hasMessage("no"));
    assertThat(lines).isEmpty();
    assertThat(postgres.query("select event from audit")).isEmpty();
  }

  @Test
  void an_event_that_fails_to_commit_is_neither_stored_nor_logged() {
    postgres.execute(
        "create table deferred (id int unique deferrable initially deferred);"
            + "create function refuse() returns trigger language plpgsql as"
            + " $$ begin insert into deferred values (1), (1); return new; end $$;"
            + "create trigger refuse after insert on audit for each row execute function refuse()");
    List<String> lines =
        told(() -> assertThatThrownBy(() -> add()).isInstanceOf(RuntimeException.class));
    assertThat(lines).isEmpty();
    assertThat(postgres.query("select event from audit")).isEmpty();
  }

  @Test
  void an_event_without_a_monthly_partition_is_kept() {
    insert("'1999-12-31'", "past");
    insert("now() + interval '10 years'", "future");
    assertThat(where("past")).containsExactly("audit_rest");
    assertThat(where("future")).containsExactly("audit_rest");
  }

  // Protection

  @Test
  void no_row_of_any_partition_can_be_changed_or_removed() {
    postgres.execute("drop table " + month(2));
    attend();
    insert("now()", "now");
    insert("'1999-12-31'", "past");
    insert("now() + interval '2 months'", "then");
    List<String> tables = new ArrayList<>(partitions());
    tables.add("audit");
    assertThat(tables).hasSize(5);
    for (String table : tables) {
      assertRefused("truncate " + table);
      // Next month has no rows, so these statements would not reach the row trigger.
      if (!table.equals(month(1))) {
        assertRefused("delete from " + table);
        assertRefused("update " + table + " set event = 'x'");
      }
    }
    assertThat(postgres.query("select event from audit order by time"))
        .containsExactly("past", "now", "then");
  }

  private void assertRefused(String change) {
    assertThatThrownBy(() -> postgres.execute(change))
        .as(change)
        .hasMessageContaining("the audit is append-only");
  }

  @Test
  void a_partition_can_be_dropped() {
    insert("now()", "now");
    postgres.execute("drop table " + month(0));
    assertThat(postgres.query("select event from audit")).isEmpty();
  }

  // Monthly partitions

  @Test
  void partitions_of_this_and_the_next_two_months_exist_and_are_recreated() {
    List<String> expected = List.of(month(0), month(1), month(2), "audit_rest");
    assertThat(partitions()).containsExactlyInAnyOrderElementsOf(expected);
    postgres.execute("drop table " + month(0) + ", " + month(2));
    attend();
    assertThat(partitions()).containsExactlyInAnyOrderElementsOf(expected);
    insert("now()", "now");
    assertThat(where("now")).containsExactly(month(0));
    assertThat(indexes(month(0))).isEqualTo(indexes("audit")).isNotEqualTo("0");
  }

  private String indexes(String table) {
    return postgres
        .query("select count(*) from pg_indexes where tablename = '%s'".formatted(table))
        .get(0);
  }

  @Test
  void a_month_that_began_in_the_default_partition_stays_there() {
    postgres.execute("drop table " + month(0) + ", " + month(1));
    insert("now()", "now");
    attend();
    assertThat(partitions()).containsExactlyInAnyOrder(month(1), month(2), "audit_rest");
    assertThat(where("now")).containsExactly("audit_rest");
  }

  private void addMonth(YearMonth month) {
    postgres.execute(
        "create table audit_%s partition of audit for values from ('%s-01 00:00Z') to ('%s-01 00:00Z')"
            .formatted(month.toString().replace('-', '_'), month, month.plusMonths(1)));
  }

  @Test
  void a_partition_is_dropped_when_all_its_rows_are_older_than_the_retention() {
    YearMonth edge = YearMonth.from(java.time.LocalDate.now(ZoneOffset.UTC).minusDays(365));
    for (YearMonth month : List.of(edge, edge.minusMonths(1), YearMonth.of(2020, 2))) {
      addMonth(month);
      insert("'" + month + "-01T00:00:00Z'", "of-" + month);
    }
    insert("'2019-03-04'", "lost");
    insert("now() - interval '364 days' - interval '3 months'", "lost-too");
    insert("now() + interval '1 year'", "future");
    insert("now()", "now");
    assertThat(attend()).isTrue();
    assertThat(attend()).isTrue();
    assertThat(attend()).isFalse();
    assertThat(postgres.query("select event from audit order by time"))
        .containsExactly("of-" + edge, "now", "future");
    assertThat(partitions()).hasSize(5);
    assertThatThrownBy(() -> postgres.execute("delete from audit_rest"))
        .hasMessageContaining("append-only");
  }

  @Test
  void writers_and_partition_upkeep_do_not_block_each_other() throws Exception {
    addMonth(YearMonth.of(2020, 2));
    try (Connection writer = database.server().connection();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute(INSERT.formatted("now()", "slow"));
      Thread keeper = new Thread(this::attend);
      keeper.start();
      long longest = 0;
      while (keeper.isAlive()) {
        long start = System.nanoTime();
        add();
        longest = Math.max(longest, System.nanoTime() - start);
      }
      assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofMillis(500));
      assertThat(partitions()).contains("audit_2020_02");
      writer.commit();
    }
    attend();
    assertThat(partitions()).doesNotContain("audit_2020_02");
  }

  @Test
  void a_partition_is_created_during_a_write() throws Exception {
    postgres.execute("drop table " + month(2));
    try (Connection writer = database.server().connection();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute(INSERT.formatted("now()", "slow"));
      attend();
      assertThat(partitions()).contains(month(2));
      writer.rollback();
    }
  }

  @Test
  void a_lock_that_prevents_a_new_partition_does_not_stop_retention() throws Exception {
    postgres.execute("drop table " + month(2));
    insert("'2019-01-01'", "old");
    try (Connection other = database.server().connection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table only audit in share update exclusive mode");
      assertThat(attend()).isFalse();
      assertThat(partitions()).doesNotContain(month(2));
      assertThat(where("old")).isEmpty();
      other.rollback();
    }
    attend();
    assertThat(partitions()).contains(month(2));
  }

  @Test
  void partition_upkeep_does_nothing_while_another_node_does_it() throws Exception {
    postgres.execute("drop table " + month(2));
    try (Connection other = database.server().connection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(hashtext('steward audit'))");
      attend();
      assertThat(partitions()).doesNotContain(month(2));
      other.rollback();
    }
  }

  @Test
  void each_run_removes_a_limited_number_of_old_records_and_says_that_more_are_left() {
    addMonth(YearMonth.of(2020, 1));
    addMonth(YearMonth.of(2020, 2));
    postgres.execute(
        "insert into audit (time, event, ip, user_agent, request_id)"
            + " select '2019-01-01', 'old', '', '', '' from generate_series(1, 2500)");
    assertThat(attend()).isTrue();
    assertThat(partitions()).doesNotContain("audit_2020_01").contains("audit_2020_02");
    assertThat(attend()).isTrue();
    assertThat(partitions()).doesNotContain("audit_2020_02");
    assertThat(attend()).isTrue();
    assertThat(where("old")).hasSize(500);
    assertThat(attend()).isFalse();
    assertThat(where("old")).isEmpty();
  }

  // Denied requests

  @Test
  void denied_requests_outlive_a_failed_write_and_are_written_before_the_node_stops()
      throws SQLException {
    Denials denials = new Denials();
    Origin.entered(new Origin("", "192.0.2.9", "browser"));
    denials.add(AuditEvent.ACCESS_DENIED, Optional.of(1L), "GET /one");
    Connection closed = database.server().connection();
    closed.close();
    assertThatThrownBy(() -> denials.chore().run(closed)).isInstanceOf(SQLException.class);
    denials.add(AuditEvent.ACCESS_DENIED, Optional.of(2L), "GET /two");
    try (Connection connection = database.server().connection()) {
      denials.chore().finish(connection);
      denials.chore().finish(connection);
    }
    assertThat(
            postgres.query(
                "select coalesce(user_id, 0) || ' ' || detail from audit"
                    + " where event = 'access-denied'"))
        .containsExactly("0 GET /one (requests: 2)");
  }

  @Test
  void denied_requests_of_one_user_name_the_user() throws SQLException {
    Denials denials = new Denials();
    denials.add(AuditEvent.ACCESS_DENIED, Optional.of(7L), "GET /one");
    denials.add(AuditEvent.ACCESS_DENIED, Optional.of(7L), "GET /two");
    try (Connection connection = database.server().connection()) {
      assertThat(denials.chore().run(connection)).isFalse();
    }
    assertThat(postgres.query("select user_id from audit where event = 'access-denied'"))
        .containsExactly("7");
  }

  @Test
  void a_waiting_denial_takes_little_memory() {
    Origin origin = new Origin("", "192.0.2.9", "x".repeat(16_000));
    Denial denial =
        Denial.of(AuditEvent.ACCESS_DENIED, Optional.empty(), origin, "/".repeat(16_000));
    assertThat(denial.toString()).hasSizeLessThan(700);
  }
}
