package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Folders;
import io.steward.testing.ProtectedApp;
import io.steward.testing.RawHttp;
import io.steward.testing.ReverseProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each proxy answers while Steward does not. */
@Tag("servers")
final class ProxiesAloneIT {
  private static final Pattern PAGE = Pattern.compile("<!doctype html><html.*?</html>");
  private static final String ACCOUNTS = "accounts.example.com";
  private static final String PORTAL = "app.example.com";
  private static final String BROWSER = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";
  private static final String PROGRAM = "Accept: application/json";

  @AutoClose private static final ProtectedApp app = new ProtectedApp("lonely-app");

  private static Answer ask(ReverseProxy proxy, String host, String target, String accept) {
    return new RawHttp(proxy.port(), 5)
        .send(
            "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\nConnection: close\r\n\r\n"
                .formatted(target, host, accept));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "apache", "haproxy", "caddy"})
  void people_read_a_plain_page_and_programs_learn_when_to_retry(String name) {
    try (ReverseProxy proxy = ReverseProxy.start(name, Folders.freePort(), app.port())) {
      int before = app.asked().size();
      for (String[] place :
          new String[][] {{ACCOUNTS, "/login/"}, {PORTAL, "/x"}, {PORTAL, "/.steward/login"}}) {
        Answer page = ask(proxy, place[0], place[1], BROWSER).assertStatus(503);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Retry-After")).isEqualTo("5");
        assertThat(page.body().strip()).matches(PAGE);
        Answer problem = ask(proxy, place[0], place[1], PROGRAM).assertStatus(503);
        assertThat(problem.header("Retry-After")).isEqualTo("5");
      }
      assertThat(app.asked()).hasSize(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "haproxy", "caddy"})
  void programs_get_a_problem(String name) {
    try (ReverseProxy proxy = ReverseProxy.start(name, Folders.freePort(), app.port())) {
      Answer problem = ask(proxy, PORTAL, "/x", PROGRAM).assertStatus(503);
      assertThat(problem.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(problem.text("type")).isEqualTo("urn:steward:problem:unavailable");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "apache", "haproxy", "caddy", "ha"})
  void an_answer_with_503_is_passed_on_as_it_is(String name) {
    try (ReverseProxy proxy = ReverseProxy.start(name, app.port(), app.port())) {
      for (String accept : List.of(BROWSER, PROGRAM)) {
        Answer answer = ask(proxy, ACCOUNTS, "/login/?status=503", accept).assertStatus(503);
        assertThat(answer.header("Retry-After")).isEmpty();
        assertThat(answer.body()).startsWith("GET /login/");
      }
    }
  }

  @Test
  void the_page_is_also_that_of_two_nodes_of_which_none_answers() {
    int none = Folders.freePort();
    try (ReverseProxy proxy = ReverseProxy.start("ha", none, none)) {
      Answer page = ask(proxy, ACCOUNTS, "/login/", BROWSER).assertStatus(503);
      assertThat(page.header("Retry-After")).isEqualTo("5");
      assertThat(page.header("Content-Type")).startsWith("text/html");
      assertThat(page.body().strip()).matches(PAGE);
    }
  }

  @Test
  void every_file_has_the_same_page() throws IOException {
    List<Path> files =
        List.of(
            Path.of("deploy/nginx/steward-server.conf"),
            Path.of("deploy/apache/portal.conf"),
            Path.of("deploy/haproxy/haproxy.cfg"),
            Path.of("deploy/ha/haproxy.cfg"),
            Path.of("deploy/caddy/Caddyfile"));
    String first = page(files.get(0));
    assertThat(first).contains("Please load it again in a minute", "Bitte laden Sie sie");
    for (Path file : files) {
      assertThat(page(file)).as(file.toString()).isEqualTo(first);
    }
  }

  private static String page(Path file) throws IOException {
    Matcher page = PAGE.matcher(Files.readString(file));
    assertThat(page.find()).as(file.toString()).isTrue();
    return page.group();
  }
}
