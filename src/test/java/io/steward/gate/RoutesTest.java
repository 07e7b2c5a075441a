package io.steward.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.access.Access;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutesTest {
  private static final Access ANYONE = new Access.Anyone();
  private static final Access PROXY = new Access.Proxy();
  private static final Access BEARER = new Access.Bearer();
  private static final Access CLIENT = new Access.Client();

  @ParameterizedTest
  @ValueSource(strings = {"/users/7", "/users/7/", "/users/a_B-9"})
  void an_id_matches_one_segment_without_escapes(String path) {
    assertThat(new Routes(List.of(route("/users/{id}"))).find(path)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/users/", "/users/7//", "/users//7", "/users/7;x", "/users/%37", "/users/7/8"})
  void another_spelling_of_a_path_is_not_found(String path) {
    assertThat(new Routes(List.of(route("/users/{id}"))).find(path)).isEmpty();
  }

  @Test
  void a_dot_in_a_route_matches_only_a_dot() {
    Routes routes = new Routes(List.of(route("/v1.0/{id}")));
    assertThat(routes.find("/v1.0/7")).isPresent();
    assertThat(routes.find("/v1x0/7")).isEmpty();
  }

  @Test
  void routes_that_differ_in_one_segment_or_in_length_are_accepted() {
    Routes routes =
        new Routes(
            List.of(route(""), route("/users"), route("/users/{id}"), route("/groups/{id}")));
    assertThat(routes.find("/users").orElseThrow().path()).isEqualTo("/users");
    assertThat(routes.find("/groups/7").orElseThrow().path()).isEqualTo("/groups/{id}");
  }

  @ParameterizedTest
  @CsvSource({
    "/users, /users",
    "/users/{id}, /users/{id}",
    "/users/{id}/new, /users/old/{id}",
  })
  void two_routes_that_the_same_request_could_match_are_refused(String first, String second) {
    List<Route> routes = List.of(route(first), route(second));
    assertThatThrownBy(() -> new Routes(routes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("%s at \"%s\": overlaps \"%s\" of %s", name(), second, first, name());
  }

  @Test
  void a_path_without_placeholder_comes_first() {
    for (String first : List.of("/users/{id}", "/users/new")) {
      String second = first.equals("/users/new") ? "/users/{id}" : "/users/new";
      Routes routes = new Routes(List.of(route(first), route(second)));
      assertThat(routes.find("/users/new/").map(Route::path)).contains("/users/new");
      assertThat(routes.find("/users/7/").map(Route::path)).contains("/users/{id}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "//a", "/a/", "/a//b", "a", "/{name}", "/{id: .*}", "/a{id}", "/a;b", "/%61"})
  void a_route_that_the_gate_cannot_match_is_refused(String path) {
    assertThatThrownBy(() -> route(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name() + " at \"" + path + "\": the only placeholder is {id}");
  }

  @Test
  void an_unknown_method_is_refused() {
    assertThatThrownBy(() -> new Route(RoutesTest.class, "/a", Map.of("PROPFIND", ANYONE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            name() + " at \"/a\": unknown HTTP methods [PROPFIND]; known are [");
  }

  @Test
  void a_route_without_methods_is_refused() {
    assertThatThrownBy(() -> new Route(RoutesTest.class, "/a", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name() + " at \"/a\": no HTTP methods;");
  }

  @Test
  void head_requires_the_access_of_get_unless_head_is_declared() {
    Map<String, Access> declared = Map.of("HEAD", CLIENT, "GET", BEARER);
    assertThat(route("/a").access("HEAD")).isEqualTo(BEARER);
    assertThat(new Route(RoutesTest.class, "/a", declared).access("HEAD")).isEqualTo(CLIENT);
  }

  @Test
  void the_allowed_methods_are_listed_in_one_order() {
    Route route =
        new Route(
            RoutesTest.class, "/a", Map.of("OPTIONS", ANYONE, "DELETE", CLIENT, "PUT", BEARER));
    assertThat(route.allow()).isEqualTo("PUT, DELETE, OPTIONS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "OPTIONS"})
  void an_undeclared_method_requires_the_strictest_access_of_the_declared_ones(String strict) {
    List<Access> fromLaxToStrict = List.of(ANYONE, PROXY, BEARER, CLIENT);
    for (int i = 1; i < fromLaxToStrict.size(); i++) {
      Access stricter = fromLaxToStrict.get(i);
      Map<String, Access> declared = new HashMap<>(Map.of("POST", fromLaxToStrict.get(i - 1)));
      declared.put(strict, stricter);
      Route route = new Route(RoutesTest.class, "/a", declared);
      assertThat(route.access("BREW")).isEqualTo(stricter);
      assertThat(route.access("POST")).isEqualTo(fromLaxToStrict.get(i - 1));
    }
  }

  private static Route route(String path) {
    return Route.reading(RoutesTest.class, path, BEARER);
  }

  private static String name() {
    return RoutesTest.class.getName();
  }
}
