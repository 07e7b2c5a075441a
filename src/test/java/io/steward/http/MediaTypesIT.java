package io.steward.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestClients;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.openapi.OpenApi;
import io.steward.testing.openapi.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks through {@code openapi.yaml}: what each endpoint reads, writes, and says about itself. */
final class MediaTypesIT {
  private static TestServer server;
  private static Http http;
  private static String bearer;
  private static String client;

  @BeforeAll
  static void start() {
    TestDatabase database = TestDatabase.create();
    TestClients clients = new TestClients(Folders.fresh("media-types").resolve("clients"));
    client = clients.addBasic("portal");
    server = TestServer.start(database, clients.setting());
    http = new Http(server.url(""));
    Visitor root = Visitor.arrive(database, new Caller(server));
    root.set("is_staff = true, is_superuser = true");
    bearer = "Bearer " + root.logIn().access();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Stream<Operation> operations() {
    return OpenApi.steward().operations().stream();
  }

  static Stream<Operation> readers() {
    return operations().filter(operation -> operation.node().containsKey("requestBody"));
  }

  static Stream<String> described() {
    return operations()
        .filter(operation -> operation.method().equals("OPTIONS"))
        .map(Operation::path);
  }

  private static ServerAnswer send(String method, String path, String type, String body) {
    String credentials = path.startsWith("/oauth2/") ? client : bearer;
    return http.send(
        method,
        path.replace("{id}", "1"),
        body,
        "Authorization",
        credentials,
        "Content-Type",
        type);
  }

  private static Set<String> contents(@Nullable Object node) {
    return node instanceof Map<?, ?> body && body.get("content") instanceof Map<?, ?> types
        ? new TreeSet<>(types.keySet().stream().map(String::valueOf).toList())
        : Set.of();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void a_body_of_another_type_is_refused_with_the_supported_ones(Operation operation) {
    String path = operation.path();
    String supported = String.join(", ", contents(operation.node().get("requestBody")));
    for (String type : List.of("text/plain", "text/plain; charset=iso-8859-15")) {
      ServerAnswer answer = send(operation.method(), path, type, "{\"\u00e9\":1}").isProblem(415);
      String drf = "Unsupported media type \"" + type + "\" in request.";
      assertThat(answer.header("Accept")).as(path).isEqualTo(supported);
      assertThat(answer.member("detail"))
          .isEqualTo(
              path.startsWith("/user/")
                  ? drf
                  : drf + " Send " + supported.replace(", ", " or ") + ".");
    }
  }

  /** Without a file of rules, there are no endpoints for proxies. */
  static Stream<String> paths() {
    return operations().map(Operation::path).filter(path -> !path.startsWith("/authz/")).distinct();
  }

  private static ServerAnswer ask(String method, String path, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    boolean isOfClients = path.startsWith("/oauth2/") || path.equals("/revocations");
    all.addAll(List.of("Authorization", isOfClients ? client : bearer));
    return http.send(method, path.replace("{id}", "1"), "", all.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void allow_names_the_methods_that_are_described(String path) {
    Set<String> described = new TreeSet<>();
    operations()
        .filter(operation -> operation.path().equals(path))
        .forEach(operation -> described.add(operation.method()));
    if (described.contains("GET")) {
      described.add("HEAD");
    }
    for (String method : List.of("OPTIONS", "GET", "POST", "PUT", "PATCH", "DELETE")) {
      if (method.equals("OPTIONS") || !described.contains(method)) {
        ServerAnswer answer = ask(method, path).is(described.contains(method) ? 200 : 405);
        assertThat(new TreeSet<>(List.of(answer.header("Allow").split(", "))))
            .as(method)
            .isEqualTo(described);
      }
    }
  }

  static Stream<Operation> writers() {
    return operations()
        .filter(operation -> written(operation).contains("application/json"))
        .filter(operation -> !operation.path().startsWith("/openapi."));
  }

  private static Set<String> written(Operation operation) {
    Set<String> types = new TreeSet<>();
    ((Map<?, ?>) Objects.requireNonNull(operation.node().get("responses")))
        .forEach(
            (status, answer) -> {
              if (String.valueOf(status).startsWith("2")) {
                types.addAll(contents(answer));
              }
            });
    return types;
  }

  /** Refused before anything is done, so this may ask for every method. */
  @ParameterizedTest
  @MethodSource("writers")
  void a_type_is_acceptable_if_it_is_described(Operation operation) {
    for (String type :
        List.of("application/json", "text/csv", "application/x-ndjson", "image/png")) {
      boolean isDescribed = written(operation).contains(type);
      boolean isReading = Set.of("GET", "OPTIONS").contains(operation.method());
      if (isReading || !isDescribed) {
        ServerAnswer answer = ask(operation.method(), operation.path(), "Accept", type);
        assertThat(answer.status() == 406).as(type + " " + answer.body()).isEqualTo(!isDescribed);
        assertThat(answer.header("Allow").split(", ")).contains(operation.method());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("described")
  void options_names_the_types_that_the_endpoint_reads_and_writes(String path) {
    Set<String> read = new TreeSet<>();
    Set<String> written = new TreeSet<>();
    operations()
        .filter(operation -> operation.path().equals(path))
        .forEach(
            operation -> {
              read.addAll(contents(operation.node().get("requestBody")));
              written.addAll(written(operation));
            });
    Map<String, Object> answer =
        http.send("OPTIONS", path.replace("{id}", "1"), "", "Authorization", bearer).is(200).json();
    assertThat(String.valueOf(answer.get("name"))).isNotBlank();
    assertThat(answer.get("renders")).isEqualTo(List.copyOf(written));
    if (path.startsWith("/admin/api/")) {
      assertThat(String.valueOf(answer.get("description"))).endsWith(".");
      assertThat(answer.get("parses")).isEqualTo(List.copyOf(read));
    } else {
      // As Django's, also where no method reads a body.
      assertThat(answer.get("parses"))
          .isEqualTo(List.of("application/json", "application/x-www-form-urlencoded"));
    }
  }
}
