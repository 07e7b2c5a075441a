package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Malformed and hostile requests; most never reach the application. */
final class OddRequests {
  private static final String LOCAL = "Host: localhost\r\nConnection: close\r\n";

  private OddRequests() {}

  private static final Map<String, List<String>> REQUESTS =
      Map.of(
          "a bad request line",
          List.of(
              "GET /\u0000 HTTP/1.1\r\n" + LOCAL + "\r\n",
              "GET / HTTP/9.9\r\n" + LOCAL + "\r\n",
              "GET /<script> HTTP/1.1\r\n" + LOCAL + "\r\n",
              "GET /{} HTTP/1.1\r\n" + LOCAL + "\r\n",
              "G\u00e4T / HTTP/1.1\r\n" + LOCAL + "\r\n",
              "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
              "nonsense\r\n\r\n"),
          "a bad path",
          List.of(
              "GET /%zz HTTP/1.1\r\n" + LOCAL + "\r\n",
              "GET /%00 HTTP/1.1\r\n" + LOCAL + "\r\n",
              "GET /\\..\\x HTTP/1.1\r\n" + LOCAL + "\r\n",
              "GET /../../etc/passwd HTTP/1.1\r\n" + LOCAL + "\r\n",
              "GET /%c0%ae%c0%ae/ HTTP/1.1\r\n" + LOCAL + "\r\n",
              "GET http://[::1/user/update/ HTTP/1.1\r\n" + LOCAL + "\r\n",
              "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + LOCAL + "\r\n"),
          "bad headers",
          List.of(
              "GET $/health HTTP/1.1\r\n" + LOCAL + "X: " + "a".repeat(20_000) + "\r\n\r\n",
              "GET $/health HTTP/1.1\r\n" + LOCAL + "X: a\r\n".repeat(500) + "\r\n",
              "GET $/health HTTP/1.1\r\n\r\n",
              "GET $/health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
              "GET $/health HTTP/1.1\r\n" + LOCAL + "Host: other\r\n\r\n",
              "GET $/health HTTP/1.1\r\n" + LOCAL + "Content-Length: x\r\n\r\n"),
          "bad framing",
          List.of(
              "POST $/user/create/ HTTP/1.1\r\n" + LOCAL + "Content-Length: +5\r\n\r\n{}   ",
              "POST $/user/create/ HTTP/1.1\r\n" + LOCAL + "Content-Length: -1\r\n\r\n{}",
              "POST $/user/create/ HTTP/1.1\r\n"
                  + LOCAL
                  + "Content-Length: 99999999999999999999\r\n\r\n{}",
              "POST $/health HTTP/1.1\r\n"
                  + LOCAL
                  + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
              "POST $/health HTTP/1.1\r\n" + LOCAL + "Transfer-Encoding: brotli\r\n\r\n",
              "POST $/health HTTP/1.1\r\n" + LOCAL + "Expect: a miracle\r\n\r\n",
              "POST $/user/create/ HTTP/1.1\r\n"
                  + LOCAL
                  + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
          "methods that could reveal too much",
          List.of(
              "TRACE / HTTP/1.1\r\n" + LOCAL + "\r\n",
              "CONNECT localhost:80 HTTP/1.1\r\n" + LOCAL + "\r\n",
              "OPTIONS * HTTP/1.1\r\n" + LOCAL + "\r\n",
              "PROPFIND / HTTP/1.1\r\n" + LOCAL + "\r\n"));

  static Stream<DynamicTest> of(Http http) {
    return REQUESTS.entrySet().stream()
        .map(
            kind ->
                dynamicTest(
                    "refuses without revealing anything: " + kind.getKey(),
                    () -> kind.getValue().forEach(request -> refuses(http, request))));
  }

  private static void refuses(Http http, String request) {
    String heard = http.raw(request.replace("$", http.path("")));
    String asked = request.substring(0, Math.min(60, request.length()));
    new ServerAnswer(0, HttpHeaders.of(Map.of(), (name, value) -> true), heard).tellsNothing();
    if (!asked.startsWith("OPTIONS *")) {
      // Payara responds with an empty 200 to a path that it cannot decode.
      assertThat(heard)
          .as(asked)
          .doesNotContainPattern("(?s)^HTTP/1.1 [23](?!.*\r\nContent-Length: 0\r\n)");
    }
    assertThat(heard).as(asked).doesNotContain("HTTP/1.1 500");
  }
}
