package io.steward.admin.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UserChangeIT {
  private static final String USERS = "/admin/api/users/";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private static TestDatabase database;
  private static TestServer server;
  private static TestServer other;
  private static Http http;
  private static Person root;

  /** A user with an access token. */
  private record Person(Visitor visitor, String token) {
    static Person arrive(String assignments, String... permissions) {
      Visitor visitor = Visitor.arrive(database, new Caller(server));
      visitor.set(assignments);
      for (String code : permissions) {
        database.execute(
            "insert into user_permissions select %s, id from permissions where code = '%s'"
                .formatted(visitor.id(), code));
      }
      return new Person(visitor, visitor.logIn().access());
    }

    static Person user(String... permissions) {
      return arrive("is_staff = false", permissions);
    }

    static Person staff(String... permissions) {
      return arrive("is_staff = true", permissions);
    }

    String path() {
      return USERS + visitor.id() + "/";
    }

    ServerAnswer get(String path) {
      return http.get(path, "Authorization", "Bearer " + token);
    }

    ServerAnswer send(String method, String path, String json, String... headers) {
      List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
      all.addAll(List.of(headers));
      if (all.contains("Content-Type")) {
        return http.send(method, path, json, all.toArray(String[]::new));
      }
      return http.json(method, path, json, all.toArray(String[]::new));
    }

    ServerAnswer patch(Person user, String json, String... headers) {
      return send("PATCH", user.path(), json, headers);
    }

    boolean isOutOn(TestServer node) {
      return new Http(node.url(""))
              .get("/user/update/", "Authorization", "Bearer " + token)
              .status()
          == 401;
    }
  }

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    server = TestServer.start(database);
    other = TestServer.start(database);
    http = new Http(server.url(""));
    root = Person.arrive("is_staff = true, is_superuser = true");
  }

  @AfterAll
  static void stop() {
    other.close();
    server.close();
  }

  private static List<String> events(Person user) {
    return database.query(
        "select event || ' ' || coalesce(actor_id::text, '-') || ' ' || changes::text from audit"
            + " where event not in ('logged-in', 'login-failed') and user_id = %s order by time"
                .formatted(user.visitor().id()));
  }

  private static void group(String name, String... permissions) {
    database.execute("insert into groups (name) values ('" + name + "')");
    for (String code : permissions) {
      database.execute(
          ("insert into group_permissions select g.id, p.id from groups g, permissions p"
                  + " where g.name = '%s' and p.code = '%s'")
              .formatted(name, code));
    }
  }

  @Test
  void an_answer_is_what_the_next_read_gives() {
    Person user = Person.user();
    ServerAnswer before = root.get(user.path()).is(200);
    ServerAnswer patched =
        root.patch(
                user,
                "{\"first_name\":\"Augusta\",\"is_staff\":true,\"permissions\":[\"users.view_user\"]}",
                "Content-Type",
                "application/merge-patch+json")
            .is(200);
    ServerAnswer after = root.get(user.path());
    assertThat(after.body()).isEqualTo(patched.body()).contains("\"first_name\":\"Augusta\"");
    assertThat(after.header("ETag"))
        .isEqualTo(patched.header("ETag"))
        .isNotEqualTo(before.header("ETag"))
        .isEqualTo("\"" + after.member("version") + "\"");
    assertThat(events(user))
        .containsExactly(
            "user-changed "
                + root.visitor().id()
                + " {\"is_staff\": [false, true], \"first_name\": [\"Ada\", \"Augusta\"],"
                + " \"permissions\": [[], [\"users.view_user\"]]}");
  }

  @Test
  void a_change_of_nothing_writes_nothing() {
    Person user = Person.user();
    ServerAnswer before = root.get(user.path());
    ServerAnswer same =
        root.patch(
            user,
            "{\"first_name\":\"Ada\",\"is_active\":true,\"is_staff\":false,\"groups\":[],\"email\":\""
                + user.visitor().email()
                + "\"}");
    assertThat(same.is(200).body()).isEqualTo(before.body());
    assertThat(root.patch(user, "{}").is(200).header("ETag")).isEqualTo(before.header("ETag"));
    root.send("POST", user.path() + "activate/", "").is(200);
    assertThat(events(user)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"colour\":1} | colour | Known are email, first_name",
        "{\"id\":1} | id | Unknown",
        "{\"password\":\"x\"} | password | set_password",
        "{\"email\":null} | email | null",
        "{\"email\":\"x\"} | email | valid email",
        "{\"first_name\":null} | first_name | null",
        "{\"first_name\":[]} | first_name | valid string",
        "{\"is_staff\":null} | is_staff | null",
        "{\"is_staff\":1} | is_staff | boolean",
        "{\"groups\":null} | groups | null",
        "{\"groups\":\"x\"} | groups | list of strings",
        "{\"groups\":[1]} | groups | list of strings",
        "{\"groups\":[\"missing\"]} | groups | missing",
        "{\"permissions\":[\"users.no_such\"]} | permissions | users.no_such",
        "{\"permissions\":[\"a\\u001fb\"]} | permissions | Not known",
        "{\"permissions\":{}} | permissions | list of strings",
        "{\"language\":\"deutsch!\"} | language | such as de or pt-BR",
        "{\"language\":null} | language | null",
        "[] | non_field_errors | list",
      })
  void what_is_not_known_or_of_the_wrong_type_is_refused(String json, String member, String words) {
    Person user = Person.user();
    assertThat(root.patch(user, json).isProblem(400).member(member)).contains(words);
    assertThat(events(user)).isEmpty();
  }

  @Test
  void a_parameter_that_a_change_does_not_know_is_refused_and_nothing_changes() {
    Person user = Person.user();
    root.send("POST", USERS + "?dry_run=true", "{\"email\":\"dry@example.com\"}").is(400);
    ServerAnswer patched =
        root.send("PATCH", user.path() + "?dry_run=true", "{\"first_name\":\"Dry\"}").is(400);
    assertThat(patched.body()).contains("Unknown parameter. This request has none.");
    root.send("POST", "/admin/api/groups/?x=1", "{\"name\":\"dry\"}").is(400);
    assertThat(database.query("select id from users where email = 'dry@example.com'")).isEmpty();
    assertThat(database.query("select id from users where first_name = 'Dry'")).isEmpty();
    assertThat(database.query("select id from groups where name = 'dry'")).isEmpty();
  }

  @Test
  void a_password_in_a_change_is_refused_once_with_the_place_for_it() {
    Person user = Person.user();
    assertThat(root.patch(user, "{\"password\":\"x\"}").isProblem(400).member("password"))
        .contains("Use users/", "/set_password/.")
        .doesNotContain("Unknown field");
  }

  @Test
  void unknown_users_sessions_and_methods_are_refused() {
    for (String id : List.of("999999999", "0", "-1", "x", "99999999999999999999")) {
      root.get(USERS + id + "/").isProblem(404);
      for (String thing : List.of("user", "group", "permission", "invitation")) {
        assertThat(
                root.get("/admin/api/" + thing + "s/" + id + "/").isProblem(404).member("detail"))
            .isEqualTo(thing + " " + id + " does not exist.");
      }
      root.send("PATCH", USERS + id + "/", "{}").isProblem(404);
      root.send("DELETE", USERS + id + "/", "").isProblem(404);
      root.send("POST", USERS + id + "/set_password/", "{\"password\":null}").isProblem(404);
      root.send("POST", USERS + id + "/activate/", "").isProblem(404);
      root.send("POST", USERS + id + "/deactivate/", "").isProblem(404);
      root.get(USERS + id + "/sessions/").isProblem(404);
      root.send("DELETE", USERS + id + "/sessions/", "").isProblem(404);
      ServerAnswer session = root.send("DELETE", "/admin/api/sessions/" + id + "/", "");
      assertThat(session.isProblem(404).member("detail"))
          .isEqualTo("session " + id + " does not exist.");
    }
    Person user = Person.user();
    root.send("PUT", user.path(), "{}").isProblem(405);
    root.patch(user, "a=b", "Content-Type", "application/x-www-form-urlencoded").isProblem(415);
    root.get(user.path() + "sessions/?cursor=abc").isProblem(400);
    root.get(user.path() + "sessions/?colour=red").isProblem(400);
  }

  @Test
  void of_two_administrators_who_change_one_user_at_once_one_gets_412() {
    Person user = Person.user();
    String tag = root.get(user.path()).header("ETag");
    List<Supplier<ServerAnswer>> both =
        List.of(
            () -> root.patch(user, "{\"first_name\":\"One\"}", "If-Match", tag),
            () -> root.patch(user, "{\"last_name\":\"Two\"}", "If-Match", tag));
    assertThat(atOnce(both)).containsExactlyInAnyOrder(200, 412);
    assertThat(events(user)).hasSize(1);
    for (String condition : List.of("W/" + tag, tag, "\"0\"")) {
      root.patch(user, "{\"first_name\":\"x\"}", "If-Match", condition).isProblem(412);
    }
    root.patch(user, "{\"first_name\":\"x\"}", "If-Match", "7").isProblem(400);
    root.send("DELETE", user.path(), "", "If-Match", tag).isProblem(412);
    root.patch(user, "{\"first_name\":\"x\"}", "If-Match", "*").is(200);
  }

  private static List<Integer> atOnce(List<Supplier<ServerAnswer>> requests) {
    CountDownLatch start = new CountDownLatch(requests.size());
    List<CompletableFuture<Integer>> sent =
        requests.stream()
            .map(
                request ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          start.countDown();
                          try {
                            start.await();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                          return request.get().status();
                        }))
            .toList();
    return sent.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void an_address_that_another_user_has_is_refused() {
    Person user = Person.user();
    String taken = Person.user().visitor().email().toUpperCase(Locale.ROOT);
    for (String more : List.of("", ",\"first_name\":\"x\",\"groups\":[]")) {
      ServerAnswer answer = root.patch(user, "{\"email\":\"" + taken + "\"" + more + "}");
      assertThat(answer.isProblem(400).member("email")).contains("already exists");
    }
    assertThat(events(user)).isEmpty();
  }

  @Test
  void a_new_user_is_created_with_location_and_version() {
    group("creators");
    ServerAnswer created =
        root.send(
                "POST",
                USERS,
                "{\"email\":\"new@create.example\",\"first_name\":\"New\",\"is_staff\":true,"
                    + "\"language\":\"de\","
                    + "\"groups\":[\"creators\"],\"permissions\":[\"users.view_user\"]}")
            .is(201);
    String path = USERS + created.member("id") + "/";
    assertThat(created.header("Location")).isEqualTo(server.url(path));
    ServerAnswer read = root.get(path);
    assertThat(read.body()).isEqualTo(created.body());
    assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
    assertThat(created.json())
        .containsEntry("has_usable_password", false)
        .containsEntry("groups", List.of("creators"))
        .containsEntry("language", "de")
        .containsEntry("is_active", true);
    assertThat(
            root.send("POST", USERS, "{\"email\":\"NEW@create.example\"}")
                .isProblem(400)
                .member("email"))
        .contains("already exists");
    root.send("POST", USERS, "{\"email\":\"weak@create.example\",\"password\":\"12345678\"}")
        .isProblem(400);
    root.send("POST", USERS, "{\"email\":\"odd@create.example\",\"colour\":1}").isProblem(400);
    assertThat(
            root.send("POST", USERS, "{\"email\":\"odd@create.example\",\"language\":\"d\"}")
                .isProblem(400)
                .member("language"))
        .contains("such as de or pt-BR");
    root.send("POST", USERS, "{}").isProblem(400);
    root.send(
            "POST",
            USERS,
            "{\"email\":\"with@create.example\",\"password\":%s}"
                .formatted(Caller.quoted(Caller.PASSWORD)))
        .is(201);
    new Caller(server).logIn("with@create.example", Caller.PASSWORD).assertStatus(200);
  }

  @Test
  void the_audit_of_a_creation_has_what_was_given_and_whether_there_is_a_password() {
    String given =
        "{\"email\":\"audited@create.example\",\"last_name\":\"King\",\"language\":\"de\","
            + "\"is_staff\":true,\"permissions\":[\"users.view_user\"]%s}";
    String password = ",\"password\":" + Caller.quoted(Caller.PASSWORD);
    for (String more : List.of("", password)) {
      String body = given.formatted(more).replace("audited", "audited" + more.length());
      ServerAnswer created = root.send("POST", USERS, body).is(201);
      assertThat(
              database.query(
                  "select changes - 'email' from audit where event = 'user-created'"
                      + " and changes -> 'email' ->> 0 is null and user_id = "
                      + created.member("id")))
          .containsExactly(
              ("{\"is_staff\": [null, true], \"language\": [null, \"de\"], \"is_active\": [null, true],"
                      + " \"last_name\": [null, \"King\"], \"permissions\": [null, [\"users.view_user\"]],"
                      + " \"is_superuser\": [null, false], \"email_verified\": [null, false],"
                      + " \"has_usable_password\": [null, %s]}")
                  .formatted(!more.isEmpty()));
    }
  }

  @Test
  void permissions_name_their_sources() {
    group("sourced", "auth.view_group");
    Person user = Person.staff("auth.view_group", "users.view_user");
    user.visitor().join("sourced");
    assertThat(root.get(user.path()).json().get("effective_permissions"))
        .isEqualTo(
            List.of(
                Map.of("code", "auth.view_group", "sources", List.of("group sourced", "user")),
                Map.of("code", "users.view_user", "sources", List.of("user"))));
    ServerAnswer me = user.get("/admin/api/me/").is(200);
    assertThat(me.body()).isEqualTo(root.get(user.path()).body());
    assertThat(root.get("/admin/api/me/").body())
        .contains("{\"code\":\"users.add_user\",\"sources\":[\"superuser\"]}");
    Person.user().get("/admin/api/me/").isProblem(403);
  }

  @Test
  void only_a_superuser_touches_a_superuser() {
    Person staff = Person.staff("users.change_user", "users.delete_user", "users.delete_session");
    assertUntouchable(staff, root);
  }

  @Test
  void users_with_more_permissions_are_out_of_reach_also_inactive_ones() {
    group("mighty", "auth.change_group");
    Person staff = Person.staff("users.change_user", "users.delete_user", "users.delete_session");
    assertUntouchable(staff, Person.user("audit.view_audit"));
    Person member = Person.user();
    member.visitor().join("mighty");
    assertUntouchable(staff, member);
    member.visitor().set("is_active = false");
    staff.send("POST", member.path() + "activate/", "").isProblem(403);
    Person lesser = Person.user("users.change_user");
    staff.patch(lesser, "{\"first_name\":\"Lesser\"}").is(200);
    staff.send("DELETE", lesser.path(), "").is(204);
  }

  private static void assertUntouchable(Person staff, Person target) {
    staff.patch(target, "{\"first_name\":\"x\"}").isProblem(403);
    staff.patch(target, "{\"email\":\"x@y.example\"}").isProblem(403);
    staff.patch(target, "{\"permissions\":[]}").isProblem(403);
    staff.send("DELETE", target.path(), "").isProblem(403);
    staff.send("POST", target.path() + "deactivate/", "").isProblem(403);
    staff.send("POST", target.path() + "set_password/", "{\"password\":null}").isProblem(403);
    staff.send("DELETE", target.path() + "sessions/", "").isProblem(403);
    String session =
        database.query("select id from sessions where user_id = " + target.visitor().id()).get(0);
    staff.send("DELETE", "/admin/api/sessions/" + session + "/", "").isProblem(403);
    assertThat(events(target)).isEmpty();
  }

  @Test
  void administrators_give_only_what_they_have() {
    group("foreign");
    group("own", "audit.view_audit");
    group("equal", "users.view_user");
    Person staff = Person.staff("users.change_user", "users.add_user", "users.view_user");
    Person user = Person.user();
    staff.visitor().join("equal");
    for (String json :
        List.of(
            "{\"is_superuser\":true}",
            "{\"permissions\":[\"users.delete_user\"]}",
            "{\"groups\":[\"foreign\"]}",
            "{\"groups\":[\"own\"]}")) {
      staff.patch(user, json).isProblem(403);
      String created = "{\"email\":\"given@give.example\"," + json.substring(1);
      staff.send("POST", USERS, created).isProblem(403);
    }
    assertThat(events(user)).isEmpty();
    staff
        .patch(
            user,
            "{\"is_staff\":true,\"groups\":[\"equal\"],\"permissions\":[\"users.view_user\"]}")
        .is(200);
    Person adder = Person.staff("users.add_user");
    adder.send("POST", USERS, "{\"email\":\"s@give.example\",\"is_staff\":true}").isProblem(403);
  }

  @Test
  void only_members_of_the_same_groups_set_what_a_user_logs_in_with() {
    group("secret");
    Person staff = Person.staff("users.change_user");
    Person user = Person.user();
    user.visitor().join("secret");
    staff.patch(user, "{\"email\":\"taken@over.example\"}").isProblem(403);
    staff.patch(user, "{\"email_verified\":true}").isProblem(403);
    staff.send("POST", user.path() + "set_password/", "{\"password\":null}").isProblem(403);
    staff.patch(user, "{\"first_name\":\"x\"}").is(200);
    staff.visitor().join("secret");
    staff.send("POST", user.path() + "set_password/", "{\"password\":\"123\"}").isProblem(400);
    staff.send("POST", user.path() + "set_password/", "{}").isProblem(400);
    String tag = root.get(user.path()).header("ETag");
    ServerAnswer set =
        staff.send("POST", user.path() + "set_password/", "{\"password\":null}").is(200);
    assertThat(set.json()).containsEntry("has_usable_password", false);
    assertThat(set.body()).isEqualTo(root.get(user.path()).body());
    staff
        .send("POST", user.path() + "set_password/", "{\"password\":null}", "If-Match", tag)
        .isProblem(412);
    staff.patch(user, "{\"email\":\"taken@over.example\",\"email_verified\":true}").is(200);
    assertThat(staff.patch(user, "{\"email_verified\":true}").json().get("email_verified_at"))
        .isNotNull();
    assertThat(staff.patch(user, "{\"email_verified\":false}").json())
        .containsEntry("email_verified_at", null);
  }

  @Test
  void nobody_changes_what_matters_of_the_own_account() {
    Person staff = Person.staff("users.change_user", "users.delete_user", "users.view_user");
    for (String json :
        List.of(
            "{\"email\":\"own@own.example\"}",
            "{\"email_verified\":true}",
            "{\"is_active\":false}",
            "{\"is_staff\":false}",
            "{\"is_superuser\":true}")) {
      staff.patch(staff, json).isProblem(403);
    }
    staff.send("DELETE", staff.path(), "").isProblem(403);
    staff.send("POST", staff.path() + "deactivate/", "").isProblem(403);
    staff.send("POST", staff.path() + "set_password/", "{\"password\":null}").isProblem(403);
    staff.patch(staff, "{\"permissions\":[\"audit.view_audit\"]}").isProblem(403);
    assertThat(events(staff)).isEmpty();
    staff.patch(staff, "{\"first_name\":\"Own\"}").is(200);
  }

  @Test
  void the_last_active_superuser_stays() {
    TestDatabase small = TestDatabase.create();
    try (TestServer node = TestServer.start(small)) {
      Visitor one = Visitor.arrive(small, new Caller(node));
      Visitor two = Visitor.arrive(small, new Caller(node));
      for (Visitor superuser : List.of(one, two)) {
        superuser.set("is_staff = true, is_superuser = true");
      }
      Http client = new Http(node.url(""));
      String first = "Bearer " + one.logIn().access();
      String second = "Bearer " + two.logIn().access();
      List<Supplier<ServerAnswer>> both =
          List.of(
              () -> send(client, "DELETE", USERS + two.id() + "/", first),
              () -> send(client, "DELETE", USERS + one.id() + "/", second));
      assertThat(atOnce(both)).contains(204).hasSize(2).doesNotContain(500);
      assertThat(small.query("select count(*) from users where is_superuser")).containsExactly("1");
      Visitor last = small.query("select id from users").contains(one.id()) ? one : two;
      last.deleteAccount(last.logIn()).assertStatus(409);
      // One without is_staff cannot use the administration.
      Visitor outside = Visitor.arrive(small, new Caller(node));
      outside.set("is_superuser = true");
      last.deleteAccount(last.logIn()).assertStatus(409);
      outside.deleteAccount(outside.logIn()).assertStatus(204);
      assertThat(small.query("select count(*) from users where is_superuser")).containsExactly("1");
    }
  }

  private static ServerAnswer send(Http client, String method, String path, String bearer) {
    return client.send(method, path, "", "Authorization", bearer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deactivate", "delete"})
  void deactivated_and_deleted_users_are_out_on_every_node_at_once(String act) {
    Person user = Person.user();
    assertThat(user.isOutOn(other)).isFalse();
    if (act.equals("delete")) {
      root.send("DELETE", user.path(), "").is(204);
    } else {
      root.send("POST", user.path() + "deactivate/", "").is(200);
    }
    assertThat(user.isOutOn(server)).isTrue();
    Await.until("the user is out", AT_ONCE, () -> user.isOutOn(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"is_staff\":true}", "{\"groups\":[\"renewing\"]}", "{\"email_verified\":true}"})
  void a_change_of_flags_or_groups_ends_access_tokens_but_not_sessions(String json) {
    database.execute("insert into groups (name) values ('renewing') on conflict do nothing");
    Visitor visitor = Person.user().visitor();
    Visitor.Pair pair = visitor.logIn();
    Person user = new Person(visitor, pair.access());
    root.patch(user, json).is(200);
    assertThat(user.isOutOn(server)).isTrue();
    Await.until("the old token is refused", AT_ONCE, () -> user.isOutOn(other));
    visitor.read(visitor.refreshed(pair)).assertStatus(200);
  }

  @Test
  void the_end_of_the_sessions_of_a_user_who_was_inactive_before_is_audited() {
    Person user = Person.user();
    user.visitor().set("is_active = false");
    root.patch(user, "{\"is_active\":false}").is(200);
    root.patch(user, "{\"is_active\":false}").is(200);
    assertThat(events(user)).containsExactly("sessions-ended " + root.visitor().id() + " {}");
    user.visitor().set("is_active = true");
    assertThat(user.isOutOn(server)).isTrue();
  }

  @Test
  void a_ban_ends_by_itself() {
    Person user = Person.user();
    String deactivate = user.path() + "deactivate/";
    for (String until : List.of("\"2020-01-01\"", "\"soon\"", "7", "[]")) {
      root.send("POST", deactivate, "{\"until\":" + until + "}").isProblem(400);
    }
    Instant end = Instant.now().plusSeconds(2);
    ServerAnswer banned = root.send("POST", deactivate, "{\"until\":\"" + end + "\"}").is(200);
    assertThat(banned.member("inactive_until")).startsWith(end.toString().substring(0, 19));
    new Caller(server).logIn(user.visitor().email(), Caller.PASSWORD).assertStatus(403);
    Await.until(
        "the end of the ban",
        PATIENCE,
        () -> root.get(user.path()).member("is_active").equals("true"));
    assertThat(root.get(user.path()).json().get("inactive_until")).isNull();
    user.visitor().logIn();
    assertThat(events(user)).hasSize(2).last().asString().startsWith("user-activated - ");
  }

  @Test
  void another_end_of_a_ban_is_a_deactivation_with_the_old_and_the_new_end() {
    Person user = Person.user();
    String deactivate = user.path() + "deactivate/";
    for (String until : List.of("\"2999-01-01\"", "\"2999-02-01\"", "\"2999-02-01\"", "null")) {
      root.send("POST", deactivate, "{\"until\":" + until + "}").is(200);
    }
    assertThat(events(user))
        .hasSize(3)
        .allMatch(event -> event.startsWith("user-deactivated " + root.visitor().id()))
        .last()
        .asString()
        .endsWith("{\"inactive_until\": [\"2999-02-01T00:00:00Z\", null]}");
    assertThat(events(user).get(1))
        .endsWith("{\"inactive_until\": [\"2999-01-01T00:00:00Z\", \"2999-02-01T00:00:00Z\"]}");
  }

  private static Object codes(ServerAnswer refused) {
    return Objects.requireNonNull(refused.isProblem(400).json().get("codes"));
  }

  @Test
  void all_faults_of_a_request_are_named_together() {
    Person user = Person.user();
    List<String> missing = List.of("does_not_exist");
    String rights = "\"groups\":[\"no such\"],\"permissions\":[\"no.such\"]";
    String taken = "\"email\":\"%s\",".formatted(root.visitor().email());
    Map<String, Object> both = Map.of("groups", missing, "permissions", missing);
    Map<String, Object> all =
        Map.of("groups", missing, "permissions", missing, "email", List.of("unique"));
    assertThat(codes(root.patch(user, "{" + rights + "}"))).isEqualTo(both);
    assertThat(codes(root.patch(user, "{" + taken + rights + "}"))).isEqualTo(all);
    assertThat(codes(root.send("POST", USERS, "{" + taken + rights + "}"))).isEqualTo(all);
    for (String kind : List.of("groups", "permissions")) {
      String names = "{\"add\":[\"no such\"],\"remove\":[\"none such\"]}";
      assertThat(codes(root.send("POST", user.path() + kind + "/", names)))
          .isEqualTo(Map.of("add", missing, "remove", missing));
    }
    assertThat(
            codes(root.send("POST", user.path() + "deactivate/", "{\"until\":\"x\",\"from\":1}")))
        .isEqualTo(Map.of("until", List.of("invalid"), "from", List.of("unknown")));
    assertThat(events(user)).isEmpty();
  }

  @Test
  void a_session_that_was_idle_for_too_long_is_neither_listed_nor_counted() {
    Person user = Person.user();
    user.visitor().logIn();
    database.execute(
        "update sessions set last_used_at = now() - interval '2 d' where id = ("
            + "select max(id) from sessions where user_id = %s)".formatted(user.visitor().id()));
    Object listed = root.get(user.path() + "sessions/").is(200).json().get("results");
    assertThat((List<?>) listed).hasSize(1);
    assertThat(sessionsOf(user)).isEqualTo(1L);
  }

  private static Object sessionsOf(Person user) {
    return Objects.requireNonNull(root.get(user.path()).is(200).json().get("sessions"));
  }

  @Test
  void the_audit_says_which_rights_a_deleted_user_had() {
    Person user = Person.staff("users.view_user");
    Person leaver = Person.staff("users.view_user");
    for (Person person : List.of(user, leaver)) {
      person.visitor().join("deleted-members");
    }
    root.send("DELETE", user.path(), "").is(204);
    leaver.visitor().deleteAccount(leaver.visitor().logIn()).assertStatus(204);
    for (Person person : List.of(user, leaver)) {
      assertThat(
              database.query(
                  "select changes from audit where event = 'user-deleted' and user_id = "
                      + person.visitor().id()))
          .containsExactly(
              "{\"groups\": [[\"deleted-members\"], null], \"is_staff\": [true, null],"
                  + " \"permissions\": [[\"users.view_user\"], null]}");
    }
  }

  @Test
  void sessions_are_listed_page_by_page_and_ended() {
    Person user = Person.user();
    for (int i = 0; i < 3; i++) {
      user.visitor().logIn();
    }
    String sessions = user.path() + "sessions/";
    ServerAnswer first = root.get(sessions + "?limit=3").is(200);
    ServerAnswer second =
        root.get(String.valueOf(first.json().get("next")).substring(server.url("").length()));
    List<String> ids =
        Stream.of(first, second)
            .flatMap(
                page ->
                    ((List<?>) Objects.requireNonNull(page.is(200).json().get("results"))).stream())
            .map(session -> String.valueOf(((Map<?, ?>) session).get("id")))
            .collect(Collectors.toList());
    assertThat(ids).hasSize(4).doesNotHaveDuplicates();
    assertThat(sessionsOf(user)).isEqualTo(4L);
    user.visitor().set("date_joined = now() - interval '2 h'");
    // As "sessions end-all" does.
    database.execute(
        "update sessions set created_at = created_at - interval '1 h' where id = '%s'"
            .formatted(ids.get(3)));
    database.execute(
        "insert into bulk_revocations (expires_at, issued_before, started_before) values"
            + " (now() + interval '1 h', now() - interval '30 min', now() - interval '30 min')");
    assertThat(sessionsOf(user)).isEqualTo(3L);
    database.execute("delete from bulk_revocations where user_id is null");
    assertThat(first.json().get("previous")).isNull();
    assertThat(second.json().get("next")).isNull();
    ServerAnswer back =
        root.get(String.valueOf(second.json().get("previous")).substring(server.url("").length()));
    assertThat(back.json().get("results")).isEqualTo(first.json().get("results"));
    assertThat(back.json().get("previous")).isNull();
    assertThat(back.json().get("next")).isEqualTo(first.json().get("next"));
    String one = String.format(Locale.ROOT, "/admin/api/sessions/%s/", ids.get(0));
    root.send("DELETE", one, "").is(204);
    root.send("DELETE", one, "").isProblem(404);
    root.send("DELETE", sessions, "").is(204);
    assertThat(user.isOutOn(server)).isTrue();
    assertThat(events(user)).hasSize(2).allMatch(event -> event.contains(root.visitor().id()));
  }
}
