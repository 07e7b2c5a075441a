package io.steward.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.password.Password;
import io.steward.password.Passwords;
import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registration, log-in and changes of addresses that have more than one spelling. */
final class AddressSpellingsIT {
  private static final Map<String, List<String>> TAKEN =
      Map.of("email", List.of("user with this email already exists."));
  private static final String HASH = new Passwords().hash(new Password(Caller.PASSWORD)).encoded();
  private static final TestDatabase DATABASE = TestDatabase.create();

  @AutoClose private static final TestServer server = TestServer.start(DATABASE);
  private static final Caller caller = new Caller(server);

  private static void insert(String email) {
    DATABASE.execute(
        "insert into users (email, password) values ('%s', '%s')".formatted(email, HASH));
  }

  private static void assertTaken(Answer answer) {
    answer.assertProblem(400, TAKEN);
  }

  @ParameterizedTest
  @CsvSource({
    "info@straße.de, info@strasse.de",
    "info@βόλος.example, info@βόλοσ.example",
    "info@نامه\u200cای.example, info@نامهای.example",
    "info@क्\u200dष.example, info@क्ष.example",
  })
  void a_domain_of_idna_2008_is_not_its_look_alike_of_idna_2003(String own, String other) {
    caller.register(own, Caller.PASSWORD).assertStatus(201);
    assertThat(DATABASE.query("select email from users where email = '" + own + "'")).hasSize(1);
    caller.logIn(other, Caller.PASSWORD).assertStatus(403);
    caller.register(other, Caller.PASSWORD).assertStatus(201);
    caller.logIn(own, Caller.PASSWORD).assertStatus(200);
  }

  @ParameterizedTest
  @CsvSource({
    "p@xn--mnchen-3ya.example, p@münchen.example",
    "q@EXÄMPLE.example, q@exämple.example",
    "r@XN--STRAE-OQA.example, r@STRAẞE.example",
    "s@ｆull.example, s@full.example",
    "t@bücher。example, t@xn--bcher-kva.example",
  })
  void an_address_in_another_spelling_logs_in_and_is_taken(String stored, String other) {
    insert(stored);
    caller.logIn(other, Caller.PASSWORD).assertStatus(200);
    caller.logIn(stored, Caller.PASSWORD).assertStatus(200);
    assertTaken(caller.register(other, Caller.PASSWORD));
    assertTaken(caller.register(stored, Caller.PASSWORD));
    caller.register("own" + other, Caller.PASSWORD).assertStatus(201);
    String change =
        "{\"email\": \"%s\", \"current_password\": \"%s\"}".formatted(stored, Caller.PASSWORD);
    assertTaken(caller.account("PATCH", caller.token("own" + other), change));
  }

  @Test
  void a_user_may_send_the_own_stored_address_also_if_another_user_has_it() {
    insert("z@xn--mnchen-3ya.example");
    insert("z@münchen.example");
    String token = caller.token("z@xn--mnchen-3ya.example");
    String change = "{\"email\": \"z@xn--mnchen-3ya.example\", \"first_name\": \"Zoë\"}";
    caller.account("PATCH", token, change).assertStatus(200);
    assertThat(DATABASE.query("select email from users where first_name = 'Zoë'"))
        .containsExactly("z@xn--mnchen-3ya.example");
  }

  @Test
  void an_id_that_another_program_stored_does_not_fail_a_registration() {
    caller.register("before@golden.example", Caller.PASSWORD).assertStatus(201);
    DATABASE.execute(
        "insert into users (id, email, password) overriding system value"
            + " select m.id + n, 'ahead' || n || '@golden.example', 'x'"
            + " from (select max(id) as id from users) m, generate_series(1, 3) n");
    for (int i = 0; i < 3; i++) {
      caller.register("after" + i + "@golden.example", Caller.PASSWORD).assertStatus(201);
    }
    assertTaken(caller.register("AHEAD2@golden.example", Caller.PASSWORD));
  }
}
