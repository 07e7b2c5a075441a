package io.steward.admin.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MassActIT {
  private static final String PATH = "/admin/api/users/revoke/";
  private static final String DELETE = "/admin/api/users/delete/";
  private static TestDatabase database;
  private static TestServer server;
  private static TestServer other;
  private static Visitor staff;
  private static String token;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    server = TestServer.start(database);
    other = TestServer.start(database);
    staff = arrive();
    staff.set("is_staff = true");
    staff.join("leavers");
    database.execute(
        """
        insert into group_permissions select g.id, p.id from groups g, permissions p
          where p.code in ('users.view_user', 'users.delete_session');
        delete from user_groups;
        insert into groups (name) values ('office');
        insert into group_permissions select g.id, p.id from groups g, permissions p
          where g.name = 'office'
            and p.code in ('users.view_user', 'users.delete_session', 'users.delete_user')
        """);
    staff.join("office");
    token = staff.logIn().access();
  }

  @AfterAll
  static void stop() {
    other.close();
    server.close();
  }

  private static Visitor arrive() {
    return Visitor.arrive(database, new Caller(server));
  }

  private static ServerAnswer revoke(String json) {
    return send(PATH, json);
  }

  private static ServerAnswer send(String path, String json) {
    return new Http(server.url("")).post(path, json, "Authorization", "Bearer " + token);
  }

  private static long audited() {
    return Long.parseLong(
        database.query("select count(*) from audit where event = 'sessions-ended'").get(0));
  }

  @Test
  void the_sessions_of_all_who_match_end_on_every_node() {
    List<Visitor> leavers = List.of(arrive(), arrive());
    leavers.forEach(leaver -> leaver.set("first_name = 'Leaving'"));
    Visitor stays = arrive();
    Visitor.Pair staying = stays.logIn();
    List<Visitor.Pair> pairs = leavers.stream().map(Visitor::logIn).toList();
    String filter = "{\"filter\":{\"q\":\"leaving\",\"is_staff\":false}";
    for (String expect : List.of("}", ",\"expect\":1}", ",\"expect\":3}")) {
      ServerAnswer refused = revoke(filter + expect).isProblem(409);
      assertThat(refused.json().get("count")).isEqualTo(2L);
    }
    leavers.get(0).read(pairs.get(0)).assertStatus(200);
    long before = audited();
    assertThat(revoke(filter + ",\"expect\":2}").is(200).json().get("count")).isEqualTo(2L);
    assertThat(audited() - before).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      Visitor leaver = leavers.get(i);
      Visitor.Pair pair = pairs.get(i);
      leaver.read(pair).assertStatus(401);
      leaver.refresh(pair).assertStatus(401);
      Visitor there = leaver.at(new Caller(other));
      Await.until(
          "the other node refuses the token",
          Duration.ofSeconds(1),
          () -> there.read(pair).status() == 401);
      assertThat(leaver.read(leaver.logIn()).status()).isEqualTo(200);
    }
    stays.read(staying).assertStatus(200);
    stays.refresh(staying).assertStatus(200);
  }

  @Test
  void one_user_with_more_rights_protects_all() {
    Visitor lesser = arrive();
    Visitor greater = arrive();
    Visitor.Pair pair = lesser.logIn();
    List.of(lesser, greater).forEach(user -> user.set("last_name = 'Mixed'"));
    String all = "{\"filter\":{\"q\":\"mixed\"},\"expect\":2}";
    greater.set("is_superuser = true");
    revoke(all).isProblem(403);
    greater.set("is_superuser = false, is_active = false");
    greater.join("publishers");
    database.execute(
        """
        insert into group_permissions select g.id, p.id from groups g, permissions p
          where g.name = 'publishers' and p.code = 'auth.view_group'
        """);
    revoke(all).isProblem(403);
    lesser.read(pair).assertStatus(200);
    greater.leave("publishers");
    revoke(all).is(200);
    lesser.read(pair).assertStatus(401);
  }

  @Test
  void deleted_users_are_gone_on_every_node_and_the_audit_keeps_their_addresses() {
    List<Visitor> leavers = List.of(arrive(), arrive());
    leavers.forEach(leaver -> leaver.set("first_name = 'Deleted', is_staff = true"));
    leavers.forEach(leaver -> leaver.join("leavers"));
    Visitor.Pair pair = leavers.get(0).logIn();
    String filter = "{\"filter\":{\"q\":\"deleted\"}";
    for (String expect : List.of("}", ",\"expect\":1}", ",\"expect\":3}")) {
      ServerAnswer refused = send(DELETE, filter + expect).isProblem(409);
      assertThat(refused.json().get("count")).isEqualTo(2L);
    }
    leavers.get(0).read(pair).assertStatus(200);
    ServerAnswer answer = send(DELETE, filter + ",\"expect\":2}").is(200);
    assertThat(answer.json().get("count")).isEqualTo(2L);
    leavers.get(0).read(pair).assertStatus(401);
    leavers.get(0).refresh(pair).assertStatus(401);
    Visitor there = leavers.get(0).at(new Caller(other));
    Await.until(
        "the other node refuses the token",
        Duration.ofSeconds(1),
        () -> there.read(pair).status() == 401);
    for (Visitor leaver : leavers) {
      assertThat(database.query("select 1 from users where id = " + leaver.id())).isEmpty();
      String select =
          "select detail || ' ' || changes from audit where event = 'user-deleted'"
              + " and actor_id = %s and user_id = %s";
      assertThat(database.query(select.formatted(staff.id(), leaver.id())))
          .containsExactly(
              leaver.email() + " {\"groups\": [[\"leavers\"], null], \"is_staff\": [true, null]}");
    }
    assertThat(send(DELETE, filter + ",\"expect\":0}").is(200).json().get("count")).isEqualTo(0L);
  }

  @Test
  void the_own_account_and_users_with_more_rights_protect_all_from_deletion() {
    Visitor lesser = arrive();
    List.of(lesser, staff).forEach(user -> user.set("last_name = 'Protected'"));
    String both = "{\"filter\":{\"q\":\"protected\"},\"expect\":2}";
    assertThat(send(DELETE, both).isProblem(403).body()).contains("your own account");
    staff.set("last_name = ''");
    Visitor superuser = arrive();
    superuser.set("last_name = 'Protected', is_superuser = true");
    assertThat(send(DELETE, both).isProblem(403).body()).contains("more rights");
    assertThat(database.query("select 1 from users where id = " + lesser.id())).hasSize(1);
    superuser.set("is_superuser = false");
    send(DELETE, both).is(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | filter | required",
        "{\"filter\":[]} | filter | object",
        "{\"filter\":{\"colour\":\"red\"}} | filter.colour | never_logged_in",
        "{\"filter\":{\"q\":null}} | filter.q | string",
        "{\"filter\":{\"is_active\":\"yes\"}} | filter.is_active | true or false",
        "{\"filter\":{\"is_active\":1,\"q\":\"x\",\"a\":1}} | filter.is_active | true or false",
        "{\"filter\":{\"is_active\":1,\"q\":\"x\",\"a\":1}} | filter.a | never_logged_in",
        "{\"filter\":{\"group\":\"missing\"}} | filter.group | Not known: missing.",
        "{\"filter\":{},\"expect\":\"x\"} | expect | integer",
        "{\"filter\":{\"colour\":\"red\"},\"expect\":\"x\",\"force\":true} | expect | integer",
        "{\"filter\":{\"colour\":\"red\"},\"expect\":\"x\",\"force\":true} | force | expect",
        "{\"filter\":{\"colour\":\"red\"},\"expect\":\"x\",\"force\":true} | filter.colour | Known",
        "{\"filter\":{},\"expect\":-1} | expect | integer",
        "{\"filter\":{},\"force\":true} | force | expect",
      })
  void what_is_not_known_is_refused(String json, String member, String words) {
    assertThat(revoke(json).isProblem(400).member(member)).contains(words);
  }

  @Test
  void only_staff_with_the_permission_may_do_it() {
    Http http = new Http(server.url(""));
    http.post(PATH, "{\"filter\":{}}").isProblem(401);
    Visitor user = arrive();
    user.set("is_staff = true");
    http.post(PATH, "{\"filter\":{}}", "Authorization", "Bearer " + user.logIn().access())
        .isProblem(403);
    http.get(PATH, "Authorization", "Bearer " + token).isProblem(405);
  }

  /** The number of users who match would tell their addresses and rights, letter by letter. */
  @Test
  void without_the_right_to_see_users_nobody_learns_how_many_match() {
    Visitor staff = arrive();
    staff.set("is_staff = true");
    database.execute(
        "insert into user_permissions select %s, id from permissions where code = '%s'"
            .formatted(staff.id(), MassRevocationResource.PERMISSION));
    String bearer = "Bearer " + staff.logIn().access();
    Http http = new Http(server.url(""));
    String filter = "{\"filter\":{\"is_superuser\":true}}";
    ServerAnswer refused = http.post(PATH, filter, "Authorization", bearer).isProblem(403);
    assertThat(refused.body()).contains("users.view_user").doesNotContain("count");
  }

  @Tag("long")
  @Test
  void a_hundred_thousand_users_are_revoked_and_deleted_in_seconds() {
    database.execute(
        """
        insert into users (email, first_name, last_name, password)
          select 'many' || i || '@many.example', 'Many', '', '!' from generate_series(1, 99999) i;
        insert into sessions (id, user_id, key_id, expires_at, ip, user_agent)
          select 'many' || id, id, '', now() + interval '1 day', '', ''
          from users where first_name = 'Many';
        analyze users; analyze sessions
        """);
    Visitor one = arrive();
    one.set("first_name = 'Many'");
    Visitor.Pair pair = one.logIn();
    new Caller(server)
        .json(
            "POST",
            PATH,
            Caller.bearer(token),
            "{\"filter\":{\"q\":\"many\"},\"expect\":100000}".getBytes(StandardCharsets.UTF_8))
        .assertStatus(200);
    one.read(pair).assertStatus(401);
    Visitor there = one.at(new Caller(other));
    Await.until(
        "the other node refuses the token",
        Duration.ofSeconds(5),
        () -> there.read(pair).status() == 401);
    new Caller(server)
        .json(
            "POST",
            DELETE,
            Caller.bearer(token),
            "{\"filter\":{\"q\":\"many\"},\"expect\":100000}".getBytes(StandardCharsets.UTF_8))
        .assertStatus(200);
    assertThat(database.query("select 1 from users where first_name = 'Many'")).isEmpty();
  }
}
