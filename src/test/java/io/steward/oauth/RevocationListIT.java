package io.steward.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestClients;
import io.steward.testing.TokenPair;
import io.steward.testing.TwoNodes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list of revocations, which other servers use to reject revoked tokens. */
final class RevocationListIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  @AutoClose private static TwoNodes nodes;
  private static String basic;

  @BeforeAll
  static void start() {
    TestClients clients = new TestClients(Folders.fresh("revocation-list").resolve("clients"));
    basic = clients.addBasic("portal");
    nodes = TwoNodes.start(clients.setting());
  }

  private static ServerAnswer list(Http node) {
    return node.get("/revocations", "Authorization", basic).is(200);
  }

  private static ServerAnswer unlessMatch(Http node, String tag) {
    return node.get("/revocations/", "Authorization", basic, "If-None-Match", tag);
  }

  private static Map<?, ?> entry(ServerAnswer list, String sessionId) {
    List<?> all = (List<?>) Objects.requireNonNull(list.json().get("revocations"));
    return all.stream()
        .map(entry -> (Map<?, ?>) entry)
        .filter(entry -> sessionId.equals(entry.get("sid")))
        .findFirst()
        .orElse(Map.of());
  }

  private static String newestSession() {
    return nodes
        .database()
        .query("select id from sessions order by created_at desc limit 1")
        .get(0);
  }

  @Test
  void an_ended_session_is_listed_at_once() {
    TokenPair pair = nodes.logIn();
    String session = newestSession();
    assertThat(entry(list(nodes.one()), session)).isEmpty();
    pair.logOutAt(nodes.one()).is(204);
    Map<?, ?> entry = entry(list(nodes.one()), session);
    assertThat(entry.get("kind")).isEqualTo("revoked");
    assertThat((Long) entry.get("exp")).isGreaterThan(Instant.now().getEpochSecond() + 3_000);
    assertThat(entry).hasSize(3);
    Await.until(
        "the other node lists the session",
        PATIENCE,
        () -> !entry(list(nodes.other()), session).isEmpty());
  }

  @Test
  void the_list_distinguishes_a_deleted_user_from_a_log_out() {
    TokenPair pair = nodes.logIn();
    String session = newestSession();
    nodes
        .one()
        .json(
            "DELETE",
            "/user/update/",
            "{\"current_password\":\"correct horse battery staple\"}",
            "Authorization",
            pair.bearer())
        .is(204);
    assertThat(entry(list(nodes.one()), session).get("kind")).isEqualTo("user_deleted");
  }

  @Test
  void a_client_that_has_the_current_list_gets_304() {
    nodes.logIn().logOutAt(nodes.one()).is(204);
    String tag = list(nodes.one()).header("ETag");
    assertThat(tag).matches("\"[0-9A-Za-z_-]{43}\"");
    ServerAnswer unchanged = unlessMatch(nodes.one(), tag).is(304);
    assertThat(unchanged.body()).isEmpty();
    assertThat(unchanged.header("ETag")).isEqualTo(tag);
    assertAge(unchanged);
    nodes.logIn().logOutAt(nodes.one()).is(204);
    assertThat(unlessMatch(nodes.one(), tag).is(200).header("ETag")).isNotEqualTo(tag);
  }

  private static ServerAnswer since(Http node, String position) {
    return node.get("/revocations/?since=" + position, "Authorization", basic);
  }

  private static void awaitPositionOfBoth(String position) {
    for (Http node : nodes.both()) {
      Await.until(
          "the node has read on",
          PATIENCE,
          () -> !list(node).header("Revocations-Position").equals(position));
    }
  }

  @Test
  void a_client_that_sends_its_position_gets_only_later_revocations() {
    TokenPair before = nodes.logIn();
    String old = newestSession();
    before.logOutAt(nodes.one()).is(204);
    // Positions move with other transactions, such as log-ins.
    awaitPositionOfBoth(list(nodes.one()).header("Revocations-Position"));
    TokenPair pair = nodes.logIn();
    String position = list(nodes.one()).header("Revocations-Position");
    awaitPositionOfBoth(position);
    position = list(nodes.one()).header("Revocations-Position");
    String session = newestSession();
    pair.logOutAt(nodes.one()).is(204);
    for (Http node : nodes.both()) {
      ServerAnswer recent = since(node, position).is(200);
      assertThat(entry(recent, session).get("kind")).isEqualTo("revoked");
      assertThat(entry(recent, old)).isEmpty();
      assertAge(recent);
      String tag = recent.header("ETag");
      String next = recent.header("Revocations-Position");
      assertThat(next).isNotEqualTo(position);
      node.get("/revocations?since=" + position, "Authorization", basic, "If-None-Match", tag)
          .is(304);
    }
  }

  @Test
  void ends_of_all_sessions_of_a_user_are_listed_and_are_new_since_a_position() {
    String position = list(nodes.one()).header("Revocations-Position");
    TokenPair pair = nodes.logIn();
    String user = nodes.database().query("select max(id) from users").get(0);
    nodes
        .one()
        .json(
            "POST", "/user/revoke_token/", "{\"everywhere\":true}", "Authorization", pair.bearer())
        .is(204);
    String version =
        nodes.database().query("select token_version from users where id = " + user).get(0);
    String entry = "{\"user_id\":" + user + ",\"version\":" + version + ",\"except_sid\":\"\",";
    assertThat(list(nodes.one()).body()).contains(entry);
    assertThat(since(nodes.one(), position).is(200).body()).contains(entry);
    assertThat(since(nodes.other(), position).is(200).body()).contains(entry);
  }

  @Test
  void a_position_of_another_server_gets_the_whole_list() {
    TokenPair pair = nodes.logIn();
    String session = newestSession();
    pair.logOutAt(nodes.one()).is(204);
    // Server 1, transactions 1 and 2^62
    for (String foreign : List.of("AAAAAAAAAAEAAAAAAAAAAQ", "AAAAAAAAAAFAAAAAAAAAAA")) {
      assertThat(entry(since(nodes.one(), foreign).is(200), session)).isNotEmpty();
    }
  }

  @Test
  void a_malformed_position_is_refused() {
    for (String position :
        List.of(
            "",
            "0",
            "abc",
            "AAAAAAAAAAEAAAAAAAAAAR",
            "AAAAAAAAAAEAAAAAAAAAAQ%3D",
            "AAAAAAAAAAEAAAAAAAAAAQ==",
            "AAAAAAAAAAAAAAAAAAAAAA",
            "gAAAAAAAAAEAAAAAAAAAAQ",
            "AAAAAAAAAAEAAAAAAAAAAQ&since=AAAAAAAAAAEAAAAAAAAAAQ")) {
      assertThat(since(nodes.one(), position).status()).as(position).isEqualTo(400);
    }
  }

  @Test
  void a_malformed_entity_tag_gets_the_whole_list() {
    for (String tag : List.of("abc", "\"", "W/", "*, \"x\"", "\"a\" \"b\"")) {
      assertThat(unlessMatch(nodes.one(), tag).is(200).body()).contains("revocations");
    }
  }

  @Test
  void nodes_with_the_same_revocations_send_the_same_entity_tag() {
    nodes.logIn().logOutAt(nodes.one()).is(204);
    Await.until(
        "both nodes send the same tag",
        PATIENCE,
        () -> unlessMatch(nodes.other(), list(nodes.one()).header("ETag")).status() == 304);
  }

  @Test
  void the_list_states_its_age() {
    assertAge(list(nodes.one()));
  }

  private static void assertAge(ServerAnswer answer) {
    assertThat(Long.parseLong(answer.header("Revocations-Age"))).isBetween(0L, 60_000L);
  }

  @Test
  void only_clients_can_read_the_list_of_revocations() {
    TokenPair pair = nodes.logIn();
    nodes.one().get("/revocations").isProblem(401);
    nodes.one().get("/revocations", "Authorization", pair.bearer()).isProblem(401);
    nodes.one().post("/revocations", "{}", "Authorization", basic).isProblem(405);
    assertThat(list(nodes.one()).header("Cache-Control")).isEqualTo("no-store");
  }
}
