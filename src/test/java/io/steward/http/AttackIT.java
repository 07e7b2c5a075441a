package io.steward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Input;
import io.steward.api.WhiteSpace;
import io.steward.testing.Answer;
import io.steward.testing.Attack;
import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The attacks in {@code src/test/resources/attacks}, sent to a running server. */
final class AttackIT {
  private static final Duration SOON = Duration.ofMillis(1_500);
  private static final AtomicInteger COUNT = new AtomicInteger();
  @AutoClose private static final TestServer server = TestServer.start(TestDatabase.create());
  private static final Caller caller = new Caller(server);
  private static String token = "";

  @BeforeAll
  static void start() {
    caller.register("ada@golden.example", Caller.PASSWORD).assertStatus(201);
    token = caller.token("ada@golden.example");
  }

  static List<Attack> requests() {
    return Attack.requests();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void an_attack_is_repelled(Attack attack) {
    long start = System.nanoTime();
    Optional<Answer> answer = caller.rawToTheEnd(attack.bytes(token));
    Duration taken = Duration.ofNanos(System.nanoTime() - start);

    assertThat(attack.verdicts())
        .as(answer.toString())
        .contains(answer.map(a -> String.valueOf(a.status())).orElse("-"));
    assertThat(taken).isLessThan(SOON);
    answer.ifPresent(Answer::assertDiscreet);
    answer.ifPresent(AttackIT::assertHarmless);
    if (!attack.verdicts().contains("200")) {
      assertThat(answer.toString()).doesNotContain("golden.example");
    }
    caller.account(token).assertStatus(200);
  }

  /** No other site is led to or linked, no cookie is set, and no script of the sender runs. */
  private static void assertHarmless(Answer answer) {
    assertThat(answer.header("Location")).matches("|/([^/\\\\].*)?");
    assertThat(answer.header("Set-Cookie")).matches("|steward=; .*Max-Age=0.*");
    assertThat(answer.body()).doesNotContain("<script>", "evil.example", "\" autofocus onfocus");
  }

  static List<Attack> texts() {
    return Attack.bodies("json.txt");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void a_hostile_text_is_read_as_json_or_refused(Attack text) {
    boolean isJson = text.verdicts().contains("y");
    byte[] body = text.bytes("@").getBytes(StandardCharsets.ISO_8859_1);
    Map<String, String> bearer = Caller.bearer(token);
    for (String path : List.of("/user/create/", "/user/obtain_token/")) {
      Answer answer = caller.json("POST", path, bearer, body).assertDiscreet().assertStatus(400);
      assertThat(answer.text("detail").startsWith("JSON parse error")).isEqualTo(!isJson);
    }
    caller.json("PUT", "/user/update/", bearer, body).assertStatus(isJson ? 200 : 400);
  }

  static List<String> strings() {
    return Attack.lines("strings.txt");
  }

  @ParameterizedTest
  @MethodSource("strings")
  void a_hostile_name_is_returned_unchanged_or_refused(String string) {
    String json = "{\"first_name\":\"" + string + "\",\"last_name\":\"x" + string + "x\"}";
    Answer answer = caller.account("PATCH", token, json).assertDiscreet();
    if (isForbidden(string)) {
      answer.assertStatus(400);
    } else {
      answer.assertStatus(200);
      assertThat(caller.account(token).json()).isEqualTo(answer.json());
      String name = String.valueOf(Input.json(utf8(json)).peek("last_name").orElseThrow());
      assertThat(answer.text("last_name")).isEqualTo(name);
      assertThat(answer.text("first_name"))
          .isEqualTo(WhiteSpace.strip(name.substring(1, name.length() - 1)));
    }
  }

  @ParameterizedTest
  @MethodSource("strings")
  void a_hostile_password_logs_in_as_it_was_set_or_is_refused(String string) {
    String email = "s" + COUNT.incrementAndGet() + "@golden.example";
    String json = "{\"email\":\"" + email + "\",\"password\":\"Quince-7 " + string + "\"}";
    int expected = isForbidden(string) ? 400 : 201;
    caller.post("/user/create/", json).assertDiscreet().assertStatus(expected);
    int opened = isForbidden(string) ? 400 : 200;
    caller.post("/user/obtain_token/", json).assertDiscreet().assertStatus(opened);
  }

  @ParameterizedTest
  @MethodSource("strings")
  void a_hostile_user_agent_is_recorded_safely(String string) {
    String body = "{\"email\":\"ada@golden.example\",\"password\":\"" + Caller.PASSWORD + "\"}";
    byte[] agent =
        utf8(Input.json(utf8("{\"a\":\"" + sendable(string) + "\"}")).peek("a").orElseThrow());
    String request =
        "POST /user/obtain_token/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nUser-Agent: "
            + new String(agent, StandardCharsets.ISO_8859_1)
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    Answer answer = caller.raw(request).assertDiscreet();
    assertThat(answer.status()).as(answer.toString()).isIn(200, 400);
    if (answer.status() == 200) {
      caller
          .send("GET", "/user/sessions/", Caller.bearer(answer.text("token")), new byte[0])
          .assertDiscreet()
          .assertStatus(200);
    }
  }

  /** Whether the JSON string contains U+0000 or an unpaired surrogate. */
  private static boolean isForbidden(String string) {
    String halves = string.replaceAll("\\\\ud[89ab]..\\\\ud[c-f]..", "").replace("\\\\", "");
    return halves.matches(".*\\\\u(0000|d[89a-f]..).*");
  }

  private static String sendable(String string) {
    return isForbidden(string) ? "x" : string;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
