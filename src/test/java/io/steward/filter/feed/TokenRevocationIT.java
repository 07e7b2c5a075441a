package io.steward.filter.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.steward.settings.source.Secret;
import io.steward.token.AccessToken;
import io.steward.token.Revocations;
import io.steward.token.Subject;
import io.steward.token.ended.EndedSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The filter's log-out, against a Steward that answers anything. */
final class TokenRevocationIT {
  private static final Instant NOW = Instant.ofEpochSecond(1_000);
  private static final AccessToken TOKEN =
      new AccessToken(
          new Subject(7, "ada@golden.example", "Ada", Set.of(), true),
          "s",
          0,
          "t",
          900,
          900,
          1_100);

  private final Revocations revocations = new Revocations(Duration.ofSeconds(60));
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer steward;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    steward = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    steward.createContext("/", this::answer);
    steward.start();
  }

  @AfterEach
  void stop() {
    steward.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        String.join(
            " ",
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("Authorization"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    exchange.getResponseHeaders().add("Location", "/elsewhere");
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void revoke(String path) throws IOException {
    URI url = URI.create("http://127.0.0.1:" + steward.getAddress().getPort() + path);
    new TokenRevocation(
            new FeedSettings(url, new Secret("Basic YTpi")),
            revocations,
            Duration.ofHours(12),
            Clock.fixed(NOW, ZoneOffset.UTC))
        .revoke(TOKEN, "a.b.c");
  }

  @Test
  void the_filter_sends_the_token_to_steward_and_refuses_the_session_from_then_on()
      throws IOException {
    revoke("/steward/revocations");
    assertThat(asked).containsExactly("POST /steward/oauth2/revoke Basic YTpi token=a.b.c");
    assertThat(revocations.all())
        .as("for as long as any token of the session can be valid")
        .containsExactly(new EndedSession("s", 1_000 + 43_200, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 401, 429, 500, 503})
  void a_session_whose_end_steward_has_not_confirmed_goes_on(int code) {
    status = code;
    assertThatThrownBy(() -> revoke("/revocations"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/oauth2/revoke was answered with status " + code)
        .hasMessageNotContaining("a.b.c");
    assertThat(asked).hasSize(1);
    assertThat(revocations.all()).isEmpty();
  }

  @Test
  void a_steward_that_cannot_be_reached_ends_nothing() {
    steward.stop(0);
    assertThatThrownBy(() -> revoke("/revocations"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/oauth2/revoke failed: ");
    assertThat(revocations.all()).isEmpty();
  }
}
