package io.steward.testing.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class OracleTest {
  private static final String LINES = "application/x-ndjson";

  private static List<String> faults(
      boolean isOwn, String method, String target, String sent, Map<String, String> headers) {
    String received = sent.isEmpty() ? "" : "{\"line\":1,\"status\":201,\"id\":7}\n";
    return Oracle.faults(
        new Exchange(
            isOwn,
            method,
            target,
            sent.isEmpty() ? "" : LINES,
            sent,
            sent.isEmpty() ? 204 : 200,
            name -> headers.getOrDefault(name, ""),
            received));
  }

  private static List<String> lines(String target, String sent) {
    return faults(
        true,
        "POST",
        target,
        sent,
        Map.of("Referrer-Policy", "no-referrer", "Content-Type", LINES));
  }

  @Test
  void each_line_that_succeeds_is_as_described() {
    String users = "/admin/api/users/";
    assertThat(lines(users, "{\"email\":\"a@b.example\",\"groups\":[]}\n")).isEmpty();
    assertThat(lines(users, "{\"email\":\"a@b.example\",\"groups\":7}\n"))
        .singleElement()
        .asString()
        .startsWith("request: /groups");
    // The second line has no result that says 201.
    assertThat(lines(users, "{\"email\":\"a@b.example\"}\n{\"groups\":7}\n")).isEmpty();
  }

  @Test
  void a_parameter_of_a_request_that_succeeds_is_described() {
    String line = "{\"email\":\"a@b.example\"}\n";
    assertThat(lines("/admin/api/users/?dry_run=false", line)).isEmpty();
    assertThat(lines("/admin/api/users/?dry=true", line))
        .containsExactly("request: undocumented parameter dry");
  }

  @Test
  void the_value_of_a_parameter_of_a_request_that_succeeds_is_as_described() {
    String line = "{\"email\":\"a@b.example\"}\n";
    assertThat(lines("/admin/api/users/?dry_run=yes", line))
        .singleElement()
        .asString()
        .startsWith("request: parameter dry_run: ");
    OpenApi description = OpenApi.steward();
    Operation list = description.operation("GET", "/admin/api/users/").orElseThrow();
    Object limit = Objects.requireNonNull(list.parameters().get("limit"));
    assertThat(description.faultsOfParameter(limit, "200")).isEmpty();
    assertThat(description.faultsOfParameter(limit, "201")).hasSize(1);
    assertThat(description.faultsOfParameter(limit, "x")).hasSize(1);
    Object sort = Objects.requireNonNull(list.parameters().get("sort"));
    assertThat(description.faultsOfParameter(sort, "-email")).isEmpty();
    assertThat(description.faultsOfParameter(sort, "password")).hasSize(1);
  }

  @Test
  void an_answer_of_steward_without_its_headers_is_a_fault() {
    assertThat(faults(true, "GET", "/nothing", "", Map.of()))
        .containsExactly("no header Referrer-Policy");
    assertThat(faults(false, "GET", "/nothing", "", Map.of())).isEmpty();
  }
}
