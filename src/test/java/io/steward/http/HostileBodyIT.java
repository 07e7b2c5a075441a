package io.steward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies crafted to break the server. Each character is sent as one byte (Latin-1). */
final class HostileBodyIT {
  private static final int LIMIT = 64 * 1024;
  private static final List<String> PATHS =
      List.of("/user/create/", "/user/obtain_token/", "/user/verify_token/", "/user/update/");
  @AutoClose private static final TestServer server = TestServer.start(TestDatabase.create());
  private static final Caller caller = new Caller(server);
  private static String token = "";

  @BeforeAll
  static void start() {
    caller.register("ada@golden.example", Caller.PASSWORD).assertStatus(201);
    token = caller.token("ada@golden.example");
  }

  /** Malformed JSON, and JSON that is refused as a whole. */
  static Stream<String> malformed() {
    List<String> texts =
        new ArrayList<>(
            List.of(
                " ",
                "\n\n",
                "{",
                "}",
                "[",
                "]",
                "{}}",
                "{}{}",
                "{} x",
                "{}\u0000",
                "\u0000",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\" 1}",
                "{:1}",
                "{,}",
                "{\"a\":1,}",
                "{\"a\":1,,\"b\":2}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":'b'}",
                "{\"a\":\"b}",
                "{\"a\":\"\\\"}",
                "{\"a\":\"\\x41\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"line\nbreak\"}",
                "{\"a\":\"tab\tin it\"}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":5.}",
                "{\"a\":1e}",
                "{\"a\":0x10}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":-Infinity}",
                "{\"a\":undefined}",
                "{\"a\":True}",
                "{\"a\":nul}",
                "{\"a\":1/*x*/}",
                "/**/{}",
                "{}//x",
                "#\n{}",
                "<a/>",
                "email=a&password=b",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"x\":{\"a\":1,\"a\":2}}",
                "{\"x\":[{\"a\":1,\"a\":2}]}",
                "{\"\":1,\"\":2}",
                "{\"a\\u0000\":1}",
                "{\"\\ud800\":1}",
                "\u00ef\u00bb\u00bf{}",
                "\u00fe\u00ff\u0000{\u0000}",
                "\u00ff\u00fe{\u0000}\u0000",
                "{\u0000}\u0000",
                "\u0000\u0000\u0000{\u0000\u0000\u0000}",
                "{\"a\":\"\u00ff\"}",
                "{\"a\":\"\u00e9\"}",
                "{\"a\":\"\u00c0\u00af\"}",
                "{\"a\":\"\u00c0\u0080\"}",
                "{\"a\":\"\u00e0\u0080\u00af\"}",
                "{\"a\":\"\u00f0\u0080\u0080\u00af\"}",
                "{\"a\":\"\u00ed\u00a0\u0080\"}",
                "{\"a\":\"\u00f4\u0090\u0080\u0080\"}",
                "{\"a\":\"\u00f8\u0088\u0080\u0080\u0080\"}",
                "{\"a\":\"\u00e2\u0082\"}",
                "{\"a\":\"\u0080\"}",
                "\u00c0\u00bb}"));
    texts.add("{\"a\":" + "9".repeat(5000) + "}");
    texts.add("{\"a\":1." + "9".repeat(5000) + "}");
    texts.add("{\"" + "a".repeat(60_000) + "\":1}");
    texts.add("[".repeat(LIMIT));
    texts.add("{\"a\":".repeat(10_000));
    texts.add("{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}");
    texts.add("{\"a\":".repeat(33) + "1" + "}".repeat(33));
    return texts.stream();
  }

  /** Well-formed JSON with characters that must not reach the database. */
  static Stream<String> forbidden() {
    return Stream.of(
        "{\"email\":\"a\\u0000\"}",
        "{\"password\":\"\\u0000\"}",
        "{\"token\":\"\\u0000\"}",
        "{\"email\":\"\\ud800\"}",
        "{\"email\":\"\\udc00\\ud800\"}",
        "{\"x\":\"\\udfff\"}",
        "{\"x\":[\"\\u0000\"]}",
        "{\"x\":{\"y\":\"\\ud83d\"}}",
        "{\"user\":{\"first_name\":\"\\u0000\"}}",
        "{\"\":\"\\u0000\"}",
        "{\"type\":\"\\u0000\"}",
        "{\"status\":\"\\u0000\"}",
        "{\"detail\":\"\\u0000\"}",
        "{\"instance\":\"\\u0000\"}",
        "[\"\\u0000\"]",
        "\"\\ud800\"",
        "[]",
        "[{}]",
        "null",
        "true",
        "1e400",
        "-0",
        "\"\"");
  }

  /** Unusual objects without a known member: updates change nothing, other endpoints refuse. */
  static Stream<String> odd() {
    return Stream.of(
        "{}",
        " \t\r\n{ } ",
        "{\"\":\"\"}",
        "{\"a\":1e400}",
        "{\"a\":-1E-999999999}",
        "{\"a\":123456789012345678901234567890}",
        "{\"a\":\"\\ud83d\\ude00\\uffff\\u202e\"}",
        "{\"a\":\"\\b\\f\\/\\\\\"}",
        "{\"__proto__\":{\"is_staff\":true},\"constructor\":null}",
        "{\"$where\":\"1\",\"@type\":\"java.net.URL\",\"@class\":\"x\"}",
        "{\"EMAIL\":\"x@golden.example\",\"Password\":\"x\"}",
        "{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}",
        "{\"a\":[" + "0,".repeat(30_000) + "0]}",
        "{\"a\":\"" + "x".repeat(LIMIT - 8) + "\"}");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformed_json_is_refused_with_line_and_column(String text) {
    for (String path : PATHS) {
      Answer answer = post(path, text).assertDiscreet().assertProblem(400, Map.of());
      assertThat(answer.text("detail"))
          .matches("JSON parse error - [A-Za-z0-9, -]+: line \\d+ column \\d+");
    }
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void a_forbidden_text_is_refused_with_a_well_formed_problem(String text) {
    for (String path : PATHS) {
      Answer answer = post(path, text).assertDiscreet().assertStatus(400);
      Map<String, Object> problem = answer.json();
      assertThat(problem.get("status")).as(answer.body()).isEqualTo(400L);
      assertThat(problem.get("type")).as(answer.body()).isInstanceOf(String.class);
      assertThat(problem.get("detail")).as(answer.body()).isInstanceOf(String.class);
      assertThat(answer.text("instance")).isEqualTo(answer.header("X-Request-Id"));
    }
  }

  @ParameterizedTest
  @MethodSource("odd")
  void an_unusual_but_valid_json_text_is_read(String text) {
    for (String path : PATHS) {
      int expected = path.equals("/user/update/") ? 200 : 400;
      post(path, text).assertDiscreet().assertStatus(expected);
    }
    assertThat(caller.account(token).text("email")).isEqualTo("ada@golden.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "email=%",
        "email=%4",
        "email=%zz",
        "email=%ff",
        "email=%c0%80",
        "email=%00",
        "email=%ed%a0%80",
        "email=a&email=b",
        "email=a&%65mail=b",
        "%00=x",
        "=%00",
        "\u00ff=\u00ff",
        "status=%00",
      })
  void a_hostile_form_is_refused(String form) {
    for (String path : PATHS) {
      Answer answer =
          caller.raw(head(path, "application/x-www-form-urlencoded", form.length()) + form);
      answer.assertDiscreet().assertStatus(400);
      assertThat(answer.json().get("status")).as(answer.body()).isEqualTo(400L);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&", "&&&", "=", "a", "a=b=c", "+=+"})
  void an_unusual_but_valid_form_is_read(String form) {
    Answer answer =
        caller.raw(
            head("/user/create/", "application/x-www-form-urlencoded", form.length()) + form);
    assertThat(answer.assertDiscreet().assertStatus(400).json()).containsKeys("email", "password");
  }

  @Test
  void a_body_over_the_limit_is_refused_with_and_without_a_length() {
    String large = "{\"a\":\"" + "x".repeat(LIMIT - 7) + "\"}";
    assertThat(large).hasSize(LIMIT + 1);
    for (String path : PATHS) {
      post(path, large).assertDiscreet().assertProblem(413, Map.of());
      post(path, " ".repeat(LIMIT) + "{}").assertProblem(413, Map.of());
      caller.raw(head(path, "application/json", 20_000_000)).assertProblem(413, Map.of());
      String chunk = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
      caller.raw(chunked(path) + chunk).assertDiscreet().assertProblem(413, Map.of());
    }
  }

  @Test
  void a_chunked_body_is_read_like_any_other() {
    String chunks = "2\r\n{\"\r\n5;x=y\r\na\":1}\r\n0\r\nTrailer: x\r\n\r\n";
    caller.raw(chunked("/user/update/") + chunks).assertDiscreet().assertStatus(200);
    Answer empty = caller.raw(chunked("/user/create/") + "0\r\n\r\n").assertDiscreet();
    assertThat(empty.assertStatus(400).json()).containsKeys("email", "password");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"zz\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n", "2\r\n{}x\r\n0\r\n\r\n", "2{}\r\n"})
  void broken_chunks_are_refused(String chunks) {
    for (String path : PATHS) {
      Answer answer = caller.raw(chunked(path) + chunks).assertDiscreet();
      answer.assertProblem(400, Map.of());
    }
  }

  private static Answer post(String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    String method = path.equals("/user/update/") ? "PUT" : "POST";
    return caller.json(method, path, Caller.bearer(token), bytes);
  }

  private static String head(String path, String type, int length) {
    return start(path) + "Content-Type: " + type + "\r\nContent-Length: " + length + "\r\n\r\n";
  }

  private static String chunked(String path) {
    return start(path) + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  }

  private static String start(String path) {
    String method = path.equals("/user/update/") ? "PUT" : "POST";
    return method + " " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n";
  }
}
