package io.steward.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.password.Password;
import io.steward.password.Passwords;
import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.Crowd;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.token.Subject;
import io.steward.token.issue.RefreshTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountIT {
  private static final String CURRENT =
      ",\"current_password\":" + Caller.quoted(Caller.PASSWORD) + "}";
  private static final Map<String, List<String>> MISSING =
      Map.of("current_password", List.of("This field is required."));
  private static final Map<String, List<String>> WRONG =
      Map.of("current_password", List.of("Invalid password."));
  private static final String SESSION_ID = "(?s).*?\"id\":\"([^\"]+)\".*";
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String HASH = new Passwords().hash(new Password(Caller.PASSWORD)).encoded();
  private static int users;
  @AutoClose private static final TestServer server = TestServer.start(DATABASE);
  private static final Caller caller = new Caller(server);

  private String email = "";
  private String token = "";

  @BeforeEach
  void log_in() {
    email = user();
    token = caller.token(email);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"email\":\"stolen@golden.example\"}",
        "{\"password\":\"analytical engine\"}",
        "{\"user\":{\"email\":\"stolen@golden.example\"}}",
        "{\"user\":{\"password\":\"analytical engine\"}}",
        "{\"first_name\":\"X\",\"password\":\"correct horse battery staple\"}",
      })
  void a_stolen_token_alone_cannot_change_address_or_password(String change) {
    String before = row();
    for (String method : List.of("PUT", "PATCH")) {
      caller.account(method, token, change).assertProblem(400, MISSING);
      String wrong = change.replaceFirst("}$", ",\"current_password\":\"wrong\"}");
      caller.account(method, token, wrong).assertProblem(400, WRONG);
      String hash = change.replaceFirst("}$", ",\"current_password\":\"" + escaped(HASH) + "\"}");
      caller.account(method, token, hash).assertProblem(400, WRONG);
    }
    assertThat(row()).isEqualTo(before);
  }

  /** After a restore, a new user may get the id of a user whose tokens still exist. */
  @Test
  void a_token_that_is_older_than_its_user_is_refused() {
    String old = oldToken();
    caller.account(old).assertStatus(200);
    DATABASE.execute(joined("now() - interval '5 seconds'"));
    String row = row();
    for (String method : List.of("GET", "PATCH", "PUT", "DELETE")) {
      String body = method.equals("GET") ? "" : "{\"first_name\":\"Y\"}";
      caller.account(method, old, body).assertStatus(401);
    }
    assertThat(row()).isEqualTo(row);
    verified(old).assertProblem(400, Map.of("non_field_errors", List.of("User doesn't exist.")));
    caller.account(token).assertStatus(200);
    verified(token).assertStatus(200);
  }

  @Test
  void a_token_that_is_older_than_its_user_neither_shows_nor_ends_sessions() {
    String old = oldToken();
    String id = sessions("GET", "", token).assertStatus(200).body().replaceAll(SESSION_ID, "$1");
    DATABASE.execute(joined("now() - interval '5 seconds'"));
    sessions("GET", "", old).assertStatus(401);
    sessions("DELETE", id, old).assertStatus(401);
    assertThat(sessions("GET", "", token).assertStatus(200).body()).contains(id);
    sessions("DELETE", id, token).assertStatus(204);
  }

  /** Imported rows, or rows that a machine with a wrong clock has added. */
  @Test
  void a_user_who_joins_in_the_future_may_use_tokens() {
    DATABASE.execute(joined("now() + interval '1 hour'"));
    caller.account(token).assertStatus(200);
    verified(token).assertStatus(200);
    sessions("GET", "", token).assertStatus(200);
  }

  private String joined(String time) {
    return "update users set date_joined = %s where email = '%s'".formatted(time, email);
  }

  /** A token that was issued a minute ago to a user who had joined before. */
  private String oldToken() {
    DATABASE.execute(joined("now() - interval '1 hour'"));
    String id = DATABASE.query("select id from users where email = '" + email + "'").get(0);
    return TestTokens.issue(
        TestServer.settings(DATABASE.url(), Map.of()).jwt(),
        Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-1)),
        new Subject(Long.parseLong(id), email, "Ada Lovelace", Set.of(), false),
        RefreshTokens.newSessionId());
  }

  private static Answer verified(String token) {
    return caller.post("/user/verify_token/", "{\"token\":" + Caller.quoted(token) + "}");
  }

  private static Answer sessions(String method, String id, String token) {
    String path = "/user/sessions/" + (id.isEmpty() ? "" : id + "/");
    return caller.send(method, path, Caller.bearer(token), new byte[0]);
  }

  @Test
  void the_current_password_is_ignored_if_the_change_does_not_require_it() {
    caller
        .account("PATCH", token, "{\"first_name\":\"X\",\"current_password\":null}")
        .assertStatus(200);
  }

  @Test
  void an_account_looks_the_same_when_registered_read_and_updated() {
    String body =
        "{\"email\":\"fresh-%s\",\"password\":%s,\"first_name\":\"Ada\",\"last_name\":\"King\"}"
            .formatted(email, Caller.quoted(Caller.PASSWORD));
    String registered = caller.post("/user/create/", body).assertStatus(201).body();
    String own = caller.token("fresh-" + email);
    assertThat(caller.account(own).assertStatus(200).body()).isEqualTo(registered);
    for (String method : List.of("PATCH", "PUT")) {
      assertThat(caller.account(method, own, "{}").assertStatus(200).body()).isEqualTo(registered);
    }
  }

  @Test
  void a_twin_may_send_its_own_address_unchanged() {
    String unicode = "own@münchen.example";
    DATABASE.execute(
        "insert into users (email, password, canonical_email) values"
            + " ('own@xn--mnchen-3ya.example', 'x', '"
            + unicode
            + "')");
    DATABASE.execute(
        "insert into users (email, password, canonical_email) values ('"
            + unicode
            + "', '"
            + HASH
            + "', 'twin 0')");
    String twin = caller.token(unicode);
    for (String method : List.of("PUT", "PATCH")) {
      Answer answer = caller.account(method, twin, "{\"email\":\"" + unicode + "\"}");
      assertThat(answer.assertStatus(200).text("email")).isEqualTo(unicode);
    }
  }

  @Test
  void an_update_writes_only_the_members_that_were_sent() throws Exception {
    // The request arrives before the transaction below commits. So the request waits for the row's
    // lock, and then sees the transaction's changes.
    List<Answer> answers =
        Crowd.call(
            List.of(
                () -> {
                  DATABASE.execute(
                      "begin; update users set last_name = 'King', is_staff = true where email = '"
                          + email
                          + "'; select pg_sleep(1); commit");
                  return caller.account(token);
                },
                () -> {
                  Thread.sleep(400);
                  return caller.account("PUT", token, "{\"first_name\":\"Augusta\"}");
                }));
    assertThat(answers.get(1).assertStatus(200).text("last_name")).isEqualTo("King");
    assertThat(row()).contains("Augusta", "King");
    assertThat(DATABASE.query("select is_staff from users where email = '" + email + "'"))
        .containsExactly("t");
  }

  @Test
  void changing_a_just_changed_address_back_requires_the_password() throws Exception {
    changeBack("{\"email\":\"" + email + "\"}").assertProblem(400, MISSING);
    assertThat(caller.account(token).text("email")).isEqualTo("changed-" + email);
  }

  @Test
  void a_just_changed_address_is_changed_back_with_the_password() throws Exception {
    changeBack("{\"email\":\"" + email + "\"" + CURRENT).assertStatus(200);
    assertThat(caller.account(token).text("email")).isEqualTo(email);
  }

  /** Sends an update that waits until another transaction has changed the email address. */
  private Answer changeBack(String body) throws Exception {
    List<Answer> answers =
        Crowd.call(
            List.of(
                () -> {
                  DATABASE.execute(
                      "begin; update users set email = 'changed-%1$s' where email = '%1$s';"
                              .formatted(email)
                          + " select pg_sleep(1); commit");
                  return caller.account(token);
                },
                () -> {
                  Thread.sleep(400);
                  return caller.account("PUT", token, body);
                }));
    return answers.get(1);
  }

  @Test
  void a_right_password_is_accepted_even_if_its_hash_is_renewed_meanwhile() throws Exception {
    String body = "{\"current_password\":\"" + Caller.PASSWORD + "\"}";
    List<Answer> answers =
        Crowd.call(
            List.of(
                () -> {
                  DATABASE.execute(
                      "begin; update users set password = '%s' where email = '%s';"
                              .formatted(
                                  new Passwords().hash(new Password(Caller.PASSWORD)).encoded(),
                                  email)
                          + " select pg_sleep(1); commit");
                  return caller.account(token);
                },
                () -> {
                  Thread.sleep(400);
                  return caller.account("DELETE", token, body);
                }));
    answers.get(1).assertStatus(204);
  }

  @Test
  void parallel_changes_of_different_names_lose_nothing() throws Exception {
    for (int round = 0; round < 10; round++) {
      String first = "{\"first_name\":\"first" + round + "\"}";
      String last = "{\"user\":{\"last_name\":\"last" + round + "\"}}";
      List<Callable<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        calls.add(() -> caller.account("PUT", token, first));
        calls.add(() -> caller.account("PATCH", token, last));
      }
      Crowd.call(calls).forEach(answer -> answer.assertStatus(200));
      Answer after = caller.account(token);
      assertThat(after.text("first_name")).isEqualTo("first" + round);
      assertThat(after.text("last_name")).isEqualTo("last" + round);
    }
  }

  @Test
  void one_of_two_simultaneous_password_changes_is_refused() throws Exception {
    List<Answer> answers =
        Crowd.call(
            List.of(
                () -> caller.account("PUT", token, "{\"password\":\"analytical engine\"" + CURRENT),
                () ->
                    caller.account("PUT", token, "{\"password\":\"difference engine\"" + CURRENT)));
    assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 400);
    answers.stream().filter(a -> a.status() == 400).forEach(a -> a.assertProblem(400, WRONG));
  }

  @Test
  void only_one_of_two_accounts_gets_an_address_that_both_request() throws Exception {
    for (int round = 0; round < 10; round++) {
      String other = caller.token(user());
      String mine = "{\"email\":\"Wanted" + round + "@golden.example\"" + CURRENT;
      String theirs = "{\"email\":\"wanted" + round + "@GOLDEN.example\"" + CURRENT;
      List<Answer> answers =
          Crowd.call(
              List.of(
                  () -> caller.account("PUT", token, mine),
                  () -> caller.account("PUT", other, theirs)));
      assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 400);
      answers.stream()
          .filter(a -> a.status() == 400)
          .forEach(
              a ->
                  a.assertProblem(
                      400, Map.of("email", List.of("user with this email already exists."))));
    }
  }

  @Test
  void a_token_still_names_its_account_after_another_user_takes_the_old_address() {
    String change = "{\"email\":\"moved-" + email + "\"" + CURRENT;
    caller.account("PUT", token, change).assertStatus(200);
    caller.register(email, Caller.PASSWORD).assertStatus(201);
    assertThat(caller.account(token).text("email")).isEqualTo("moved-" + email);
  }

  @Test
  void tokens_of_a_deleted_account_stay_invalid_when_its_address_registers_again() {
    caller.account("DELETE", token, "{}").assertProblem(400, MISSING);
    caller.account("DELETE", token, "{\"current_password\":\"x\"}").assertProblem(400, WRONG);
    Answer gone = caller.account("DELETE", token, CURRENT.replaceFirst(",", "{"));
    assertThat(gone.assertStatus(204).assertDiscreet().body()).isEmpty();
    caller.register(email, Caller.PASSWORD).assertStatus(201);
    for (String method : List.of("GET", "PUT", "PATCH", "DELETE", "POST")) {
      Answer answer = caller.account(method, token, "{}");
      assertThat(answer.status()).as(method).isEqualTo(401);
    }
    assertThat(caller.account(token).text("detail")).isEqualTo("Invalid signature.");
  }

  @Test
  void the_id_of_a_deleted_account_is_not_reused() {
    String id = caller.account(token).text("id");
    caller.account("DELETE", token, CURRENT.replaceFirst(",", "{")).assertStatus(204);
    Answer next = caller.register(email, Caller.PASSWORD).assertStatus(201);
    assertThat(Long.parseLong(next.text("id"))).isGreaterThan(Long.parseLong(id));
  }

  @Test
  void simultaneous_changes_and_deletions_cause_no_internal_error() throws Exception {
    for (int round = 0; round < 15; round++) {
      String mine = caller.token(user());
      List<Callable<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        String name = "{\"first_name\":\"N" + i + "\"}";
        String password = "{\"password\":\"analytical engine " + i + "\"" + CURRENT;
        calls.add(() -> caller.account("PUT", mine, name));
        calls.add(() -> caller.account("PATCH", mine, password));
        calls.add(() -> caller.account("DELETE", mine, CURRENT.replaceFirst(",", "{")));
        calls.add(() -> caller.account(mine));
      }
      assertThat(Crowd.call(calls))
          .allSatisfy(answer -> assertThat(answer.status()).isIn(200, 204, 400, 401));
    }
  }

  private String row() {
    return DATABASE.query("select (users.*)::text from users where email = '" + email + "'").get(0);
  }

  private static String escaped(String text) {
    return text.replace("$", "\\$");
  }

  /** Adds a user; returns the email address. */
  private static String user() {
    String email = "user-" + users++ + "@golden.example";
    DATABASE.execute(
        "insert into users (email, first_name, last_name, password) values ('"
            + email
            + "', 'Ada', 'Lovelace', '"
            + HASH
            + "')");
    return email;
  }
}
