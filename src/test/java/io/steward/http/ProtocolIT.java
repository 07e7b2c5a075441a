package io.steward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses to requests that no well-behaved client sends, as raw HTTP. */
final class ProtocolIT {
  private static final String MANY =
      "Invalid Authorization header. Credentials string should not contain spaces.";
  @AutoClose private static final TestServer server = TestServer.start(TestDatabase.create());
  private static final Caller caller = new Caller(server);
  private static String token = "";

  @BeforeAll
  static void start() {
    caller.register("ada@golden.example", Caller.PASSWORD).assertStatus(201);
    token = caller.token("ada@golden.example");
  }

  @Test
  void a_token_in_two_headers_at_once_is_refused() {
    String good = "Authorization: Bearer " + token + "\r\n";
    refused(account(good + good), MANY);
    refused(account(good + "Authorization: Basic YTpi\r\n"), MANY);
    refused(account("authorization: Basic YTpi\r\n" + good), MANY);
    account(good).assertStatus(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00e9", "a.b.\u00e9", "\u00ff\u00fe", "\u0080"})
  void a_token_that_is_not_ascii_is_refused(String odd) {
    refused(account("Authorization: Bearer " + odd + "\r\n"), "Error decoding signature.");
    refused(account("Authorization: Bearer " + token + odd + "\r\n"), "Error decoding signature.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Authorization:\r\n", "Authorization: \r\n", "Authorization: JWT x\r\n"})
  void the_challenge_has_no_error_code_if_no_token_was_sent(String header) {
    Answer answer = account(header);
    answer.assertProblem(401, Map.of());
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"api\"");
    assertThat(answer.text("detail")).isEqualTo("Authentication credentials were not provided.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-Authorization", "X-Authorization", "Cookie"})
  void a_token_in_another_header_is_ignored(String name) {
    account(name + ": Bearer " + token + "\r\n").assertProblem(401, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /user/create/       | POST, OPTIONS",
        "DELETE /user/create     | POST, OPTIONS",
        "PROPFIND /user/create/  | POST, OPTIONS",
        "post /user/create/      | POST, OPTIONS",
        "PUT /user/obtain_token/ | POST, OPTIONS",
        "GET /user/verify_token/ | POST, OPTIONS",
        "POST /health/live       | GET, HEAD",
        "POST /health/ready/     | GET, HEAD",
        "POST /                  | GET, HEAD",
        "OPTIONS /               | GET, HEAD",
      })
  void a_wrong_method_is_refused_with_the_allowed_ones(String line, String allow) {
    Answer answer = caller.raw(line + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    answer.assertDiscreet().assertProblem(405, Map.of());
    assertThat(answer.header("Allow")).isEqualTo(allow);
    String method = line.substring(0, line.indexOf(' '));
    assertThat(answer.text("detail")).isEqualTo("Method \"" + method + "\" not allowed.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /nope",
        "GET /WEB-INF/web.xml",
        "GET /index.html",
        "GET /META-INF/MANIFEST.MF",
        "GET /error",
        "GET /application.wadl",
        "GET /user/",
        "GET /health/",
        "CONNECT /",
        "TRACE /user/create/",
      })
  void an_unknown_path_is_404(String line) {
    Answer answer = caller.raw(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    answer.assertDiscreet().assertProblemOfContainer();
    assertThat(answer.status()).isIn(400, 404, 405, 501);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/user//update/",
        "//user/update/",
        "/user/update//",
        "/user/update;x=1",
        "/user/update/;x=1",
        "/user;x=1/update/",
        "/;/user/update/",
        "/user/update;",
        "/user/%75pdate/",
        "/%75ser/update/",
        "/user%2fupdate/",
        "/user%2Fupdate/",
        "/user%5cupdate/",
        "/user\\update/",
        "\\user\\update\\",
        "/user/./update/",
        "/./user/update/",
        "/user/../user/update/",
        "/user/%2e/update/",
        "/user/%2e%2e/user/update/",
        "/health/live/../../user/update/",
        "/health/live/..;/../user/update/",
        "/health/..;/user/update/",
        "/user/create/..;/update/",
        "/user/create/..%2fupdate/",
        "/user/create/%2e%2e/update/",
        "/user/create/../update/",
        "/USER/UPDATE/",
        "/User/update/",
        "/user/Update",
        "/user/update%00",
        "/user/update/%00",
        "/user/update%20",
        "/user/update/%20",
        "/user/update%3b",
        "/user/update%3f",
        "/user/update%0a",
        "/user/update.json",
        "/user/update/.",
        "/user/update/x",
        "/user/update?",
        "/user/update/?x=/health/live",
        "/user/update/#/health/live",
        "/user/updat\u00e9/",
        "/user/%c0%af/update/",
        "/%c0%ae%c0%ae/user/update/",
        "/user/%uff0e/update/",
        "/user/upd%61te/",
        "/user/update%",
        "/user/update%2",
        "user/update/",
        "http://x/user/update/",
        "http://x/health/live/../../user/update/",
      })
  void no_spelling_of_a_path_bypasses_the_filter(String path) {
    for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS", "HEAD")) {
      Answer answer =
          caller.raw(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(answer.status()).as(method + " " + answer).isIn(400, 401, 404);
      answer.assertDiscreet();
      assertThat(answer.body()).doesNotContain("golden.example", "User Retrieve");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET\r\n\r\n",
        "GET /user/update/ HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /user/update/ HTTP/1.1\r\n\r\n",
        "GET /user/update/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /user/update/ HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /user/update/ HTTP/1.1\r\nHost: [::1\r\n\r\n",
        "GET /user/update/ HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
        "GET /user/update/ HTTP/1.1\r\nHost: x\r\n: 1\r\n\r\n",
        "GET /<script> HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /{x} HTTP/1.1\r\nHost: x\r\n\r\n",
        "G\u0000T / HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /user/create/ HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
        "POST /user/create/ HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /user/create/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /user/create/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: foo\r\n\r\n",
        "POST /user/create/ HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "GET /user/create/ HTTP/1.1\r\nHost: x\r\nExpect: the-unexpected\r\n\r\n",
      })
  void a_broken_request_is_refused_without_revealing_internals(String request) {
    Answer answer = caller.raw(request);
    assertThat(answer.status()).as(answer.toString()).isIn(400, 404, 417, 501, 505);
    answer.assertDiscreet().assertProblemOfContainer();
  }

  @Test
  void headers_that_are_too_long_are_refused_as_a_problem() {
    String request = "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(17_000) + "\r\n\r\n";
    Answer answer = caller.raw(request);
    assertThat(answer.status()).isIn(400, 431);
    answer.assertDiscreet().assertProblemOfContainer();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no/media/type",
        "application",
        "application/json/",
        "application/json; charset",
        "application/json; charset=",
        "application/json; charset=\"utf-8",
        "application/json; charset=\"utf-16\"",
        "application/json; charset=\u00e9",
        "application/json;;charset=utf8",
        "application/json; =x",
        ";",
        "*/*",
        "application/*",
        "application/json, text/plain",
        "text/json",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "application/problem+json",
        "\u00e9/\u00e9",
      })
  void an_unsupported_media_type_is_refused(String type) {
    Answer answer =
        caller.raw(
            "POST /user/create/ HTTP/1.1\r\nHost: x\r\nContent-Type: "
                + type
                + "\r\nContent-Length: 2\r\n\r\n{}");
    answer.assertDiscreet();
    assertThat(answer.status()).as(answer.toString()).isIn(400, 415);
    answer.assertProblem(answer.status(), answer.status() == 415 ? Map.of() : fields(answer));
  }

  /**
   * The errors in the answer. The server ignores a malformed parameter and reads the JSON, so the
   * members are reported as missing.
   */
  private static Map<String, Object> fields(Answer answer) {
    Map<String, Object> members = answer.json();
    members.keySet().retainAll(List.of("email", "password"));
    return members;
  }

  @Test
  void every_response_has_the_security_headers() {
    List.of(
            caller.get("/"),
            caller.get("/health/live"),
            caller.get("/health/ready/"),
            caller.get("/nope"),
            caller.account(token),
            caller.account("x"),
            caller.account("PUT", token, "{}"),
            caller.account("PUT", token, "[]"),
            caller.register("ada@golden.example", Caller.PASSWORD),
            caller.logIn("ada@golden.example", Caller.PASSWORD),
            caller.logIn("ada@golden.example", "x"),
            caller.post("/user/verify_token/", "{\"token\":\"" + token + "\"}"))
        .forEach(Answer::assertDiscreet);
  }

  @Test
  void every_response_has_its_own_id_even_if_the_caller_sends_one() {
    assertThat(
            List.of(
                caller.get("/health/live").header("X-Request-Id"),
                caller.get("/health/live").header("X-Request-Id"),
                caller
                    .send("GET", "/health/live", Map.of("X-Request-Id", "chosen"), new byte[0])
                    .header("X-Request-Id")))
        .doesNotHaveDuplicates()
        .doesNotContain("chosen")
        .allMatch(id -> id.matches("[0-9a-f]{32}"));
  }

  private static Answer account(String headers) {
    return caller
        .raw("GET /user/update/ HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n")
        .assertDiscreet();
  }

  private static void refused(Answer answer, String detail) {
    answer.assertProblem(401, Map.of());
    assertThat(answer.text("detail")).isEqualTo(detail);
    assertThat(answer.header("WWW-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"api\", error=\"invalid_token\", error_description=\"" + detail + "\"");
  }
}
