package io.steward.admin.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TokenPair;
import io.steward.testing.TwoNodes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupsIT {
  private static final String GROUPS = "/admin/api/groups/";
  private static final String PERMISSIONS = "/admin/api/permissions/";
  private static final String USERS = "/admin/api/users/";
  private static final Duration KNOWN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MANY = 20_000;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static TwoNodes nodes;
  private static TestDatabase database;
  private static Person root;

  /** A user, and the tokens of a log-in. */
  private record Person(long id, TokenPair tokens) {
    static Person arrive(String assignments, String... permissions) {
      String email = nodes.user();
      database.execute("update users set " + assignments + " where email = '" + email + "'");
      String select = "select id from users where email = '" + email + "'";
      long id = Long.parseLong(database.query(select).get(0));
      for (String code : permissions) {
        database.execute(
            "insert into user_permissions select %s, id from permissions where code = '%s'"
                .formatted(id, code));
      }
      return new Person(id, TokenPair.logIn(nodes.one(), email));
    }

    static Person user(String... permissions) {
      return arrive("is_staff = false", permissions);
    }

    static Person staff(String... permissions) {
      return arrive("is_staff = true", permissions);
    }

    Person in(String group) {
      database.execute(
          "insert into user_groups select %s, id from groups where name = '%s'"
              .formatted(id, group));
      return this;
    }

    ServerAnswer get(String path) {
      return nodes.one().get(path, "Authorization", tokens.bearer());
    }

    ServerAnswer send(String method, String path, String json, String... headers) {
      List<String> all = new ArrayList<>(List.of("Authorization", tokens.bearer()));
      all.addAll(List.of(headers));
      return nodes.one().json(method, path, json, all.toArray(String[]::new));
    }

    String memberships(String kind) {
      return USERS + id + "/" + kind + "/";
    }

    void assertGroups(String... names) {
      assertThat(
              database.query(
                  "select g.name from groups g join user_groups m on m.group_id = g.id"
                      + " where m.user_id = "
                      + id))
          .containsExactlyInAnyOrder(names);
    }
  }

  /** A group made with SQL. */
  private record Made(long id, String name) {
    static Made with(String... permissions) {
      String name = "group " + COUNT.incrementAndGet();
      database.execute("insert into groups (name) values ('" + name + "')");
      for (String code : permissions) {
        database.execute(
            ("insert into group_permissions select g.id, p.id from groups g, permissions p"
                    + " where g.name = '%s' and p.code = '%s'")
                .formatted(name, code));
      }
      String select = "select id from groups where name = '" + name + "'";
      return new Made(Long.parseLong(database.query(select).get(0)), name);
    }

    String path() {
      return GROUPS + id + "/";
    }

    String members() {
      return path() + "members/";
    }

    List<String> events() {
      return database.query(
          "select event || ' ' || changes::text from audit where detail like 'group %s %%'"
                  .formatted(id)
              + " and (user_id is null or event = 'user-changed')"
              + " order by time");
    }
  }

  @BeforeAll
  static void start() {
    nodes = TwoNodes.start(Map.of());
    database = nodes.database();
    root = Person.arrive("is_staff = true, is_superuser = true");
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  private static String add(Person... people) {
    List<Long> ids = Stream.of(people).map(Person::id).toList();
    return "{\"add\":" + ids + "}";
  }

  private static String remove(Person... people) {
    return add(people).replace("add", "remove");
  }

  @Test
  void a_group_lives_from_its_creation_to_its_deletion() {
    ServerAnswer created =
        root.send(
                "POST",
                GROUPS,
                "{\"name\":\" Editors \",\"permissions\":[\"users.view_user\",\"auth.view_group\"]}")
            .is(201);
    String path = GROUPS + created.member("id") + "/";
    assertThat(created.header("Location")).endsWith(path);
    assertThat(created.json())
        .containsEntry("name", "Editors")
        .containsEntry("permissions", List.of("auth.view_group", "users.view_user"))
        .containsEntry("members", 0L);
    ServerAnswer read = root.get(path).is(200);
    assertThat(read.body()).isEqualTo(created.body());
    assertThat(read.header("ETag")).isEqualTo(created.header("ETag")).isEqualTo("\"1\"");
    ServerAnswer changed =
        root.send("PATCH", path, "{\"name\":\"Writers\"}", "If-Match", "\"1\"").is(200);
    assertThat(changed.body()).isEqualTo(root.get(path).body()).contains("Writers");
    root.send("PATCH", path, "{\"permissions\":[]}", "If-Match", "\"1\"").isProblem(412);
    root.send("DELETE", path, "", "If-Match", "\"1\"").isProblem(412);
    root.send("DELETE", path, "", "If-Match", changed.header("ETag")).is(204);
    for (String method : List.of("GET", "PATCH", "DELETE")) {
      root.send(method, path, method.equals("PATCH") ? "{}" : "").isProblem(404);
    }
    assertThat(database.query("select event from audit where detail like 'group %' order by time"))
        .contains("group-created", "group-changed", "group-deleted");
  }

  @Test
  void a_change_of_nothing_leaves_version_and_audit() {
    Made group = Made.with("auth.view_group");
    ServerAnswer answer =
        root.send(
                "PATCH",
                group.path(),
                "{\"name\":\"%s\",\"permissions\":[\"auth.view_group\"]}".formatted(group.name()))
            .is(200);
    assertThat(answer.header("ETag")).isEqualTo("\"1\"");
    Person member = Person.user().in(group.name());
    root.send("POST", group.members(), add(member)).is(200);
    assertThat(group.events()).isEmpty();
    assertThat(member.tokens().opens(nodes.one())).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | name | required",
        "{\"name\":null} | name | null",
        "{\"name\":\"  \"} | name | blank",
        "{\"name\":\"a\\u001fb\"} | name | invalid",
        "{\"name\":\"staff\\u200b\"} | name | invalid",
        "{\"name\":\"a\\u2028b\"} | name | invalid",
        "{\"name\":\"\\u202eadmin\"} | name | invalid",
        "{\"name\":\"cafe\\u0301\"} | name | invalid",
        "{\"name\":[]} | name | invalid",
        "{\"name\":\"x\",\"colour\":1} | colour | unknown",
        "{\"name\":\"x\",\"permissions\":\"users.view_user\"} | permissions | invalid",
        "{\"name\":\"x\",\"permissions\":[1]} | permissions | invalid",
        "{\"name\":\"x\",\"permissions\":[\"no.such\"]} | permissions | does_not_exist",
      })
  void a_bad_group_is_refused(String json, String member, String code) {
    ServerAnswer answer = root.send("POST", GROUPS, json).isProblem(400);
    assertThat(answer.json().get("codes")).isEqualTo(Map.of(member, List.of(code)));
    assertThat(database.query("select name from groups where name = 'x'")).isEmpty();
  }

  @Test
  void a_name_is_unique_and_has_at_most_150_characters() {
    Made group = Made.with();
    Made other = Made.with();
    String taken = "{\"name\":\"" + group.name() + "\"}";
    for (ServerAnswer answer :
        List.of(root.send("POST", GROUPS, taken), root.send("PATCH", other.path(), taken))) {
      assertThat(answer.isProblem(400).json().get("codes"))
          .isEqualTo(Map.of("name", List.of("unique")));
    }
    root.send("POST", GROUPS, "{\"name\":\"" + "ü".repeat(151) + "\"}").isProblem(400);
    root.send("POST", GROUPS, "{\"name\":\"" + "ü".repeat(150) + "\"}").is(201);
    root.send("PUT", group.path(), taken).isProblem(405);
  }

  @Test
  void only_holders_of_all_permissions_of_a_group_change_it() {
    Person staff =
        Person.staff("auth.add_group", "auth.change_group", "auth.delete_group", "auth.view_group");
    Made greater = Made.with("auth.view_group", "users.delete_user");
    for (String json : List.of("{\"name\":\"mine\"}", "{\"permissions\":[]}", "{}")) {
      assertThat(staff.send("PATCH", greater.path(), json).isProblem(403).body())
          .contains("users.delete_user");
    }
    staff.send("DELETE", greater.path(), "").isProblem(403);
    Made lesser = Made.with("auth.view_group");
    String more = "{\"permissions\":[\"auth.view_group\",\"users.delete_user\"]}";
    staff.send("PATCH", lesser.path(), more).isProblem(403);
    staff.send("POST", GROUPS, more.replace("{", "{\"name\":\"more\",")).isProblem(403);
    assertThat(database.query("select 1 from groups where name in ('mine', 'more')")).isEmpty();
    assertThat(greater.events()).isEmpty();
    assertThat(lesser.events()).isEmpty();
    staff.send("PATCH", lesser.path(), "{\"permissions\":[\"auth.add_group\"]}").is(200);
    assertThat(lesser.events())
        .containsExactly(
            "group-changed {\"permissions\": [[\"auth.view_group\"], [\"auth.add_group\"]]}");
    staff.send("DELETE", lesser.path(), "").is(204);
  }

  /**
   * Programs know groups by their names: a new name can give rights, and a lost one can take some.
   */
  @Test
  void only_superusers_rename_a_group_and_only_they_delete_one_with_a_superuser() {
    Person staff = Person.staff("auth.change_group", "auth.delete_group");
    Made group = Made.with();
    Person superuser = Person.staff();
    database.execute("update users set is_superuser = true where id = " + superuser.id());
    root.send("POST", group.members(), add(superuser)).is(200);
    assertThat(staff.send("PATCH", group.path(), "{\"name\":\"admins\"}").isProblem(403).body())
        .contains("superuser");
    staff.send("DELETE", group.path(), "").isProblem(403);
    root.send("POST", group.members(), remove(superuser)).is(200);
    staff.send("DELETE", group.path(), "").is(204);
  }

  @Test
  void a_group_loses_no_permission_that_a_greater_member_has_by_it() {
    Made group = Made.with("users.view_user");
    Person staff = Person.staff("auth.change_group", "users.view_user");
    Person greater = Person.staff("users.delete_user").in(group.name());
    staff.send("PATCH", group.path(), "{\"permissions\":[]}").isProblem(403);
    root.send("POST", group.members(), remove(greater)).is(200);
    staff.send("PATCH", group.path(), "{\"permissions\":[]}").is(200);
  }

  @Test
  void administrators_cannot_give_themselves_permissions_of_their_groups() {
    Made group = Made.with("users.view_user");
    Person member = Person.staff("users.change_user").in(group.name());
    String add = "{\"add\":[\"users.view_user\"]}";
    member.send("POST", member.memberships("permissions"), add).isProblem(403);
    String patch = "{\"permissions\":[\"users.change_user\",\"users.view_user\"]}";
    member.send("PATCH", USERS + member.id() + "/", patch).isProblem(403);
    Person other = Person.user();
    member.send("POST", other.memberships("permissions"), add).is(200);
  }

  /** Otherwise, a permission for a time would stay by another group. */
  @Test
  void administrators_cannot_keep_a_permission_by_giving_it_to_a_group_of_theirs() {
    Made own = Made.with("auth.change_group");
    Made other = Made.with("users.view_user");
    Person staff = Person.staff("auth.view_group").in(own.name()).in(other.name());
    String more = "{\"permissions\":[\"auth.change_group\",\"users.view_user\"]}";
    assertThat(staff.send("PATCH", own.path(), more).isProblem(403).body())
        .contains("Another administrator");
    assertThat(own.events()).isEmpty();
    staff.send("PATCH", Made.with().path(), more).is(200);
    staff.send("PATCH", own.path(), "{\"permissions\":[]}").is(200);
  }

  @Test
  void members_find_in_their_audit_why_they_lost_a_permission_with_their_group() {
    Made group = Made.with("auth.view_group", "users.view_user");
    Person ada = Person.user().in(group.name());
    Person eve = Person.user().in(group.name());
    root.send("PATCH", group.path(), "{\"permissions\":[\"auth.view_group\"]}").is(200);
    root.send("PATCH", group.path(), "{\"name\":\"lost %s\"}".formatted(group.id())).is(200);
    root.send("POST", group.members(), remove(eve)).is(200);
    root.send("DELETE", group.path(), "").is(204);
    String select =
        "select event || ' ' || detail || ' ' || changes from audit where user_id = %s"
            + " and actor_id = %s and event like 'group-%%' order by time";
    String lost =
        "group-changed group %1$s lost %1$s {\"name\": [\"%2$s\", \"lost %1$s\"]}"
            .formatted(group.id(), group.name());
    String taken =
        "group-changed group %s %s {\"permissions\": [[\"auth.view_group\", \"users.view_user\"], [\"auth.view_group\"]]}"
            .formatted(group.id(), group.name());
    String deleted =
        "group-deleted group %1$s lost %1$s {\"name\": [\"lost %1$s\", null], \"permissions\": [[\"auth.view_group\"], []]}"
            .formatted(group.id());
    assertThat(database.query(select.formatted(ada.id(), root.id())))
        .containsExactly(taken, lost, deleted);
    assertThat(database.query(select.formatted(eve.id(), root.id()))).containsExactly(taken, lost);
    assertThat(group.events()).hasSize(4);
  }

  @Test
  void all_faults_of_a_request_are_named_together() {
    List<String> missing = List.of("does_not_exist");
    Made group = Made.with();
    String json = "{\"name\":\"%s\",\"permissions\":[\"no.such\"]}".formatted(group.name());
    Map<String, Object> both = Map.of("name", List.of("unique"), "permissions", missing);
    assertThat(root.send("POST", GROUPS, json).isProblem(400).json().get("codes")).isEqualTo(both);
    assertThat(root.send("PATCH", Made.with().path(), json).isProblem(400).json().get("codes"))
        .isEqualTo(both);
    String members = "{\"add\":[0],\"remove\":[999999999]}";
    assertThat(root.send("POST", group.members(), members).isProblem(400).json().get("codes"))
        .isEqualTo(Map.of("add", missing, "remove", missing));
  }

  @Test
  void a_group_is_given_only_by_its_members_and_superusers() {
    Made group = Made.with();
    Person user = Person.user();
    Person outsider = Person.staff("users.change_user");
    String named = "{\"add\":[\"" + group.name() + "\"]}";
    for (Person target : List.of(user, outsider)) {
      outsider.send("POST", group.members(), add(target)).isProblem(403);
      outsider.send("POST", target.memberships("groups"), named).isProblem(403);
      String patch = named.replace("add", "groups");
      outsider.send("PATCH", USERS + target.id() + "/", patch).isProblem(403);
      target.assertGroups();
    }
    Person member = Person.staff("users.change_user").in(group.name());
    member.send("POST", group.members(), add(user)).is(200);
    user.assertGroups(group.name());
    outsider.send("POST", group.members(), remove(user)).is(200);
    user.assertGroups();
    Person second = Person.user();
    ServerAnswer answer = member.send("POST", second.memberships("groups"), named).is(200);
    assertThat(answer.json()).isEqualTo(Map.of("groups", List.of(group.name())));
  }

  @Test
  void nobody_gains_a_permission_through_a_group() {
    Made group = Made.with("users.delete_user");
    Person staff =
        Person.staff("users.change_user", "auth.change_group", "auth.add_group", "users.view_user");
    staff.send("POST", group.members(), add(staff)).isProblem(403);
    Made own = Made.with();
    staff.in(own.name());
    String powerful = "{\"permissions\":[\"users.delete_user\"]}";
    staff.send("PATCH", own.path(), powerful).isProblem(403);
    staff
        .send("POST", staff.memberships("permissions"), powerful.replace("permissions", "add"))
        .isProblem(403);
    staff.send("PATCH", USERS + staff.id() + "/", powerful).isProblem(403);
    staff.assertGroups(own.name());
  }

  @Test
  void a_request_about_a_greater_user_changes_nothing() {
    Made group = Made.with();
    Person staff = Person.staff("users.change_user").in(group.name());
    Person lesser = Person.user();
    Made admins = Made.with("users.delete_user");
    Person greater = Person.user().in(admins.name());
    Person superuser = Person.arrive("is_superuser = true, is_active = true").in(group.name());
    for (Person target : List.of(greater, superuser)) {
      staff.send("POST", group.members(), add(lesser, target)).isProblem(403);
      staff.send("POST", group.members(), remove(lesser, target)).isProblem(403);
      String none = "{\"remove\":[\"" + group.name() + "\"]}";
      staff.send("POST", target.memberships("groups"), none).isProblem(403);
    }
    lesser.assertGroups();
    greater.assertGroups(admins.name());
    superuser.assertGroups(group.name());
  }

  @Test
  void a_request_sees_the_rights_that_the_one_before_it_has_left() throws Exception {
    Made group = Made.with();
    Person staff = Person.staff("auth.delete_group");
    CompletableFuture<ServerAnswer> deletion;
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      execute(connection, "update rights set version = version + 1");
      execute(
          connection,
          "insert into group_permissions select %s, id from permissions where code = 'auth.add_group'"
              .formatted(group.id()));
      deletion = CompletableFuture.supplyAsync(() -> staff.send("DELETE", group.path(), ""));
      Await.until("the deletion waits", PATIENCE, GroupsIT::isWaiting);
      connection.commit();
    }
    deletion.join().isProblem(403);
    root.get(group.path()).is(200);
  }

  private static boolean isWaiting() {
    String waiting =
        "select 1 from pg_stat_activity where datname = current_database()"
            + " and wait_event_type = 'Lock'";
    return !database.query(waiting).isEmpty();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"members", "groups", "rename", "delete"})
  void a_change_of_groups_ends_old_tokens_on_both_nodes_within_a_second(String way) {
    Made group = Made.with();
    Person user = Person.user();
    if (way.equals("rename") || way.equals("delete")) {
      user.in(group.name());
    }
    TokenPair old = TokenPair.of(user.tokens().refreshAt(nodes.one()));
    nodes.both().forEach(node -> assertThat(old.opens(node)).isTrue());
    String version = "select version from users where id = " + user.id();
    int before = Integer.parseInt(database.query(version).get(0));
    String named = "{\"add\":[\"" + group.name() + "\"]}";
    switch (way) {
      case "members" -> root.send("POST", group.members(), add(user)).is(200);
      case "groups" -> root.send("POST", user.memberships("groups"), named).is(200);
      case "rename" -> root.send("PATCH", group.path(), "{\"name\":\"renamed\"}").is(200);
      default -> root.send("DELETE", group.path(), "").is(204);
    }
    assertThat(old.opens(nodes.one())).isFalse();
    Await.until("the other node refuses", KNOWN, () -> !old.opens(nodes.other()));
    assertThat(Integer.parseInt(database.query(version).get(0))).isGreaterThan(before);
    TokenPair fresh = TokenPair.of(old.refreshAt(nodes.other()));
    for (Http node : nodes.both()) {
      assertThat(fresh.opens(node)).isTrue();
    }
  }

  @Test
  void members_are_added_and_removed_together_with_a_record_for_each() {
    Made group = Made.with();
    Person one = Person.user();
    Person other = Person.user();
    Person leaving = Person.user().in(group.name());
    String change =
        "{\"add\":[%s,%s],\"remove\":[%s]}".formatted(one.id(), other.id(), leaving.id());
    ServerAnswer answer = root.send("POST", group.members(), change).is(200);
    assertThat(answer.json()).containsEntry("members", 2L);
    assertThat(group.events())
        .containsExactlyInAnyOrder(
            "user-changed {\"groups\": [[], [\"%s\"]]}".formatted(group.name()),
            "user-changed {\"groups\": [[], [\"%s\"]]}".formatted(group.name()),
            "user-changed {\"groups\": [[\"%s\"], []]}".formatted(group.name()));
    ServerAnswer first = root.get(group.members() + "?limit=1&count=true").is(200);
    assertThat(first.json()).containsEntry("count", 2L);
    String next = String.valueOf(first.json().get("next")).replaceFirst(".*/admin", "/admin");
    assertThat(ids(first)).containsExactly(one.id());
    assertThat(ids(root.get(next))).containsExactly(other.id());
  }

  @Test
  void members_have_no_version_that_a_change_could_demand() {
    Made group = Made.with();
    String change = add(Person.user());
    String version = root.get(group.path()).is(200).header("ETag");
    ServerAnswer refused = root.send("POST", group.members(), change, "If-Match", version);
    assertThat(refused.isProblem(400).member("detail")).contains("without If-Match");
    ServerAnswer members = root.get(group.members()).is(200);
    assertThat(ids(members)).isEmpty();
    assertThat(members.headers().firstValue("ETag")).isEmpty();
    root.send("POST", group.members(), change, "If-Match", "*").is(200);
  }

  private static List<Long> ids(ServerAnswer answer) {
    List<Long> ids = new ArrayList<>();
    for (Object row : (List<?>) Objects.requireNonNull(answer.is(200).json().get("results"))) {
      ids.add((Long) ((Map<?, ?>) row).get("id"));
    }
    return ids;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"add\":[0]} | add | does_not_exist",
        "{\"remove\":[999999999]} | remove | does_not_exist",
        "{\"add\":[\"1\"]} | add | invalid",
        "{\"add\":[1.5]} | add | invalid",
        "{\"add\":[9999999999999999999]} | add | invalid",
        "{\"add\":{}} | add | invalid",
        "{\"add\":null} | add | null",
        "{\"add\":[1],\"remove\":[1]} | remove | invalid",
        "{\"replace\":[1]} | replace | unknown",
      })
  void a_bad_change_of_members_is_refused(String json, String member, String code) {
    Made group = Made.with();
    ServerAnswer answer = root.send("POST", group.members(), json).isProblem(400);
    assertThat(answer.json().get("codes")).isEqualTo(Map.of(member, List.of(code)));
  }

  @Test
  void a_change_has_at_most_a_thousand_members_of_a_known_group() {
    Made group = Made.with();
    List<Integer> ids = Stream.iterate(1, i -> i + 1).limit(1_001).toList();
    root.send("POST", group.members(), "{\"add\":" + ids + "}").isProblem(400);
    root.send("POST", GROUPS + "999999/members/", "{}").isProblem(404);
    root.get(GROUPS + "999999/members/").isProblem(404);
    root.get(GROUPS + "x/").isProblem(404);
  }

  @Test
  void permissions_are_given_and_taken_and_listed_with_their_sources() {
    Made group = Made.with("auth.view_group");
    Person user = Person.user().in(group.name());
    String path = user.memberships("permissions");
    ServerAnswer given =
        root.send("POST", path, "{\"add\":[\"users.view_user\",\"auth.view_group\"]}").is(200);
    ServerAnswer read = root.get(path).is(200);
    assertThat(given.body()).isEqualTo(read.body());
    assertThat(given.header("ETag")).isEqualTo(read.header("ETag")).startsWith("\"");
    root.send("POST", path, "{\"remove\":[\"users.view_user\"]}", "If-Match", "\"0\"")
        .isProblem(412);
    assertThat(given.body())
        .isEqualTo(
            ("{\"permissions\":[\"auth.view_group\",\"users.view_user\"],"
                    + "\"effective_permissions\":["
                    + "{\"code\":\"auth.view_group\",\"sources\":[\"group %s\",\"user\"]},"
                    + "{\"code\":\"users.view_user\",\"sources\":[\"user\"]}]}")
                .formatted(group.name()));
    root.send("POST", path, "{\"remove\":[\"users.view_user\"]}").is(200);
    for (String bad :
        List.of(
            "{\"add\":[\"no.such\"]}",
            "{\"remove\":[\"no.such\"]}",
            "{\"add\":[\"auth.view_group\"],\"remove\":[\"auth.view_group\"]}")) {
      root.send("POST", path, bad).isProblem(400);
    }
    root.send("POST", USERS + "999999/permissions/", "{}").isProblem(404);
    root.get(USERS + "999999/groups/").isProblem(404);
  }

  @Test
  void custom_permissions_are_added_and_deleted_when_unused() {
    String json = "{\"code\":\"reports.add_report\",\"name\":\"Can add report\"}";
    ServerAnswer created = root.send("POST", PERMISSIONS, json).is(201);
    String path = PERMISSIONS + created.member("id") + "/";
    assertThat(created.header("Location")).endsWith(path);
    assertThat(root.get(path).is(200).body()).isEqualTo(created.body());
    root.send("POST", PERMISSIONS, json).isProblem(400);
    Made group = Made.with("reports.add_report");
    Person user = Person.user("reports.add_report");
    assertThat(root.get(PERMISSIONS + "?q=REPORTS.&is_custom=true").body())
        .contains("\"is_custom\":true,\"users\":1,\"users_exceeded\":false,\"groups\":1");
    root.send("DELETE", path, "").isProblem(409);
    root.send("DELETE", group.path(), "").is(204);
    root.send("DELETE", path, "").isProblem(409);
    root.send("POST", user.memberships("permissions"), "{\"remove\":[\"reports.add_report\"]}")
        .is(200);
    root.send("DELETE", path, "").is(204);
    root.get(path).isProblem(404);
    assertThat(
            database.query(
                "select event from audit where detail like 'permission % reports.add_report'"
                    + " order by time"))
        .containsExactly("permission-created", "permission-deleted");
  }

  @Test
  void permissions_of_steward_itself_stay() {
    for (String id : database.query("select id from permissions")) {
      root.send("DELETE", PERMISSIONS + id + "/", "").isProblem(409);
    }
    assertThat(root.get(PERMISSIONS + "?is_custom=true&limit=1&count=true").member("count"))
        .isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth.anything",
        "users.x",
        "Users.x",
        "audit.x",
        "admin.x",
        "reports",
        "reports.",
        ".x",
        "a.b.c",
        "a b.c",
        "1a.b",
        "reports.add-report",
        "réports.add",
        "",
      })
  void a_bad_code_is_refused(String code) {
    String json = "{\"code\":\"" + code + "\",\"name\":\"x\"}";
    assertThat(root.send("POST", PERMISSIONS, json).isProblem(400).body()).contains("\"code\":[");
  }

  @Test
  void lists_are_sorted_and_searched() {
    Made first = Made.with();
    Made second = Made.with();
    String q = "q=GROUP%20&limit=200";
    List<Long> byName = ids(root.get(GROUPS + "?" + q));
    assertThat(byName).contains(first.id(), second.id());
    List<Long> byId = ids(root.get(GROUPS + "?sort=-id&" + q));
    assertThat(byId).containsExactlyInAnyOrderElementsOf(byName).startsWith(second.id());
    assertThat(ids(root.get(GROUPS + "?q=%25"))).isEmpty();
    root.get(GROUPS + "?q=" + "a".repeat(201)).isProblem(400);
    root.get(GROUPS + "?sort=members").isProblem(400);
    Made holder = Made.with("users.view_user");
    assertThat(ids(root.get(GROUPS + "?permission=users.view_user&limit=200")))
        .contains(holder.id())
        .doesNotContain(first.id());
    root.get(GROUPS + "?permission=no.code").isProblem(400);
    ServerAnswer page = root.get(GROUPS + "?limit=1").is(200);
    String next = String.valueOf(page.json().get("next")).replaceFirst(".*/admin", "/admin");
    assertThat(ids(root.get(next))).doesNotContainAnyElementsOf(ids(page));
    root.get(GROUPS + "?limit=1&sort=id&" + next.replaceFirst(".*(cursor=)", "$1")).isProblem(400);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/admin/api/groups/,auth.view_group",
    "POST,/admin/api/groups/,auth.add_group",
    "GET,/admin/api/groups/1/,auth.view_group",
    "PATCH,/admin/api/groups/1/,auth.change_group",
    "DELETE,/admin/api/groups/1/,auth.delete_group",
    "GET,/admin/api/groups/1/members/,users.view_user",
    "POST,/admin/api/groups/1/members/,users.change_user",
    "GET,/admin/api/permissions/,auth.view_permission",
    "POST,/admin/api/permissions/,auth.add_permission",
    "GET,/admin/api/permissions/1/,auth.view_permission",
    "DELETE,/admin/api/permissions/1/,auth.delete_permission",
    "GET,/admin/api/users/1/groups/,users.view_user",
    "POST,/admin/api/users/1/groups/,users.change_user",
    "GET,/admin/api/users/1/permissions/,users.view_user",
    "POST,/admin/api/users/1/permissions/,users.change_user",
  })
  void only_staff_with_the_permission_get_in(String method, String path, String code) {
    String json = method.equals("GET") || method.equals("DELETE") ? "" : "{}";
    nodes.one().json(method, path, json).isProblem(401);
    Person.user(code).send(method, path, json).isProblem(403);
    assertThat(Person.staff().send(method, path, json).isProblem(403).body()).contains(code);
  }

  @Test
  @Tag("long")
  void a_group_with_very_many_members_is_renamed_and_deleted_in_seconds() {
    Made group = Made.with();
    database.execute(
        """
        insert into users (email, first_name, last_name, password)
          select 'many' || i || '@many.example', 'Ada', 'Lovelace', '!'
          from generate_series(1, %s) i;
        insert into user_groups select u.id, %s from users u where email like '%%@many.example';
        insert into sessions (id, user_id, key_id, last_used_at, expires_at, ip, user_agent,
            tokens_expire_at)
          select lpad(u.id::text || '-' || n, 22, 'x'), u.id, '', now(), now() + interval '1 day',
            '', '', now() + interval '1 hour'
          from users u, generate_series(1, 2) n where u.email like '%%@many.example'
        """
            .formatted(MANY, group.id()));
    Person member = Person.user().in(group.name());
    TokenPair old = TokenPair.of(member.tokens().refreshAt(nodes.one()));
    long start = System.nanoTime();
    root.send("PATCH", group.path(), "{\"name\":\"a name for many\"}").is(200);
    assertWithin(Duration.ofSeconds(10), start, "rename");
    assertKnown(old);
    TokenPair fresh = TokenPair.of(old.refreshAt(nodes.other()));
    start = System.nanoTime();
    root.send("DELETE", group.path(), "").is(204);
    assertWithin(Duration.ofSeconds(10), start, "deletion");
    assertKnown(fresh);
    TokenPair.of(fresh.refreshAt(nodes.one()));
    String recorded = "group %s a name for many, %s members".formatted(group.id(), MANY + 1);
    assertThat(database.query("select detail from audit where detail like '%for many%'"))
        .containsExactly(recorded, recorded);
  }

  private static void assertKnown(TokenPair old) {
    Await.until("the other node refuses", KNOWN, () -> !old.opens(nodes.other()));
  }

  private static void assertWithin(Duration limit, long start, String act) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).as(act).isLessThan(limit);
  }
}
