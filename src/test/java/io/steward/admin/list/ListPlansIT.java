package io.steward.admin.list;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks PostgreSQL how it has run the statements of real requests. */
@Tag("long")
final class ListPlansIT {
  private static final String LOG = "pg_current_logfile()";
  private static final Pattern WHOLE_TABLE =
      Pattern.compile("Seq Scan on (users|sessions|audit_2026_01|mails|invitations)\\b");
  private static final Duration LOGGED = Duration.ofSeconds(30);
  private static TestDatabase database;
  private static TestServer server;
  private static String token;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    database.migrate();
    database.execute(
        """
        insert into users (email, first_name, last_name, password, date_joined, last_login,
            is_active, is_staff)
          select md5(i::text) || '@plan.example', 'First' || md5(i::text), 'Last' || i % 5000, '!',
            timestamptz '2024-01-01Z' + make_interval(mins => i),
            case when i % 3 > 0 then timestamptz '2025-01-01Z' + make_interval(mins => i) end,
            i % 50 > 0, i % 1000 = 0
          from generate_series(1, 20000) i;
        insert into groups (name) select 'group' || i from generate_series(1, 2000) i;
        insert into user_groups select u.id, g.id from users u, groups g
          where g.name = 'group1' and u.id % 4 = 0 or g.name = 'group2' and u.id % 1000 = 7;
        insert into group_permissions select g.id, p.id from groups g, permissions p
          where g.name = 'group2' and p.code = 'auth.view_group'
            or g.name = 'group1' and p.code = 'auth.add_group';
        insert into user_permissions select u.id, p.id from users u, permissions p
          where u.id % 500 = 3 and p.code = 'auth.view_group';
        insert into sessions (id, user_id, key_id, expires_at, ip, user_agent)
          select 'plan' || id, id, '', now() + interval '1 day', '', '' from users;
        create table audit_2026_01 partition of audit
          for values from ('2026-01-01Z') to ('2026-02-01Z');
        insert into audit (time, event, actor_id, user_id, session_id, ip, user_agent, request_id)
          select timestamptz '2026-01-01Z' + make_interval(mins => i), 'event' || i % 9, i % 700,
            i % 5000, case when i % 2 = 0 then 'plan' || i else '' end, '192.0.2.' || i % 200, '', ''
          from generate_series(1, 20000) i;
        insert into sessions (id, user_id, key_id, expires_at, ip, user_agent)
          select 'many' || i, (select min(id) from users), '', now() + interval '1 day', '', ''
          from generate_series(1, 300) i;
        insert into mails (kind, user_id, recipient, state, created_at)
          select case when i % 2000 = 1 then 'invitation' else 'reset' end, u.id, u.email,
            case when i % 1000 = 2 then 'failed' when i % 1000 = 3 then 'waiting' else 'sent' end,
            timestamptz '2026-01-01Z' + make_interval(mins => i)
          from users u, generate_series(1, 20000) i where u.id = 1 + i % 5000;
        insert into invitations (email, state, created_at, expires_at)
          select 'guest' || i || '@plan.example',
            case when i % 1000 = 1 then 'open' when i % 1000 = 2 then 'revoked' else 'accepted' end,
            now(), now() + make_interval(days => case when i % 2000 = 1 then -1 else 1 end)
          from generate_series(1, 20000) i
        """);
    // As autovacuum does; also the index of parts of words is then in order.
    database.execute("vacuum analyze");
    String name = database.query("select current_database()").get(0);
    for (String setting :
        List.of(
            "session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0")) {
      database.execute("alter database " + name + " set " + setting);
    }
    server = TestServer.start(database);
    Visitor staff = Visitor.arrive(database, new Caller(server));
    staff.set("is_staff = true, is_superuser = true, date_joined = '2020-01-01Z'");
    token = staff.logIn().access();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ServerAnswer get(String path) {
    return new Http(server.url("")).get(path, "Authorization", "Bearer " + token);
  }

  /** The plans of the lists' statements since a position of the log. */
  private static List<String> plans(String since) {
    return entries(since).stream()
        .filter(entry -> entry.contains("order by") && entry.contains("limit "))
        .toList();
  }

