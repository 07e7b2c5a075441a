package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.browser.Chromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A page application on another origin than Steward's, in Chromium. */
@Tag("servers")
final class BrowserIT {
  private static final Path PAGE = Path.of("src/test/resources/browser/page.html");
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static HttpServer pages;
  private static TestServer steward;

  @BeforeAll
  static void start() throws IOException {
    pages = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pages.createContext("/", BrowserIT::answer);
    pages.start();
    steward = TestServer.start(DATABASE, Map.of("cors.origins", origin("127.0.0.1")));
  }

  @AfterAll
  static void stop() {
    steward.close();
    pages.stop(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    byte[] page = Files.readAllBytes(PAGE);
    exchange.getResponseHeaders().set("Content-Type", "text/html");
    exchange.sendResponseHeaders(200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  /** The origin of the pages: the same server has two names. */
  private static String origin(String host) {
    return "http://" + host + ":" + pages.getAddress().getPort();
  }

  /** Opens the page in Chromium, and returns the lines that the page has written. */
  private static List<String> opened(String host, String email) {
    String url =
        origin(host)
            + "/?steward=%s&email=%s&password=%s"
                .formatted(encoded(steward.url("")), encoded(email), encoded(Caller.PASSWORD));
    try (Chromium chromium = Chromium.start()) {
      chromium.open(url);
      chromium.await("document.title === 'done'");
      return chromium.value("document.querySelector('pre').textContent").lines().toList();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void a_page_of_an_allowed_origin_registers_logs_in_refreshes_and_reads_every_refusal() {
    assertThat(opened("127.0.0.1", "allowed@browser.example"))
        .containsExactly(
            "register: 201",
            "log in: 200",
            "refresh: 200",
            "read: 200",
            "change: 200",
            "no token: 401 urn:steward:problem:not-authenticated Bearer realm=\"api\"",
            "form: 403 urn:steward:problem:forbidden",
            "with cookies: TypeError",
            "health: TypeError",
            "log out: 204");
    assertThat(DATABASE.query("select first_name from users where email like '%@browser.example'"))
        .containsExactly("Ada");
  }

  @Test
  void a_page_of_another_origin_can_do_nothing() {
    assertThat(opened("localhost", "refused@browser.example"))
        .hasSize(10)
        .allMatch(line -> line.endsWith(": TypeError"));
    assertThat(DATABASE.query("select email from users where email = 'refused@browser.example'"))
        .isEmpty();
  }
}
