package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TokenPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The contract for reverse proxies, the same on every server. */
final class ForwardAuthContract {
  private static final List<String> DOORS = List.of("/authz/nginx", "/authz/haproxy/");
  private static final String RULES =
      """
      GET,HEAD /public public
      * /staff group:staff
      * /api authenticated
      """;

  private final Http http;

  private ForwardAuthContract(Http http) {
    this.http = http;
  }

  /** Settings that trust this machine as a proxy. */
  static Map<String, String> settings(Path folder) throws IOException {
    Path rules = Files.writeString(folder.resolve("rules"), RULES);
    return Map.of(
        "STEWARD_AUTHZ_RULES", rules.toString(), "STEWARD_PROXY_TRUSTED", "127.0.0.0/8,::1");
  }

  static Stream<DynamicTest> of(Http http) {
    ForwardAuthContract contract = new ForwardAuthContract(http);
    return Stream.of(
        dynamicTest("approves a proxy's request and identifies the caller", contract::saysYes),
        dynamicTest("refuses a proxy's request that the rules do not allow", contract::saysNo),
        dynamicTest("refuses a proxy's ambiguous requests", contract::readsInOneWay));
  }

  private ServerAnswer ask(String door, String uri, String... more) {
    return http.get(
        door,
        Stream.concat(Stream.of("X-Original-Method", "GET", "X-Original-URI", uri), Stream.of(more))
            .toArray(String[]::new));
  }

  private String bearer(String email) {
    http.post("/user/create/", TokenPair.credentials(email)).is(201);
    return "Bearer " + TokenPair.logIn(http, email).access();
  }

  private void saysYes() {
    String bearer = bearer("yes@proxies.example");
    for (String door : DOORS) {
      assertOwn(ask(door, "/api/x?y=/../z", "Authorization", bearer));
      assertThat(ask(door, "/public").is(200).header("Remote-User")).isEmpty();
      assertOwn(
          http.send(
              "HEAD",
              door,
              "",
              "X-Original-Method",
              "POST",
              "X-Original-URI",
              "/api",
              "Authorization",
              bearer));
    }
    assertOwn(
        http.get(
            "/authz/forward",
            "X-Forwarded-Method",
            "GET",
            "X-Forwarded-Proto",
            "https",
            "X-Forwarded-Host",
            "portal.example.com",
            "X-Forwarded-Uri",
            "/api",
            "Authorization",
            bearer));
  }

  private static void assertOwn(ServerAnswer answer) {
    assertThat(answer.is(200).tellsNothing().body()).isEmpty();
    assertThat(answer.header("Remote-User")).matches("[0-9]+");
    assertThat(answer.header("Remote-Email")).isEqualTo("yes@proxies.example");
    assertThat(answer.header("Remote-Email-Verified")).isEqualTo("false");
    assertThat(answer.header("X-Request-Id")).isNotEmpty();
  }

  private static void assertNo(ServerAnswer answer, int status) {
    assertThat(answer.isProblem(status).header("Remote-User")).isEmpty();
  }

  private void saysNo() {
    String bearer = bearer("no@proxies.example");
    for (String door : DOORS) {
      assertNo(ask(door, "/api"), 401);
      assertThat(ask(door, "/api").header("WWW-Authenticate")).isEqualTo("Bearer realm=\"api\"");
      assertNo(ask(door, "/staff", "Authorization", bearer), 403);
      assertNo(ask(door, "/elsewhere", "Authorization", bearer), 403);
      assertNo(http.send("POST", door, "", "Authorization", bearer), 405);
    }
  }

  private void readsInOneWay() {
    String bearer = bearer("twice@proxies.example");
    for (String door : DOORS) {
      for (String uri : List.of("/api/../staff", "//api", "/api;x", "/api/%2e%2e/staff", "api")) {
        assertNo(ask(door, uri, "Authorization", bearer), 403);
      }
      assertNo(ask(door, "/api", "X-Original-URI", "/public", "Authorization", bearer), 403);
      assertNo(ask(door, "/api", "Authorization", bearer, "Authorization", bearer), 401);
      assertNo(http.get(door, "Authorization", bearer), 403);
    }
    for (String path : List.of("/authz", "/authz/nginx/x", "/authz/nginx/;x", "/AUTHZ/nginx")) {
      assertThat(ask(path, "/public").tellsNothing().status()).as(path).isIn(400, 404);
    }
  }
}
