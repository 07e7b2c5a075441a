package io.steward.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.gateway.RuleReader.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RuleReaderTest {
  private static final String PORTAL =
      """
      # Who may do what.
      GET,HEAD /public/ public   # anyone

      intra.example.com * /admin group:staff
      *\t/admin/ group:Site admins
      POST /reports/ permission:reports.add_report
      * /api authenticated
      """;

  /** The number of the deciding line; empty if no rule applies. */
  private static String line(String text, String method, String host, String path) {
    Reading reading = RuleReader.read(text);
    assertThat(reading.faults()).isEmpty();
    return reading
        .rules()
        .of(
            new OriginalRequest(
                method, Optional.of(host).filter(h -> !h.isEmpty()), path, "", path))
        .map(rule -> String.valueOf(rule.line()))
        .orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,  a.example, /public, 2",
    "HEAD, a.example, /public/, 2",
    "GET,  a.example, /public/x/y, 2",
    "POST, a.example, /public/x, none",
    "GET,  a.example, /publicx, none",
    "GET,  a.example, /PUBLIC/x, none",
    "GET,  intra.example.com, /admin/users, 4",
    "GET,  a.example, /admin/users, 5",
    "GET,  a.example, /admin, 5",
    "GET,  a.example, /administrator, none",
    "POST, a.example, /reports/7, 6",
    "GET,  a.example, /reports/7, none",
    "BREW, a.example, /api/x, 7",
    "GET,  a.example, /apix, none",
    "GET,  a.example, /, none"
  })
  void the_first_rule_that_matches_a_request_applies(
      String method, String host, String path, String expected) {
    assertThat(line(PORTAL, method, host, path)).isEqualTo(expected);
  }

  @Test
  void a_rule_for_a_host_refuses_requests_without_a_host() {
    assertThat(line(PORTAL, "GET", "", "/admin/users")).isEqualTo("none");
    assertThat(line(PORTAL, "GET", "", "/public/x")).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource({
    "Intra.EXAMPLE.com, intra.example.com",
    "intra.example.com., intra.example.com",
    "Bücher.example, xn--bcher-kva.example",
    "bu\u0308cher\u3002example, xn--bcher-kva.example",
    "XN--BCHER-KVA.example, xn--bcher-kva.example",
    "[2001:DB8:0:0::1], [2001:db8::1]"
  })
  void a_rule_may_write_its_host_in_any_spelling(String written, String host) {
    assertThat(line(written + " * / public", "GET", host, "/")).isEqualTo("1");
  }

  @Test
  void a_rule_for_the_root_applies_to_all_paths() {
    assertThat(line("* / public", "PUT", "a.example", "/x/y")).isEqualTo("1");
  }

  @Test
  void a_requirement_keeps_the_name_of_its_group_or_permission() {
    Reading reading = RuleReader.read("* /a group:Site admins # of old\n* /b permission:a.view_b");
    assertThat(reading.rules().of(new OriginalRequest("GET", Optional.empty(), "/a", "", "/a")))
        .map(Rule::demand)
        .contains(new Demand(Demand.Kind.GROUP, "Site admins", false));
    assertThat(reading.rules().of(new OriginalRequest("GET", Optional.empty(), "/b", "", "/b")))
        .map(Rule::demand)
        .contains(new Demand(Demand.Kind.PERMISSION, "a.view_b", false));
  }

  @Test
  void all_faults_of_rules_are_reported_with_their_lines() {
    String text =
        """
        GET /a public
        get /b public
        * b public
        * /c everybody
        intra.example.com:80 * /d public
        * /e/../f public
        GET,HEAD /a/b authenticated
        GET /a/c authenticated
        """;
    assertThat(RuleReader.read(text).faults())
        .containsExactly(
            "line 2 must have * as methods, or a list without repeats such as GET,HEAD",
            "line 3 is not a rule such as: GET,HEAD /reports/ group:staff",
            "line 4 must end in public, authenticated, verified, group:NAME or permission:APP.CODE",
            "line 5 needs a host name such as intra.example.com before the methods, without a port",
            "line 6 has a path with characters other than letters, digits, '-', '_', '~' and inner '.'",
            "line 8 is never reached: line 1 matches first");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a",
        "/a public",
        "GET public",
        "GET,GET /a public",
        "GET, /a public",
        "GETX /a public",
        "* //a public",
        "* /a//b public",
        "* /a. public",
        "* /%61 public",
        "* /a;x public",
        "* /* public",
        "* /a group:",
        "* /a group",
        "* /a permission:",
        "* /a permission:add",
        "* /a permission:a.b c",
        "* /a Public",
        "* /a public authenticated",
        "a.example b.example * /a public",
        "a.example:80 * /a public",
        "a..example * /a public",
        "* /a group:\u0000",
        "* /a group:\uFFFD",
        "\uFEFF* /a public"
      })
  void a_malformed_rule_is_refused(String line) {
    assertThat(RuleReader.read(line).faults()).hasSizeGreaterThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"verified", "verified group:staff", "verified permission:a.view_b"})
  void a_rule_can_demand_a_verified_address(String words) {
    Reading reading = RuleReader.read("* /a " + words);
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.rules().of(new OriginalRequest("GET", Optional.empty(), "/a", "", "/a")))
        .map(Rule::demand)
        .hasValueSatisfying(
            demand -> {
              assertThat(demand.verified()).isTrue();
              assertThat(demand.text()).isEqualTo(words);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "* /a verified public",
        "* /a verified authenticated",
        "* /a verified verified",
        "a.example * /a authenticated verified"
      })
  void the_word_verified_stands_alone_or_before_a_group_or_permission(String line) {
    assertThat(RuleReader.read(line).faults())
        .containsExactly(
            "line 1 must end in public, authenticated, verified, group:NAME or"
                + " permission:APP.CODE");
  }

  @Test
  void hosts_paths_groups_and_permissions_may_be_called_verified() {
    String rules =
        "verified * /verified group:verified\n* /b permission:a.verified\n* /c group:all verified";
    assertThat(RuleReader.read(rules).faults()).isEmpty();
  }

  @Test
  void the_documented_example_of_rules_has_no_faults() throws IOException {
    String guide = Files.readString(Path.of("deploy/proxies.md"));
    String example = guide.substring(guide.indexOf("# methods  "));
    assertThat(RuleReader.read(example.substring(0, example.indexOf("```"))).faults()).isEmpty();
  }

  @Test
  void a_file_without_rules_is_refused() {
    assertThat(RuleReader.read("# nothing\n\n").faults())
        .containsExactly("the file has no rule and would reject every request: add a rule");
  }
}
