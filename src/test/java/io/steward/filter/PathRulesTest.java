package io.steward.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PathRulesTest {
  private static PathRules rules(String open, String roles) {
    List<String> faults = new ArrayList<>();
    PathRules rules = PathRules.parse(open, roles, faults::add);
    assertThat(faults).isEmpty();
    return rules;
  }

  @Test
  void a_path_is_public_only_if_it_is_declared() {
    PathRules none = rules("", "");
    assertThat(none.isOpen("/")).isFalse();
    PathRules some = rules(" /about\n\t/css/* /", "");
    for (String path : List.of("/", "/about", "/css", "/css/", "/css/a/b")) {
      assertThat(some.isOpen(path)).as(path).isTrue();
    }
    for (String path : List.of("/about/", "/about/x", "/cssx", "/CSS/", "/x", "/x/css/a")) {
      assertThat(some.isOpen(path)).as(path).isFalse();
    }
    assertThat(rules("/*", "").isOpen("/any/thing")).isTrue();
  }

  @Test
  void a_role_applies_to_a_path_and_all_paths_below() {
    PathRules rules =
        rules("", "/admin = staff\n\n  /reports/= staff ,Łódź editors\r\n/admin/root=root");
    for (String path : List.of("/admin", "/admin/", "/admin/x")) {
      assertThat(rules.demands(path)).as(path).containsExactly(List.of("staff"));
    }
    assertThat(rules.demands("/reports/2026")).containsExactly(List.of("staff", "Łódź editors"));
    assertThat(rules.demands("/admin/root/x"))
        .containsExactlyInAnyOrder(List.of("staff"), List.of("root"));
    assertThat(rules.demands("/adminx")).isEmpty();
    assertThat(rules("", "/=users").demands("/x")).containsExactly(List.of("users"));
    assertThat(rules("", "/=users").demands("/")).containsExactly(List.of("users"));
  }

  @Test
  void a_path_with_roles_is_never_public() {
    PathRules rules = rules("/* /admin/style.css", "/admin = staff");
    assertThat(rules.isOpen("/admin/style.css")).isFalse();
    assertThat(rules.isOpen("/admin")).isFalse();
    assertThat(rules.isOpen("/x")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "about", "*.css", "/a*", "/*/a", "/a//b", "/../a", "/a;x", "/%61", "/a\\b", "/a/./*"
      })
  void a_public_path_that_matches_nothing_or_too_much_is_refused(String path) {
    List<String> faults = new ArrayList<>();
    PathRules.parse("/ok " + path, "", faults::add);
    assertThat(faults).hasSize(1).first().asString().startsWith("init-param public: \"" + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/admin",
        "/admin=",
        "=staff",
        "admin=staff",
        "/admin/*=staff",
        "/a=x,",
        "/a=,x",
        "/a;x=y",
        "/ok/ = other"
      })
  void a_malformed_role_line_is_refused(String line) {
    List<String> faults = new ArrayList<>();
    PathRules.parse("", "/ok = staff\n" + line, faults::add);
    assertThat(faults)
        .containsExactly(
            "init-param roles: \""
                + line
                + "\" is not a line such as /admin = staff, with each path once");
  }
}
