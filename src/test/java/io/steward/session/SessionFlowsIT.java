package io.steward.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.credential.notice.Notices;
import io.steward.database.Database;
import io.steward.login.Refresh;
import io.steward.login.Replays;
import io.steward.mail.Outbox;
import io.steward.problem.ProblemException;
import io.steward.settings.Settings;
import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.LogLines;
import io.steward.testing.TestClock;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.testing.Visitor;
import io.steward.testing.Visitor.Pair;
import io.steward.throttle.Throttle;
import io.steward.token.issue.AccessTokenIssuer;
import io.steward.token.issue.RefreshToken;
import io.steward.token.issue.RefreshTokens;
import io.steward.token.key.KeyRing;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** All that may happen to a session from its log-in to its end, one test for each case. */
final class SessionFlowsIT {
  private static final String INVALID = "Invalid refresh token.";
  private static final String EXPIRED = "Refresh has expired.";
  private static final String REVOKED = "Token has been revoked.";
  private static final String NO_USER = "Invalid signature.";
  private static final String NEW_PASSWORD = "analytical engine";
  private static final int AFTER_THE_GRACE = 11;
  private static final int HOUR = 3_600;
  private static final int DAY = 24 * HOUR;
  private static final TestDatabase DATABASE = TestDatabase.create();
  @AutoClose private static final TestServer server = TestServer.start(DATABASE);
  private static final Caller caller = new Caller(server);

  private Visitor ada;
  private Pair first;

  @BeforeEach
  void log_in() {
    ada = Visitor.arrive(DATABASE, caller);
    first = ada.logIn();
  }

  private static void refused(Answer answer, String detail) {
    answer.assertProblem(401, Map.of()).assertDiscreet();
    assertThat(answer.text("detail")).isEqualTo(detail);
    assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
  }

  /**
   * Checks that the session has ended: the server refuses its access token and its refresh token.
   */
  private static void assertDead(Visitor visitor, Pair pair) {
    refused(visitor.read(pair), REVOKED);
    refused(visitor.refresh(pair), INVALID);
  }

  private static void assertAlive(Visitor visitor, Pair pair) {
    visitor.read(pair).assertStatus(200);
    visitor.refresh(pair).assertStatus(200);
  }

  private static long rows(String sessionId) {
    return DATABASE.query("select id from sessions where id = '" + sessionId + "'").size();
  }

  private static List<String> listed(Visitor visitor, Pair pair) {
    return visitor.sessions(pair).assertStatus(200).body().transform(SessionFlowsIT::ids);
  }

