package io.steward.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.Crowd;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TokenPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistrationIT {
  private static final Map<String, List<String>> TAKEN =
      Map.of("email", List.of("user with this email already exists."));
  private static final TestDatabase DATABASE = TestDatabase.create();
  @AutoClose private static final TestServer server = TestServer.start(DATABASE);
  private static final Caller caller = new Caller(server);

  @Test
  void a_password_is_stored_only_as_an_argon2id_hash() {
    Answer answer = caller.register("stored@golden.example", Caller.PASSWORD).assertStatus(201);
    String row = row("stored@golden.example");
    assertThat(row).contains("argon2$argon2id$v=19$").doesNotContain("horse");
    assertThat(answer.body()).doesNotContain("horse", "argon2", "password");
  }

  @Test
  void two_equal_passwords_are_stored_differently() {
    caller.register("salt1@golden.example", Caller.PASSWORD).assertStatus(201);
    caller.register("salt2@golden.example", Caller.PASSWORD).assertStatus(201);
    assertThat(DATABASE.query("select password from users where email like 'salt_@golden.example'"))
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @Test
  void a_password_that_looks_like_a_hash_is_hashed_like_any_other() {
    String hash = "pbkdf2_sha256$20000000$a$b";
    caller.register("hash@golden.example", hash).assertStatus(201);
    assertThat(row("hash@golden.example")).contains("argon2$argon2id$").doesNotContain("pbkdf2");
    caller.logIn("hash@golden.example", hash).assertStatus(200);
  }

  @Test
  void white_space_around_a_password_is_kept() {
    caller.register("pad@golden.example", " pad-pass ").assertStatus(201);
    caller.logIn("pad@golden.example", " pad-pass ").assertStatus(200);
    caller.logIn("pad@golden.example", "pad-pass").assertStatus(403);
  }

  @ParameterizedTest
  @CsvSource({
    "one@golden.example, ONE@golden.example",
    "two@golden.example, two@GOLDEN.example",
    "three@bücher.golden.example, Three@xn--bcher-kva.golden.example",
    "four@xn--bcher-kva.golden.example, four@BÜCHER.golden.example",
    "five@straße.golden.example, five@STRAẞE.golden.example",
    "six@ⅷ.golden.example, six@viii.golden.example",
    "seven@golden。example, seven@golden.example",
    "INSIDE@golden.example, inside@golden.example",
  })
  void all_spellings_of_an_address_are_one_account(String first, String second) {
    Answer registered = caller.register(first, Caller.PASSWORD).assertStatus(201);
    caller.register(second, Caller.PASSWORD).assertProblem(400, TAKEN);
    for (String spelling : List.of(first, second, registered.text("email"))) {
      caller.logIn(spelling, Caller.PASSWORD).assertStatus(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"@golden.example", "a@%s.example", "%s"})
  void an_invalid_address_of_any_length_is_refused_quickly(String form) {
    String address = form.formatted("a.a".repeat(20_000));
    Answer answer = caller.register(address, Caller.PASSWORD).assertStatus(400);
    assertThat(answer.text("email")).contains("Ensure this field has no more than 254 characters.");
    caller.logIn(address, Caller.PASSWORD).assertStatus(403);
  }

  @Test
  void the_local_part_is_stored_as_written_and_the_domain_in_lower_case() {
    Answer answer = caller.register("Kept@Lower.Golden.EXAMPLE", Caller.PASSWORD);
    assertThat(answer.text("email")).isEqualTo("Kept@lower.golden.example");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lovelacead | The password is too similar to the first name.",
        "byronbyron | The password is too similar to the last name.",
        "countess@x | The password is too similar to the email.",
        "3x!-Kq?    | This password is too short. It must contain at least 8 characters.",
        "sunshine   | This password is too common.",
        "SunShine   | This password is too common.",
        "8273645190 | This password is entirely numeric.",
      })
  void each_of_the_four_validators_refuses_a_password(String password, String message) {
    Answer answer =
        caller.post(
            "/user/create/",
            ("{\"email\":\"countess@x.golden.example\",\"first_name\":\"Lovelace Ada\","
                    + "\"last_name\":\"byron-byron\",\"password\":%s}")
                .formatted(Caller.quoted(password)));
    answer.assertProblem(400, Map.of("password", List.of(message)));
  }

  @Test
  void the_faults_of_all_validators_are_reported_together() {
    Answer refused =
        caller
            .register("1234@golden.example", "1234")
            .assertProblem(
                400,
                Map.of(
                    "password",
                    List.of(
                        "The password is too similar to the email.",
                        "This password is too short. It must contain at least 8 characters.",
                        "This password is too common.",
                        "This password is entirely numeric.")));
    assertThat(refused.json().get("codes"))
        .isEqualTo(
            Map.of(
                "password",
                List.of(
                    "password_too_similar",
                    "password_too_short",
                    "password_too_common",
                    "password_entirely_numeric")));
  }

  @Test
  void eighty_simultaneous_registrations_of_ten_addresses_create_ten_accounts() throws Exception {
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      String address = String.format(Locale.ROOT, "Race%d@Golden.Example", i % 10);
      String spelt =
          switch (i / 10 % 3) {
            case 0 -> address;
            case 1 -> address.toUpperCase(Locale.ROOT);
            default -> address.toLowerCase(Locale.ROOT);
          };
      calls.add(() -> registered(spelt));
    }
    List<Answer> answers = Crowd.call(calls);
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(10);
    answers.stream()
        .filter(answer -> answer.status() != 201)
        .forEach(answer -> answer.assertProblem(400, TAKEN));
    assertThat(DATABASE.query("select count(*) from users where email ilike 'race%'"))
        .containsExactly("10");
  }

  @Test
  void a_closed_registration_refuses_every_request_before_it_counts_or_hashes() {
    Map<String, String> settings =
        Map.of("registration", "closed", "throttle", "on", "throttle.registration", "1/3600");
    try (TestServer closed = TestServer.start(DATABASE, settings)) {
      Http http = new Http(closed.url(""));
      for (String json :
          List.of(TokenPair.credentials("closed@golden.example"), "{}", "{\"email\": 7}")) {
        ServerAnswer answer = http.post("/user/create/", json).isProblem(403);
        assertThat(answer.member("type")).isEqualTo("urn:steward:problem:registration-closed");
        assertThat(answer.member("detail"))
            .isEqualTo("Registration is closed; ask an administrator for an account.");
      }
    }
    assertThat(DATABASE.query("select key from throttles")).isEmpty();
    assertThat(DATABASE.query("select id from users where email = 'closed@golden.example'"))
        .isEmpty();
  }

  /** Retries while too many passwords are being hashed, as the response asks. */
  private Answer registered(String email) throws InterruptedException {
    Answer answer = caller.register(email, Caller.PASSWORD);
    while (answer.status() == 503) {
      Thread.sleep(100);
      answer = caller.register(email, Caller.PASSWORD);
    }
    return answer;
  }

  private static String row(String email) {
    return DATABASE.query("select users::text from users where email = '" + email + "'").get(0);
  }
}
