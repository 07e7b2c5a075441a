package io.steward.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.openapi.OpenApi;
import io.steward.testing.openapi.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sends to every endpoint of the administration what the description does not allow. */
final class BadRequestsIT {
  private static TestServer server;
  private static Http http;
  private static Visitor root;
  private static String bearer;

  @BeforeAll
  static void start() {
    TestDatabase database = TestDatabase.create();
    server = TestServer.start(database);
    database.execute("insert into groups (id, name) overriding system value values (1, 'one')");
    http = new Http(server.url(""));
    root = Visitor.arrive(database, new Caller(server));
    root.set("is_staff = true, is_superuser = true");
    bearer = "Bearer " + root.logIn().access();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Stream<Operation> operations() {
    return OpenApi.steward().operations().stream()
        .filter(operation -> operation.path().startsWith("/admin/api/"))
        .filter(operation -> !operation.method().equals("OPTIONS"));
  }

  private static Set<String> parameters(String path) {
    return OpenApi.steward().reads(path).getOrDefault("GET", Map.of()).keySet();
  }

  static Stream<String> lists() {
    return operations()
        .filter(operation -> operation.method().equals("GET"))
        .map(Operation::path)
        .filter(path -> parameters(path).contains("limit"));
  }

  static Stream<Operation> changes() {
    return operations().filter(operation -> !operation.method().equals("GET"));
  }

  private static ServerAnswer send(String method, String path, String query, String json) {
    String target = path.replace("{id}", path.startsWith("/admin/api/users/") ? root.id() : "1");
    return http.json(method, target + query, json, "Authorization", bearer);
  }

  private static void assertRefused(ServerAnswer answer, String name, String code, String words) {
    assertThat(answer.isProblem(400).json().get("codes")).isEqualTo(Map.of(name, List.of(code)));
    assertThat(answer.member(name)).contains(words);
  }

  @ParameterizedTest
  @MethodSource("lists")
  void a_list_says_what_is_allowed(String path) {
    for (String limit : List.of("0", "201", "x", "", "-1", "1e2")) {
      assertRefused(
          send("GET", path, "?limit=" + limit, ""), "limit", "invalid", "number from 1 to 200");
    }
    for (String cursor : List.of("x", "", "AAAA", "%00", "bmV4dA")) {
      assertThat(send("GET", path, "?cursor=" + cursor, "").isProblem(400).json())
          .containsKey("cursor");
    }
    assertRefused(send("GET", path, "?colour=red", ""), "colour", "unknown", "Known are limit, ");
    for (String name : parameters(path)) {
      assertThat(send("GET", path, "?%1$s=1&%1$s=1".formatted(name), "").isProblem(400).json())
          .containsKey(name);
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void a_change_refuses_what_it_does_not_know(Operation operation) {
    String path = operation.path();
    assertRefused(
        send(operation.method(), path, "?colour=red", "{}"), "colour", "unknown", "parameter");
    if (operation.node().containsKey("requestBody")) {
      ServerAnswer refused = send(operation.method(), path, "", "{\"colour\":\"red\"}");
      assertThat(refused.isProblem(400).member("colour")).contains("Unknown field. ");
    }
  }
}