  private static List<String> ids(String list) {
    return Pattern.compile("\\{\"id\":\"([^\"]+)\"")
        .matcher(list)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  // Rotation

  @Test
  void a_refresh_returns_a_new_token_pair_of_the_same_session() {
    Pair second = ada.refreshed(first);
    assertThat(second.sessionId()).isEqualTo(first.sessionId());
    assertThat(second.refresh()).isNotEqualTo(first.refresh());
    assertThat(second.claims().get("jti")).isNotEqualTo(first.claims().get("jti"));
    ada.read(second).assertStatus(200);
    ada.read(first).assertStatus(200);
  }

  @Test
  void each_of_many_generations_is_accepted_in_turn() {
    Set<String> seen = new HashSet<>();
    Pair pair = first;
    for (int generation = 0; generation < 30; generation++) {
      assertThat(seen.add(pair.refresh())).isTrue();
      pair = ada.refreshed(pair);
    }
    assertAlive(ada, pair);
  }

  @Test
  void a_session_of_an_earlier_user_with_the_same_id_is_refused() {
    ada.later(10);
    ada.set("date_joined = now() + interval '1 day'");
    Pair next = ada.refreshed(first);
    ada.set("date_joined = now() - interval '5 s'");
    refused(ada.refresh(next), INVALID);
    assertAlive(ada, ada.logIn());
  }

  @Test
  void a_second_tab_gets_the_same_successor_within_the_grace_period() {
    Pair one = ada.refreshed(first);
    ada.later(9);
    Pair other = ada.refreshed(first);
    assertThat(other.refresh()).isEqualTo(one.refresh());
    ada.read(other).assertStatus(200);
    assertAlive(ada, one);
  }

  @Test
  void responses_may_be_lost_repeatedly_within_the_grace_period() {
    String successor = ada.refreshed(first).refresh();
    for (int i = 0; i < 5; i++) {
      assertThat(ada.refreshed(first).refresh()).isEqualTo(successor);
    }
    ada.refresh(successor).assertStatus(200);
  }

  @Test
  void the_grace_period_starts_at_the_first_use_and_is_not_extended() {
    ada.refreshed(first);
    ada.later(6);
    Pair again = ada.refreshed(first);
    ada.later(6);
    refused(ada.refresh(first), INVALID);
    assertDead(ada, again);
  }

  @Test
  void a_predecessor_used_after_the_grace_period_ends_the_session_with_all_its_tokens() {
    Pair second = ada.refreshed(first);
    ada.later(AFTER_THE_GRACE);
    refused(ada.refresh(first), INVALID);
    assertDead(ada, first);
    assertDead(ada, second);
  }

  @Test
  void a_replay_also_ends_the_tokens_of_the_first_refresh() {
    Pair thiefs = ada.refreshed(ada.refreshed(first));
    ada.later(AFTER_THE_GRACE);
    Pair newest = ada.refreshed(thiefs);
    refused(ada.refresh(first), INVALID);
    assertDead(ada, thiefs);
    assertDead(ada, newest);
  }

  @Test
  void a_replay_two_generations_back_ends_the_session_even_within_the_grace_period() {
    Pair newest = ada.refreshed(ada.refreshed(first));
    refused(ada.refresh(first), INVALID);
    assertDead(ada, newest);
  }

  @Test
  void a_replay_three_generations_back_ends_the_session() {
    Pair newest = ada.refreshed(ada.refreshed(ada.refreshed(first)));
    refused(ada.refresh(first), INVALID);
    assertDead(ada, newest);
  }

  @Test
  void a_replay_does_not_end_the_users_other_sessions() {
    Pair elsewhere = ada.logIn();
    ada.refreshed(ada.refreshed(first));
    refused(ada.refresh(first), INVALID);
    assertAlive(ada, elsewhere);
  }

  @Test
  void a_replay_does_not_end_sessions_of_other_users() {
    Visitor other = Visitor.arrive(DATABASE, caller);
    Pair others = other.logIn();
    ada.refreshed(ada.refreshed(first));
    refused(ada.refresh(first), INVALID);
    assertAlive(other, others);
  }

  @Test
  void a_replay_is_logged_without_its_token() {
    ada.refreshed(ada.refreshed(first));
    List<String> lines =
        LogLines.of("io.steward.login", () -> refused(ada.refresh(first), INVALID));
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("replayed", first.sessionId(), "user " + ada.id())
        .doesNotContain(first.refresh(), ada.email());
  }

  @Test
  void a_replay_whose_session_cannot_be_ended_is_refused_and_ends_it_at_the_next_attempt() {
    Pair third = ada.refreshed(ada.refreshed(first));
    DATABASE.execute(
        """
        create function refuse() returns trigger language plpgsql as
          $$ begin raise exception 'database shuts down' using errcode = 'admin_shutdown'; end $$;
        create trigger refusal before delete on sessions
          for each row when (old.id = '%s') execute function refuse()
        """
            .formatted(first.sessionId()));
    try {
      ada.refresh(first).assertProblem(503, Map.of()).assertDiscreet();
      assertThat(auditedSessions("refresh-replayed")).isEmpty();
      ada.read(third).assertStatus(200);
    } finally {
      DATABASE.execute("drop function refuse cascade");
    }
    refused(ada.refresh(first), INVALID);
    assertThat(auditedSessions("refresh-replayed")).containsExactly(first.sessionId());
    assertDead(ada, third);
  }

  @Test
  void the_user_can_log_in_again_after_a_replay() {
    ada.refreshed(ada.refreshed(first));
    refused(ada.refresh(first), INVALID);
    assertAlive(ada, ada.logIn());
  }

  @Test
  void without_a_grace_period_every_second_use_is_a_replay() {
    try (TestServer strict = TestServer.start(DATABASE, Map.of("refresh.grace", "0"))) {
      Visitor there = ada.at(new Caller(strict));
      Pair second = there.refreshed(first);
      refused(there.refresh(first), INVALID);
      assertDead(there, second);
    }
  }

  @Test
  void a_refresh_token_newer_than_a_restored_database_is_accepted() {
    Pair third = ada.refreshed(ada.refreshed(first));
    DATABASE.execute("update sessions set generation = 0 where id = '" + first.sessionId() + "'");
    Pair fourth = ada.refreshed(third);
    refused(ada.refresh(first), INVALID);
    assertDead(ada, fourth);
  }

  // Lifetimes

  @Test
  void a_session_ends_at_its_absolute_end_even_if_just_used() {
    Pair pair = first;
    for (int day = 0; day < 6; day++) {
      ada.later(DAY - HOUR);
      pair = ada.refreshed(pair);
    }
    ada.later(DAY);
    DATABASE.execute("update sessions set last_used_at = now() where user_id = " + ada.id());
    ada.refresh(pair).assertStatus(200);
    ada.later(6 * HOUR);
    DATABASE.execute("update sessions set last_used_at = now() where user_id = " + ada.id());
    refused(ada.refresh(pair), EXPIRED);
  }

  @Test
  void a_session_unused_for_its_idle_lifetime_has_expired() {
    ada.later(DAY + 1);
    refused(ada.refresh(first), EXPIRED);
    refused(ada.refresh(first), EXPIRED);
  }

  @Test
  void use_extends_the_idle_lifetime_of_a_session() {
    Pair pair = first;
    for (int i = 0; i < 4; i++) {
      ada.later(DAY - HOUR);
      pair = ada.refreshed(pair);
    }
    assertAlive(ada, pair);
  }

  @Test
  void a_refresh_does_not_move_the_absolute_end() {
    String end = "select expires_at from sessions where id = '" + first.sessionId() + "'";
    List<String> before = DATABASE.query(end);
    ada.refreshed(ada.refreshed(first));
    assertThat(DATABASE.query(end)).isEqualTo(before);
  }

  @Test
  void an_access_token_does_not_outlive_its_session() {
    DATABASE.execute(
        "update sessions set expires_at = now() + interval '600 seconds' where user_id = "
            + ada.id());
    Answer answer = ada.refresh(first).assertStatus(200);
    long life = Long.parseLong(answer.text("expires_in"));
    assertThat(life).isBetween(590L, 600L);
    assertThat(Long.parseLong(answer.text("refresh_expires_in"))).isBetween(590L, 600L);
    Pair pair = Pair.of(answer);
    assertThat(pair.seconds("exp") - pair.seconds("iat")).isEqualTo(life);
  }

  @Test
  void the_response_reports_the_earlier_of_idle_and_absolute_end() {
    assertThat(ada.refresh(first).text("refresh_expires_in")).isEqualTo(String.valueOf(DAY));
    try (TestServer brief = TestServer.start(DATABASE, Map.of("refresh.lifetime", "60"))) {
      Answer answer = new Caller(brief).logIn(ada.email(), Caller.PASSWORD);
      assertThat(answer.text("refresh_expires_in")).isEqualTo("60");
      assertThat(answer.text("expires_in")).isEqualTo("60");
    }
  }

  // Changes to the user

  @Test
  void a_group_that_the_user_joined_is_in_the_next_access_token() {
    ada.join("editors");
    ada.join("staff, and \"others\"");
    Pair second = ada.refreshed(first);
    assertThat((Collection<?>) first.claims().get("groups")).isEmpty();
    assertThat(second.claims().get("groups"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .containsExactlyInAnyOrder("editors", "staff, and \"others\"");
  }

  @Test
  void a_group_that_the_user_left_is_not_in_the_next_access_token() {
    ada.join("editors");
    ada.join("authors");
    Pair member = ada.refreshed(first);
    ada.leave("editors");
    assertThat(ada.refreshed(member).claims().get("groups")).isEqualTo(List.of("authors"));
    ada.leave("authors");
    assertThat(ada.refreshed(ada.refreshed(member)).claims().get("groups")).isEqualTo(List.of());
  }

  @Test
  void a_changed_name_and_email_address_are_in_the_tokens_of_the_next_refresh() {
    ada.set("first_name = 'Augusta', email = 'king-" + ada.id() + "@golden.example'");
    Answer answer = ada.refresh(first).assertStatus(200);
    assertThat(answer.text("name")).isEqualTo("Augusta Lovelace");
    assertThat(Pair.of(answer).claims())
        .containsEntry("email", "king-" + ada.id() + "@golden.example")
        .containsEntry("email_verified", false)
        .containsEntry("username", "king-" + ada.id() + "@golden.example")
        .containsEntry("sub", ada.id());
  }

  @Test
  void a_deactivated_user_can_neither_refresh_nor_read() {
    ada.set("is_active = false");
    refused(ada.refresh(first), INVALID);
    refused(ada.read(first), "User account is disabled.");
    assertThat(ada.verify(first).assertStatus(400).body()).contains("User account is disabled.");
  }

  @Test
  void a_reactivated_user_continues_the_same_session() {
    ada.set("is_active = false");
    refused(ada.refresh(first), INVALID);
    ada.set("is_active = true");
    assertAlive(ada, first);
  }

  @Test
  void a_replay_by_a_deactivated_user_takes_effect_after_reactivation() {
    ada.refreshed(ada.refreshed(first));
    ada.set("is_active = false");
    refused(ada.refresh(first), INVALID);
    ada.set("is_active = true");
    refused(ada.refresh(first), INVALID);
    assertDead(ada, first);
  }

  @Test
  void tokens_of_a_deleted_account_do_not_work_for_a_new_account_with_its_email_address() {
    Pair second = ada.refreshed(first);
    ada.deleteAccount(second).assertStatus(204);
    Answer registered = caller.register(ada.email(), Caller.PASSWORD).assertStatus(201);
    Pair fresh = ada.logIn();
    assertThat(fresh.claims().get("sub")).isEqualTo(registered.text("id")).isNotEqualTo(ada.id());
    refused(ada.read(first), NO_USER);
    refused(ada.read(second), NO_USER);
    ada.logOutAsBearer(first, "{\"everywhere\":true}").assertStatus(204);
    ada.logOut(first).assertStatus(204);
    assertAlive(ada, fresh);
  }

  @Test
  void the_tokens_of_a_deleted_account_are_revoked_on_every_device() {
    Pair elsewhere = ada.logIn();
    ada.deleteAccount(first).assertStatus(204);
    refused(ada.sessions(first), NO_USER);
    refused(ada.sessions(elsewhere), NO_USER);
    refused(ada.refresh(elsewhere), INVALID);
  }

  @Test
  void a_user_deleted_by_sql_can_neither_refresh_nor_read() {
    DATABASE.execute("delete from users where id = " + ada.id());
    refused(ada.refresh(first), INVALID);
    refused(ada.read(first), "Invalid signature.");
  }

  // Log-out

  @Test
  void logging_out_with_the_refresh_token_ends_the_session_at_once() {
    Pair second = ada.refreshed(first);
    ada.logOut(second).assertStatus(204);
    assertDead(ada, first);
    assertDead(ada, second);
    assertThat(ada.verify(second).assertStatus(400).body()).contains(REVOKED);
    assertThat(rows(first.sessionId())).isZero();
  }

  @Test
  void logging_out_as_bearer_ends_the_session_at_once() {
    Pair second = ada.refreshed(first);
    ada.logOutAsBearer(first, "{}").assertStatus(204);
    assertDead(ada, first);
    assertDead(ada, second);
  }

  @Test
  void logging_out_with_both_tokens_ends_the_session_at_once() {
    ada.logOutAsBearer(first, "{\"refresh_token\":\"" + first.refresh() + "\"}").assertStatus(204);
    assertDead(ada, first);
  }

  @Test
  void with_tokens_of_two_sessions_the_session_of_the_refresh_token_ends() {
    Pair elsewhere = ada.logIn();
    ada.logOutAsBearer(elsewhere, "{\"refresh_token\":\"" + first.refresh() + "\"}")
        .assertStatus(204);
    assertDead(ada, first);
    assertAlive(ada, elsewhere);
  }

  @Test
  void a_used_refresh_token_suffices_to_log_out() {
    Pair second = ada.refreshed(first);
    ada.later(AFTER_THE_GRACE);
    ada.logOut(first).assertStatus(204);
    assertDead(ada, second);
  }

  @Test
  void an_expired_access_token_still_logs_out() throws InterruptedException {
    try (TestServer brief = TestServer.start(DATABASE, Map.of("jwt.access_lifetime", "1"))) {
      Visitor there = ada.at(new Caller(brief));
      Pair pair = there.logIn();
      Thread.sleep(2_000);
      refused(there.read(pair), "Signature has expired.");
      there.logOutAsBearer(pair, "{}").assertStatus(204);
      refused(there.refresh(pair), INVALID);
    }
    assertAlive(ada, first);
  }

  @Test
  void an_expired_access_token_ends_no_other_session() throws InterruptedException {
    try (TestServer brief = TestServer.start(DATABASE, Map.of("jwt.access_lifetime", "1"))) {
      Visitor there = ada.at(new Caller(brief));
      Pair loggedOut = there.logIn();
      there.logOut(loggedOut).assertStatus(204);
      Pair expired = there.logIn();
      Thread.sleep(2_000);
      there.logOutAsBearer(loggedOut, "{\"everywhere\":true}").assertStatus(204);
      assertThat(rows(expired.sessionId())).isEqualTo(1);
      there.logOutAsBearer(expired, "{\"everywhere\":true}").assertStatus(204);
      refused(there.refresh(expired), INVALID);
    }
    assertAlive(ada, first);
  }

  @Test
  void logging_out_everywhere_ends_every_session_of_this_user_only() {
    Visitor other = Visitor.arrive(DATABASE, caller);
    Pair others = other.logIn();
    Pair second = ada.logIn();
    Pair third = ada.logIn();
    ada.logOutAsBearer(second, "{\"everywhere\":true}").assertStatus(204);
    List.of(first, second, third).forEach(pair -> assertDead(ada, pair));
    assertAlive(other, others);
    assertAlive(ada, ada.logIn());
  }

  @Test
  void logging_out_ends_no_other_session() {
    Pair elsewhere = ada.logIn();
    ada.logOut(first).assertStatus(204);
    assertAlive(ada, elsewhere);
  }

  @Test
  void a_second_log_out_changes_nothing() {
    for (int i = 0; i < 2; i++) {
      ada.logOut(first).assertStatus(204);
      ada.logOutAsBearer(first, "{}").assertStatus(204);
    }
    assertDead(ada, first);
  }

  @Test
  void a_logged_out_user_cannot_end_other_sessions() {
    Pair elsewhere = ada.logIn();
    ada.logOut(first).assertStatus(204);
    refused(ada.endSession(first, elsewhere.sessionId()), REVOKED);
    refused(ada.changePassword(first, Caller.PASSWORD, NEW_PASSWORD), REVOKED);
    ada.logOutAsBearer(first, "{\"everywhere\":true}").assertStatus(204);
    assertAlive(ada, elsewhere);
  }

  @Test
  void a_user_ends_a_session_on_another_device() {
    Pair elsewhere = ada.logIn();
    ada.endSession(elsewhere, first.sessionId()).assertStatus(204);
    assertDead(ada, first);
    ada.endSession(elsewhere, first.sessionId()).assertProblem(404, Map.of());
    assertAlive(ada, elsewhere);
  }

  @Test
  void a_user_can_end_the_current_session() {
    ada.endSession(first, first.sessionId()).assertStatus(204);
    assertDead(ada, first);
  }

  @Test
  void a_user_cannot_end_a_session_of_another_user() {
    Visitor eve = Visitor.arrive(DATABASE, caller);
    eve.endSession(eve.logIn(), first.sessionId()).assertProblem(404, Map.of());
    assertAlive(ada, first);
  }

  // Changes to the password

  @Test
  void a_changed_password_ends_every_session_and_starts_a_new_one() {
    Pair elsewhere = ada.logIn();
    Pair fresh = Pair.of(ada.changePassword(first, Caller.PASSWORD, NEW_PASSWORD));
    assertDead(ada, first);
    assertDead(ada, elsewhere);
    assertThat(fresh.sessionId()).isNotEqualTo(first.sessionId());
    assertThat(listed(ada, fresh)).containsExactly(fresh.sessionId());
    assertAlive(ada, fresh);
    caller.logIn(ada.email(), Caller.PASSWORD).assertStatus(403);
    caller.logIn(ada.email(), NEW_PASSWORD).assertStatus(200);
  }

  @Test
  void a_password_set_by_an_update_ends_all_other_sessions() {
    Pair elsewhere = ada.logIn();
    updatePassword();
    assertDead(ada, elsewhere);
    assertAlive(ada, first);
  }

  private void updatePassword() {
    String change = "{\"password\":\"%s\",\"current_password\":\"%s\"}";
    ada.as(first, "PUT", "/user/update/", change.formatted(NEW_PASSWORD, Caller.PASSWORD))
        .assertStatus(200);
  }

  @Test
  void the_audit_of_a_changed_password_names_the_session_that_starts() {
    Pair fresh = Pair.of(ada.changePassword(first, Caller.PASSWORD, NEW_PASSWORD));
    assertThat(auditedSessions("password-changed")).containsExactly(fresh.sessionId());
  }

  @Test
  void the_audit_of_a_password_set_by_an_update_names_the_session_that_stays() {
    updatePassword();
    assertThat(auditedSessions("password-changed")).containsExactly(first.sessionId());
  }

  private List<String> auditedSessions(String event) {
    return DATABASE.query(
        "select session_id from audit where event = '%s' and user_id = %s"
            .formatted(event, ada.id()));
  }

  @Test
  void a_change_of_name_ends_no_session() {
    Pair elsewhere = ada.logIn();
    ada.as(first, "PATCH", "/user/update/", "{\"first_name\":\"Augusta\"}").assertStatus(200);
    assertAlive(ada, elsewhere);
  }

  @Test
  void a_wrong_current_password_ends_nothing() {
    Pair elsewhere = ada.logIn();
    ada.changePassword(first, "wrong", NEW_PASSWORD).assertStatus(400);
    ada.changePassword(first, Caller.PASSWORD, "12345").assertStatus(400);
    String change = "{\"password\":\"%s\",\"current_password\":\"wrong\"}";
    ada.as(first, "PUT", "/user/update/", change.formatted(NEW_PASSWORD)).assertStatus(400);
    ada.as(first, "DELETE", "/user/update/", "{\"current_password\":\"wrong\"}").assertStatus(400);
    assertAlive(ada, first);
    assertAlive(ada, elsewhere);
  }

  // The list of sessions

  @Test
  void the_list_shows_open_sessions_with_the_most_recently_used_first() {
    Pair idle = ada.logIn();
    ada.later(DAY + 1);
    DATABASE.execute(
        "update sessions set last_used_at = now() where id = '" + first.sessionId() + "'");
    ada.later(HOUR);
    Pair second = ada.logIn();
    Pair ended = ada.logIn();
    ada.logOut(ended).assertStatus(204);
    assertThat(listed(ada, first)).containsExactly(second.sessionId(), first.sessionId());
    ada.refreshed(first);
    assertThat(listed(ada, first)).containsExactly(first.sessionId(), second.sessionId());
    assertThat(listed(ada, second)).doesNotContain(idle.sessionId());
  }

  @Test
  void the_list_marks_the_current_session() {
    Pair second = ada.logIn();
    for (Pair asking : List.of(first, second)) {
      String list = ada.sessions(asking).body();
      assertThat(list.split("\"current\":true", -1)).hasSize(2);
      assertThat(list).containsPattern(asking.sessionId() + "\"[^}]*\"current\":true");
    }
  }

  @Test
  void the_sessions_of_two_users_are_separate() {
    Visitor other = Visitor.arrive(DATABASE, caller);
    Pair others = other.logIn();
    assertThat(listed(ada, first)).containsExactly(first.sessionId());
    assertThat(listed(other, others)).containsExactly(others.sessionId());
    ada.logOutAsBearer(first, "{\"everywhere\":true}").assertStatus(204);
    assertThat(listed(other, others)).containsExactly(others.sessionId());
  }

  @Test
  void a_long_user_agent_is_shortened() {
    Pair pair = Pair.of(logInFrom("x".repeat(7_000)));
    assertThat(ada.sessions(pair).body()).contains("\"user_agent\":\"" + "x".repeat(255) + "\"");
  }

  @Test
  void a_user_agent_of_ten_thousand_characters_causes_no_server_error() {
    assertThat(logInFrom("x".repeat(10_000)).status()).isIn(200, 400, 431);
  }

  @Test
  void control_characters_in_a_user_agent_are_removed() {
    Pair pair = Pair.of(logInFrom("a\tb\u0085\u009b[31mc"));
    String query = "select user_agent from sessions where id = '" + pair.sessionId() + "'";
    assertThat(DATABASE.query(query).get(0)).isEqualTo("ab[31mc");
  }

  /** Writes the request by hand, since an HTTP client would refuse such a User-Agent. */
  private Answer logInFrom(String userAgent) {
    String body = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(ada.email(), Caller.PASSWORD);
    return caller.raw(
        """
        POST /user/obtain_token/ HTTP/1.1
        Host: localhost
        Connection: close
        User-Agent: %s
        Content-Type: application/json
        Content-Length: %d

        %s"""
            .replace("\n", "\r\n")
            .formatted(userAgent, body.length(), body));
  }

  // Forged tokens, other databases and other clocks

  @Test
  void a_refresh_token_forged_with_another_key_neither_uses_nor_ends_the_session() {
    Pair second = ada.refreshed(first);
    KeyRing others =
        TestTokens.keys(
            settings(Map.of("jwt.secret", "another-secret-of-good-length-Xy7Qw3Lk9")).jwt(),
            Clock.systemUTC());
    RefreshTokens forger = new RefreshTokens(others, Clock.systemUTC());
    long end = Instant.now().plusSeconds(DAY).getEpochSecond();
    for (int generation : new int[] {0, 1, 2, 99}) {
      RefreshToken forged = new RefreshToken(first.sessionId(), generation, end);
      String text = forger.text(forged, forger.keyId());
      refused(ada.refresh(text), INVALID);
      ada.logOut(new Pair("", text)).assertStatus(204);
    }
    ada.later(AFTER_THE_GRACE);
    assertAlive(ada, second);
  }

  @Test
  void a_refresh_token_with_a_changed_generation_is_refused_and_ends_nothing() {
    Pair second = ada.refreshed(first);
    for (int bit = 0; bit < 32; bit++) {
      byte[] bytes = Base64.getUrlDecoder().decode(second.refresh());
      bytes[16 + bit / 8] ^= (byte) (1 << bit % 8);
      refused(ada.refresh(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)), INVALID);
    }
    assertAlive(ada, second);
  }

  @Test
  void a_refresh_token_with_a_changed_expiry_is_refused() {
    byte[] bytes = Base64.getUrlDecoder().decode(first.refresh());
    bytes[24] ^= 1;
    refused(ada.refresh(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)), INVALID);
    assertAlive(ada, first);
  }

  @Test
  @Tag("long")
  void after_the_end_of_all_sessions_a_restored_user_can_log_in_at_a_node_that_kept_running()
      throws InterruptedException {
    TestDatabase own = TestDatabase.create();
    try (TestServer node = TestServer.start(own)) {
      Caller calls = new Caller(node);
      Visitor bob = Visitor.arrive(own, calls);
      bob.changePassword(bob.logIn(), Caller.PASSWORD, NEW_PASSWORD).assertStatus(200);
      bob.set("token_version = 0");
      Pair before = Pair.of(calls.logIn(bob.email(), NEW_PASSWORD));
      refused(bob.read(before), REVOKED);
      // The version of a change of password covers what ends within the same second.
      Thread.sleep(2_000);
      endAll(TestServer.settings(own.url(), Map.of()));
      // Tokens are refused for 3 s more, because a refresh can take so long.
      Thread.sleep(5_000);
      assertDead(bob, before);
      Pair after = Pair.of(calls.logIn(bob.email(), NEW_PASSWORD));
      assertAlive(bob, after);
      bob.changePassword(after, NEW_PASSWORD, Caller.PASSWORD).assertStatus(200);
      assertDead(bob, after);
    }
  }

  private static void endAll(Settings settings) {
    try (Database database = new Database(settings.database())) {
      database.connect();
      new SessionTransactions(settings, database, TestTokens.noRevocations())
          .inTransaction(
              (em, sessions) -> {
                sessions.endEverybody(Instant.now());
                return true;
              });
    }
  }

  @Test
  void a_refresh_token_from_another_database_is_refused_and_ends_nothing() {
    TestDatabase elsewhere = TestDatabase.create();
    try (TestServer other = TestServer.start(elsewhere)) {
      Visitor namesake = Visitor.arrive(elsewhere, new Caller(other));
      refused(namesake.refresh(first), INVALID);
      Pair theirs = namesake.logIn();
      refused(ada.refresh(theirs), INVALID);
      ada.logOut(theirs).assertStatus(204);
      assertAlive(namesake, theirs);
    }
    assertAlive(ada, first);
  }

  @Test
  void the_grace_period_follows_the_clock_of_the_database() {
    try (Database database = new Database(settings(Map.of()).database())) {
      database.connect();
      Refresh ahead = refreshAt(database, Instant.now().plusSeconds(2 * HOUR));
      Refresh behind = refreshAt(database, Instant.now().minusSeconds(2 * HOUR));
      String successor = ahead.refresh(first.refresh()).refreshToken();
      assertThat(behind.refresh(first.refresh()).refreshToken()).isEqualTo(successor);
      assertThat(ahead.refresh(first.refresh()).refreshToken()).isEqualTo(successor);
      ada.later(AFTER_THE_GRACE);
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> behind.refresh(first.refresh()))
          .withMessage(INVALID);
    }
  }

  private static Settings settings(Map<String, String> further) {
    return TestServer.settings(DATABASE.url(), further);
  }

  /** A refresh on a node whose clock shows that time. */
  private static Refresh refreshAt(Database database, Instant now) {
    Settings settings = settings(Map.of());
    Clock clock = new TestClock(now);
    KeyRing keys = TestTokens.keys(settings.jwt(), clock);
    RefreshTokens refreshTokens = new RefreshTokens(keys, clock);
    Grants grants =
        new Grants(
            settings.session(),
            new AccessTokenIssuer(settings.jwt(), keys, clock),
            refreshTokens,
            TestTokens.reference(clock));
    Throttle throttle = new Throttle(database, settings.throttle());
    return new Refresh(
        new Rotation(database, settings, throttle.refreshAdmission()),
        new Replays(
            new SessionTransactions(settings, database, TestTokens.noRevocations()),
            new Notices(new Outbox(settings.mail()), throttle)),
        throttle,
        refreshTokens,
        grants);
  }
}