  /** The statements since a position of the log, each with its plan. */
  private static List<String> entries(String since) {
    String log =
        database.query("select pg_read_file(%s, %s, 100000000, true)".formatted(LOG, since)).get(0);
    return List.of(log.split("Query Text: ", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "users | id email first_name last_name date_joined last_login"
            + "| x=x is_active=true is_active=false is_staff=true is_staff=false is_superuser=true"
            + " awaits_approval=true awaits_approval=false email_verified=true email_verified=false"
            + " group=group1 group=group2 group=group3 permission=auth.view_group"
            + " permission=auth.add_group joined_after=2024-01-10 joined_before=2024-01-03 last_login_after=2025-01-10 last_login_before=2025-01-03"
            + " never_logged_in=true never_logged_in=false q=first1 q=ab q=abc q=last7%20first"
            + " q=missing@plan",
        "groups | id name | x=x q=group1",
        "groups/1/members | id | x=x",
        "mail | id | x=x state=waiting state=failed state=sent kind=invitation kind=reset user=7"
            + " since=2026-01-14 since=2026-01-02 until=2026-01-02 until=2026-01-14"
            + " user=7&state=failed kind=invitation&state=failed",
        "invitations | id | x=x state=open state=expired state=void state=revoked state=accepted",
        "permissions | id code | x=x q=view is_custom=true",
        "audit | time | x=x event=login-failed actor=7 user=7 session=plan8 ip=192.0.2.4"
            + " since=2026-01-03 until=2026-01-03 user=7&actor=7 since=2026-01-03&ip=192.0.2.4",
      })
  void no_list_reads_a_whole_table(String list, String sorts, String filters) {
    String since = database.query("select size from pg_stat_file(" + LOG + ")").get(0);
    int requests = 0;
    for (String sort : sorts.split(" ", -1)) {
      for (String filter : filters.split(" ", -1)) {
        for (String direction : List.of("", "-")) {
          String path = "/admin/api/" + list + "/?sort=" + direction + sort;
          requests += walk(filter.equals("x=x") ? path : path + "&" + filter);
        }
      }
    }
    assertThat(plans(since))
        .hasSizeGreaterThanOrEqualTo(requests)
        .allSatisfy(plan -> assertThat(WHOLE_TABLE.matcher(plan).find()).as(plan).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users/?is_active=false",
        "users/?is_staff=true",
        "users/?is_superuser=true",
        "users/?permission=auth.view_group",
        "users/?permission=auth.delete_group",
        "users/?awaits_approval=true",
        "users/?joined_before=2024-01-03",
        "users/?last_login_after=2025-01-14",
        "users/?q=first1679091c5a880faf",
        "mail/?state=failed",
        "mail/?since=2026-01-14",
        "mail/?until=2026-01-02",
        "audit/?actor=7",
      })
  void no_count_of_few_rows_reads_a_whole_table(String filter) {
    String since = database.query("select size from pg_stat_file(" + LOG + ")").get(0);
    get("/admin/api/" + filter + "&count=true").is(200);
    Await.until("the plan is logged", LOGGED, () -> !counts(since).isEmpty());
    assertThat(counts(since))
        .allSatisfy(plan -> assertThat(WHOLE_TABLE.matcher(plan).find()).as(plan).isFalse());
  }

  /** Few holders are found in another way than many. */
  @ParameterizedTest
  @CsvSource({"auth.view_group, 61", "auth.add_group, 5001", "auth.delete_group, 1"})
  void the_count_of_holders_is_exact(String code, int holders) {
    assertThat(get("/admin/api/users/?limit=1&count=true&permission=" + code).is(200).json())
        .extractingByKey("count")
        .hasToString(String.valueOf(holders));
  }

  private static List<String> counts(String since) {
    return entries(since).stream().filter(entry -> entry.contains(") counted")).toList();
  }

  /** Reads a page, the next one, and the page before that; returns how many there were. */
  private static int walk(String path) {
    ServerAnswer page = get(path).is(200);
    if (!(page.json().get("next") instanceof String next)) {
      return 1;
    }
    ServerAnswer second = get(next.substring(server.url("").length())).is(200);
    get(second.member("previous").substring(server.url("").length())).is(200);
    return 3;
  }

  @Test
  void the_sessions_of_a_user_are_found_by_an_index() {
    String since = database.query("select size from pg_stat_file(" + LOG + ")").get(0);
    String user = database.query("select min(id) from users").get(0);
    assertThat(walk("/admin/api/users/" + user + "/sessions/?limit=100")).isEqualTo(3);
    assertThat(plans(since))
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(plan -> assertThat(WHOLE_TABLE.matcher(plan).find()).as(plan).isFalse());
  }

  @ParameterizedTest
  @CsvSource({
    // One user, then frequent words that no user has together, then those of one user.
    "q=first1679091c5a880faf,true",
    "q=last1%20last2,true",
    "q=last1%20plan%20679091c5a880faf,true",
    "q=last1%20plan,false",
    "q=example,false",
  })
  void the_index_finds_rare_words_and_the_order_of_the_list_frequent_ones(
      String filter, boolean isIndexed) {
    String since = database.query("select size from pg_stat_file(" + LOG + ")").get(0);
    get("/admin/api/users/?" + filter).is(200);
    // The server writes its log a moment later.
    Await.until("the plan is logged", LOGGED, () -> !searches(since).isEmpty());
    assertThat(searches(since))
        .allSatisfy(
            plan ->
                assertThat(plan.contains("Bitmap Index Scan on users_infix")).isEqualTo(isIndexed));
  }

  private static List<String> searches(String since) {
    return plans(since).stream().filter(plan -> plan.contains("like lower(")).toList();
  }
}
