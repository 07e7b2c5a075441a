package io.steward.admin.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.admin.list.Leafing;
import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UserListIT {
  private static final String LIST = "/admin/api/users/";
  private static TestDatabase database;
  private static TestServer server;
  private static Http http;
  private static Visitor staff;
  private static String token;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    server = TestServer.start(database);
    http = new Http(server.url(""));
    staff = Visitor.arrive(database, new Caller(server));
    staff.set("is_staff = true, is_superuser = true, date_joined = '2020-01-01Z'");
    database.execute(
        """
        insert into users (email, first_name, last_name, password, date_joined, last_login, is_active)
        select 'person' || i || '@list.example', 'First' || i % 7, 'Last' || i % 5, '!',
          timestamptz '2024-01-01Z' + make_interval(days => i % 11),
          case when i % 3 = 0 then timestamptz '2025-01-01Z' + make_interval(days => i % 4) end,
          i % 10 > 0
        from generate_series(1, 60) i;
        insert into groups (name) values ('reporters');
        insert into user_groups select u.id, g.id from users u, groups g
          where u.email like 'person1_@list.example';
        insert into group_permissions select g.id, p.id from groups g, permissions p
          where p.code = 'auth.view_group';
        insert into users (email, first_name, last_name, password) values
          ('percent@literal.example', '50%', 'under_score', '!')
        """);
    token = staff.logIn().access();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ServerAnswer get(String path) {
    return http.get(path, "Authorization", "Bearer " + token);
  }

  private static List<String> emails(ServerAnswer answer) {
    List<String> emails = new ArrayList<>();
    for (Object row : (List<?>) Objects.requireNonNull(answer.is(200).json().get("results"))) {
      emails.add(String.valueOf(((Map<?, ?>) row).get("email")));
    }
    return emails;
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "email", "first_name", "last_name", "date_joined", "last_login"})
  void every_order_has_every_row_once_forward_and_backward(String sort) {
    for (String direction : List.of("", "-")) {
      List<String> whole = emails(get(LIST + "?limit=200&sort=" + direction + sort));
      assertThat(whole).hasSize(62).doesNotHaveDuplicates();
      new Leafing<>(UserListIT::get, UserListIT::emails)
          .demandBothWays(LIST + "?limit=9&sort=" + direction + sort, whole);
    }
  }

  @Test
  void a_page_links_to_its_neighbours_in_the_body_and_in_a_header() {
    ServerAnswer first = get(LIST + "?limit=2&is_staff=false");
    assertThat(String.valueOf(first.json().get("next")))
        .startsWith(server.url(LIST) + "?limit=2&is_staff=false&cursor=");
    assertThat(first.json().get("previous")).isNull();
    assertThat(first.header("Link")).startsWith("<?limit=2&").endsWith(">; rel=\"next\"");
    ServerAnswer second = get(Leafing.path(first.json().get("next")));
    assertThat(second.header("Link")).contains("rel=\"next\", <").endsWith("rel=\"prev\"");
  }

  @ParameterizedTest
  @CsvSource({
    "is_active=false,6",
    "is_active=true,56",
    "is_staff=true,1",
    "is_superuser=false,61",
    "group=reporters,10",
    "permission=auth.view_group,11",
    "permission=users.view_user,1",
    "joined_after=2024-01-11,6",
    "joined_before=2024-01-02&joined_after=2021-01-01T00:00:00Z,5",
    "last_login_before=2025-01-02,5",
    "never_logged_in=true,41",
    "never_logged_in=false,21",
    "q=person1@,1",
    "q=PERSON1@LIST,1",
    "q=first3%20last2,2",
    "q=50%25,1",
    "q=under_,1",
    "q=und_r,0",
    "q=%25,0",
    "q=,62",
  })
  void filters_select(String filter, int count) {
    Map<String, Object> page = get(LIST + "?limit=1&count=true&" + filter).is(200).json();
    assertThat(page.get("count")).isEqualTo((long) count);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=0 | limit | 1 to 200",
        "limit=201 | limit | 1 to 200",
        "limit=x | limit | 1 to 200",
        "sort=password | sort | date_joined",
        "sort=--id | sort | date_joined",
        "colour=red | colour | never_logged_in",
        "group=missing | group | Not known: missing.",
        "permission=users.fly | permission | Not known: users.fly.",
        "is_staff=yes | is_staff | true or false",
        "is_staff=true&is_staff=true | is_staff | only once",
        "joined_after=monday | joined_after | 2026-01-31T12:00:00Z",
        "joined_after=12026-01-01 | joined_after | 2026-01-31T12:00:00Z",
        "q=%00 | q | Null",
        "q=%C3%28 | detail | UTF-8",
        "cursor=abc | cursor | Invalid cursor. Take it from an answer",
        "cursor= | cursor | Invalid cursor",
        "count=2 | count | true or false",
      })
  void what_is_not_known_is_refused_with_what_is_allowed(
      String query, String member, String words) {
    ServerAnswer answer = get(LIST + "?" + query).isProblem(400);
    assertThat(answer.member(member)).contains(words);
  }

  @Test
  void one_answer_names_every_wrong_parameter() {
    String query = "?limit=0&count=2&sort=x&is_staff=yes&joined_after=monday&colour=red&size=1";
    Map<String, Object> faults = get(LIST + query + "&q=" + "a".repeat(201)).isProblem(400).json();
    assertThat(faults)
        .extractingByKey("codes", InstanceOfAssertFactories.MAP)
        .containsOnlyKeys(
            "limit", "count", "sort", "is_staff", "joined_after", "colour", "size", "q");
    Map<String, Object> unknown = get(LIST + "?group=gone&permission=users.fly").json();
    assertThat(unknown).containsKeys("group", "permission");
  }

  @Test
  void a_cursor_belongs_to_one_list_with_its_order_and_filters() {
    String cursor =
        Leafing.path(get(LIST + "?limit=2").json().get("next")).replaceFirst(".*cursor=", "");
    get(LIST + "?limit=5&cursor=" + cursor).is(200);
    for (String other : List.of("sort=-id", "sort=email", "is_active=true", "q=a")) {
      get(LIST + "?" + other + "&cursor=" + cursor).isProblem(400);
    }
    for (int i = 0; i < cursor.length(); i++) {
      char changed = cursor.charAt(i) == 'A' ? 'B' : 'A';
      String tampered = cursor.substring(0, i) + changed + cursor.substring(i + 1);
      assertThat(get(LIST + "?cursor=" + tampered).status()).isEqualTo(400);
    }
  }

  @Test
  void a_search_reads_the_index_only_and_no_list_of_new_entries() {
    assertThat(database.query("select reloptions from pg_class where relname = 'users_infix'"))
        .containsExactly("{fastupdate=off}");
  }

  @Test
  void a_long_search_is_refused() {
    get(LIST + "?q=" + "a".repeat(7_000)).isProblem(400);
    get(LIST + "?q=" + "a+".repeat(20)).isProblem(400);
  }

  @Test
  void only_active_staff_with_the_permission_see_the_list() {
    http.get(LIST).isProblem(401);
    Visitor user = Visitor.arrive(database, new Caller(server));
    String theirs = user.logIn().access();
    http.get(LIST, "Authorization", "Bearer " + theirs).isProblem(403);
    user.set("is_superuser = true");
    http.get(LIST, "Authorization", "Bearer " + theirs).isProblem(403);
    user.set("is_superuser = false, is_staff = true");
    assertThat(http.get(LIST, "Authorization", "Bearer " + theirs).isProblem(403).body())
        .contains("users.view_user");
    database.execute(
        "insert into user_permissions select u.id, p.id from users u, permissions p"
            + " where p.code = 'users.view_user' and u.email = '"
            + user.email()
            + "'");
    http.get(LIST, "Authorization", "Bearer " + theirs).is(200);
    user.set("is_active = false");
    http.get(LIST, "Authorization", "Bearer " + theirs).isProblem(401);
    database.execute("delete from users where email = '" + user.email() + "'");
  }

  @Test
  void a_token_of_a_session_that_the_database_lost_is_refused() {
    Visitor other = Visitor.arrive(database, new Caller(server));
    other.set("is_superuser = true, is_staff = true");
    String theirs = other.logIn().access();
    http.get(LIST, "Authorization", "Bearer " + theirs).is(200);
    database.execute("delete from sessions where user_id = " + other.id());
    http.get(LIST, "Authorization", "Bearer " + theirs).isProblem(401);
    database.execute("delete from users where id = " + other.id());
  }

  @Test
  void the_list_is_read_only_and_cannot_be_put() {
    assertThat(http.json("PUT", LIST, "{}", "Authorization", "Bearer " + token).status())
        .isEqualTo(405);
  }
}
