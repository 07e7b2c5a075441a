package io.steward.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.password.CheapHashes;
import io.steward.password.DjangoHashes;
import io.steward.password.Password;
import io.steward.password.Passwords;
import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.Crowd;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LoginIT {
  private static final Map<String, String> REFUSED =
      Map.of(
          "error",
          "can not authenticate with the given credentials or the account has been deactivated");
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String HASH = new Passwords().hash(new Password(Caller.PASSWORD)).encoded();
  private static int users;
  @AutoClose private static final TestServer server = TestServer.start(DATABASE);
  private static final Caller caller = new Caller(server);

  static Stream<DjangoHashes.Sample> hashes() {
    return DjangoHashes.ALL.stream().filter(sample -> !sample.password().isEmpty());
  }

  /** The shortest hash of each algorithm; {@code PasswordsTest} verifies all of them. */
  static Collection<DjangoHashes.Sample> algorithms() {
    return hashes()
        .collect(
            Collectors.toMap(
                sample -> sample.encoded().replaceFirst("\\$.*", ""),
                sample -> sample,
                BinaryOperator.minBy(Comparator.comparing(sample -> sample.encoded().length()))))
        .values();
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("hashes")
  void every_hash_of_django_logs_in_and_becomes_argon2id(DjangoHashes.Sample sample) {
    logsInAndBecomesArgon2id(sample);
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void a_hash_of_each_algorithm_logs_in_and_becomes_argon2id(DjangoHashes.Sample sample) {
    logsInAndBecomesArgon2id(sample);
  }

  private static void logsInAndBecomesArgon2id(DjangoHashes.Sample sample) {
    String email = user(sample.encoded());
    CheapHashes.off();
    try {
      caller.logIn(email, sample.password()).assertStatus(200);
      String renewed = password(email);
      assertThat(renewed).startsWith("argon2$argon2id$v=19$m=7168,t=5,p=1$");
      caller.logIn(email, sample.password()).assertStatus(200);
      assertThat(password(email)).isEqualTo(renewed);
    } finally {
      CheapHashes.on();
    }
  }

  @Test
  void simultaneous_first_log_ins_all_succeed() throws Exception {
    for (int round = 0; round < 5; round++) {
      String email = user(DATABASE.query("select md5('" + Caller.PASSWORD + "')").get(0));
      List<Answer> answers =
          Crowd.call(Collections.nCopies(4, () -> caller.logIn(email, Caller.PASSWORD)));
      answers.forEach(answer -> answer.assertStatus(200));
      assertThat(password(email)).startsWith("argon2$argon2id$");
    }
  }

  @Test
  void every_failed_log_in_gets_the_same_response() {
    String known = user(HASH);
    String inactive = user(HASH);
    DATABASE.execute("update users set is_active = false where email = '" + inactive + "'");
    Answer unknown = caller.logIn("unknown@golden.example", Caller.PASSWORD);
    unknown.assertProblem(403, REFUSED);
    List<Answer> others =
        List.of(
            caller.logIn(known, "wrong horse battery staple"),
            caller.logIn(known, "x".repeat(257)),
            caller.logIn(known, HASH),
            caller.logIn(inactive, Caller.PASSWORD),
            caller.logIn(inactive, "wrong horse battery staple"),
            caller.logIn(user("!unusable"), "!unusable"),
            caller.logIn(user(Caller.PASSWORD), Caller.PASSWORD),
            caller.logIn(user("pbkdf2_sha256$x$a$b"), Caller.PASSWORD),
            caller.logIn(user(""), Caller.PASSWORD),
            caller.logIn("no address at all", Caller.PASSWORD),
            caller.logIn("' or 1=1 --", "' or 1=1 --"));
    assertThat(others)
        .allSatisfy(
            answer -> {
              assertThat(lasting(answer)).isEqualTo(lasting(unknown));
              assertThat(answer.lastingHeaders()).isEqualTo(unknown.lastingHeaders());
              assertThat(answer.header("Set-Cookie")).isEmpty();
            });
    assertThat(DATABASE.query("select last_login from users where email = '" + inactive + "'"))
        .containsExactly((String) null);
  }

  @Test
  void a_stored_hash_beyond_the_cost_limits_takes_no_longer_than_others() {
    String email = user("argon2$argon2id$v=19$m=1048576,t=8,p=1$c29tZXNhbHQ$" + "A".repeat(43));
    long start = System.nanoTime();
    caller.logIn(email, Caller.PASSWORD).assertProblem(403, REFUSED);
    assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
  }

  @Test
  void a_log_in_sets_last_login() {
    String email = user(HASH);
    caller.token(email);
    assertThat(
            DATABASE.query(
                "select last_login > now() - interval '1 minute' from users where email = '"
                    + email
                    + "'"))
        .containsExactly("t");
  }

  @Test
  void log_in_trims_white_space_around_an_address_as_registration_does() {
    String email = user(HASH);
    caller.logIn(" " + email + "\u00a0", Caller.PASSWORD).assertStatus(200);
  }

  @Test
  void no_session_of_the_old_password_survives_a_password_change() throws Exception {
    String email = user(HASH);
    String token = caller.token(email);
    String old = Caller.PASSWORD;
    for (int round = 0; round < 30; round++) {
      String before = old;
      String after = "analytical engine " + round;
      String change = "{\"password\":\"%s\",\"current_password\":\"%s\"}".formatted(after, before);
      List<Answer> answers =
          Crowd.call(
              together(
                  () -> {
                    caller.account("PUT", token, change).assertStatus(200);
                    return caller.logIn(email, before);
                  },
                  () -> caller.logIn(email, before)));
      answers.get(0).assertProblem(403, REFUSED);
      assertThat(answers).extracting(Answer::status).allMatch(s -> s == 200 || s == 403);
      old = after;
    }
    caller.logIn(email, old).assertStatus(200);
  }

  @Test
  void renewing_an_old_hash_never_undoes_a_change_of_password() throws Exception {
    String md5 = DATABASE.query("select 'md5$s$' || md5('s" + Caller.PASSWORD + "')").get(0);
    for (int round = 0; round < 8; round++) {
      String email = user(md5);
      List<Answer> answers =
          Crowd.call(
              together(
                  () -> {
                    set(email, "password = '" + HASH.replace("argon2$", "!argon2$") + "'");
                    return caller.logIn(email, Caller.PASSWORD);
                  },
                  () -> caller.logIn(email, Caller.PASSWORD)));
      answers.get(0).assertProblem(403, REFUSED);
      assertThat(answers).extracting(Answer::status).allMatch(s -> s == 200 || s == 403);
      assertThat(password(email)).startsWith("!");
    }
  }

  @Test
  void no_session_survives_a_deactivation() throws Exception {
    for (int round = 0; round < 8; round++) {
      String email = user(HASH);
      List<Answer> answers =
          Crowd.call(
              together(
                  () -> {
                    set(email, "is_active = false");
                    return caller.logIn(email, Caller.PASSWORD);
                  },
                  () -> caller.logIn(email, Caller.PASSWORD)));
      answers.get(0).assertProblem(403, REFUSED);
      answers.stream()
          .filter(answer -> answer.status() == 200)
          .forEach(answer -> caller.account(answer.text("token")).assertStatus(401));
      assertThat(DATABASE.query("select is_active from users where email = '" + email + "'"))
          .containsExactly("f");
    }
  }

  private static List<Callable<Answer>> together(Callable<Answer> one, Callable<Answer> several) {
    List<Callable<Answer>> calls = new ArrayList<>(List.of(one));
    IntStream.range(0, 2).forEach(i -> calls.add(several));
    return calls;
  }

  private static void set(String email, String assignment) {
    DATABASE.execute("update users set " + assignment + " where email = '" + email + "'");
  }

  private static Map<String, Object> lasting(Answer answer) {
    Map<String, Object> body = answer.json();
    body.remove("instance");
    return body;
  }

  private static String password(String email) {
    return DATABASE.query("select password from users where email = '" + email + "'").get(0);
  }

  /** Creates a user with that text in the password column; returns the email address. */
  private static String user(String encoded) {
    String email = "user-" + users++ + "@golden.example";
    DATABASE.execute(
        "insert into users (email, password) values ('" + email + "', '" + encoded + "')");
    return email;
  }
}
