package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.browser.Chromium;
import io.steward.testing.browser.Screen;
import io.steward.testing.openapi.OpenApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page for developers, in Chromium. */
@Tag("servers")
final class PageIT {
  private static final String PREFIX = "/accounts/of";
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static TestServer steward;
  private static HttpServer proxy;
  private static Visitor ada;

  @BeforeAll
  static void start() throws IOException {
    steward = TestServer.start(DATABASE);
    ada = Visitor.arrive(DATABASE, new Caller(steward));
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(PREFIX, PageIT::forward);
    proxy.start();
  }

  @AfterAll
  static void stop() {
    proxy.stop(0);
    steward.close();
  }

  /** Removes the prefix, as a reverse proxy does. */
  private static void forward(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString().substring(PREFIX.length());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(steward.url(target)))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : List.of("Authorization", "Content-Type", "Accept")) {
      exchange
          .getRequestHeaders()
          .getOrDefault(name, List.of())
          .forEach(v -> request.header(name, v));
    }
    try {
      HttpResponse<byte[]> answer =
          HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      for (String name : List.of("Content-Type", "Content-Security-Policy")) {
        answer
            .headers()
            .firstValue(name)
            .ifPresent(v -> exchange.getResponseHeaders().set(name, v));
      }
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
      exchange.close();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static String block(String operation) {
    return "document.querySelector('[id$=\"-" + operation + "\"]')";
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_page_shows_every_operation_and_tries_one_with_a_token(boolean isBehindProxy) {
    String page =
        isBehindProxy
            ? "http://127.0.0.1:" + proxy.getAddress().getPort() + PREFIX + "/api/"
            : steward.url("/api/");
    try (Chromium chromium = Chromium.start()) {
      chromium.open(page);
      chromium.await(
          "document.querySelectorAll('.opblock').length === "
              + OpenApi.steward().operations().size());
      chromium.value("ui.preauthorizeApiKey('bearer', '" + ada.logIn().access() + "') && 1");
      chromium.value(block("getAccount") + ".querySelector('.opblock-summary-control').click()");
      chromium.await(block("getAccount") + ".querySelector('.execute') !== null");
      chromium.value(block("getAccount") + ".querySelector('.execute').click()");
      chromium.await(block("getAccount") + ".querySelector('.live-responses-table') !== null");
      chromium.value(block("getAccount") + ".scrollIntoView()");
      new Screen(chromium).save(Path.of("target/pictures/developers-" + isBehindProxy + ".png"));
      assertThat(chromium.value(block("getAccount") + ".innerText")).contains(ada.email());
      assertThat(chromium.complaints()).isEmpty();
    }
  }
}
