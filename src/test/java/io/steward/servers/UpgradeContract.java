package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.steward.testing.Answer;
import io.steward.testing.Caller;
import io.steward.testing.KeptConnection;
import io.steward.testing.ReceivedRequest;
import io.steward.testing.Tap;
import io.steward.testing.TestDatabase;
import io.steward.testing.Visitor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Only WebSockets pass. The application also speaks {@code h2c} (RFC 7540, 3.2): a connection that
 * it upgraded would carry further requests past the proxy's rules.
 */
final class UpgradeContract {
  private static final String SETTINGS = "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA";
  private static final String BOTH = "Connection: Upgrade, HTTP2-Settings";

  /** Requests for other protocols. */
  private static final List<String[]> OTHERS =
      List.of(
          new String[] {"Upgrade: h2c", SETTINGS, BOTH},
          new String[] {"Upgrade: H2C", SETTINGS, "connection: upgrade,http2-settings"},
          new String[] {"Upgrade: h2c", SETTINGS, "Connection: Upgrade"},
          new String[] {"Upgrade: h2c", SETTINGS, "Connection: keep-alive, Upgrade"},
          new String[] {"Upgrade: h2c", SETTINGS, SETTINGS, "Connection: HTTP2-Settings", BOTH},
          new String[] {"Upgrade: h2c,h2c", SETTINGS, BOTH},
          new String[] {"Upgrade: h2c/1", SETTINGS, BOTH},
          new String[] {"Upgrade: xwebsocket", "Connection: Upgrade"},
          new String[] {"Upgrade: websocketx", "Connection: Upgrade"},
          new String[] {"Upgrade: TLS/1.0", "Connection: Upgrade"},
          new String[] {"Upgrade: h2c", SETTINGS},
          new String[] {SETTINGS, "Connection: HTTP2-Settings"},
          new String[] {"Connection: Upgrade"});

  /** Requests for a WebSocket and another protocol. Proxies may choose the WebSocket. */
  private static final List<String[]> MIXED =
      List.of(
          new String[] {"Upgrade: h2c, websocket", SETTINGS, BOTH},
          new String[] {"Upgrade: websocket, h2c", SETTINGS, BOTH},
          new String[] {"Upgrade: h2c", "Upgrade: websocket", SETTINGS, BOTH},
          new String[] {"Upgrade: websocket", "Upgrade: h2c", SETTINGS, BOTH},
          new String[] {"Upgrade: websocket", "Connection: close, Upgrade, Remote-User"});

  private static final String[] KEY = {
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"
  };

  private final int port;
  private final Tap app;
  private final Visitor ada;
  private final String token;

  private UpgradeContract(int port, Tap app, Visitor ada) {
    this.port = port;
    this.app = app;
    this.ada = ada;
    this.token = "Authorization: Bearer " + ada.logIn().access();
  }

  static Stream<DynamicTest> of(int port, Tap app, TestDatabase database, Caller caller) {
    UpgradeContract contract = new UpgradeContract(port, app, Visitor.arrive(database, caller));
    return Stream.of(
        dynamicTest("never upgrades to another protocol", contract::refusesOthers),
        dynamicTest("upgrades to a WebSocket at most", contract::choosesWebSocket),
        dynamicTest("passes a WebSocket with its bytes", contract::passesWebSocket));
  }

  private static String[] all(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private ReceivedRequest received() {
    List<ReceivedRequest> requests = app.requests();
    assertThat(requests).as(app.bytes()).hasSize(1);
    assertThat(requests.get(0).headers()).doesNotContainKey("http2-settings");
    return requests.get(0);
  }

  private void refusesOthers() {
    for (String[] other : OTHERS) {
      app.clear();
      try (KeptConnection connection = KeptConnection.to(port)) {
        Answer answer = connection.ask("/api/x", all(other, token)).assertStatus(200);
        assertThat(answer.body()).startsWith("GET /api/x\n");
        assertThat(received().headers()).doesNotContainKey("upgrade");
        assertThat(received().headers().getOrDefault("connection", ""))
            .isIn("", "close", "keep-alive", "Keep-Alive");
        app.clear();
        connection.ask("/api/x", "Remote-User: 1", "Connection: close").assertStatus(401);
        assertThat(app.bytes()).isEmpty();
      }
    }
  }

  private void choosesWebSocket() {
    for (String[] mixed : MIXED) {
      app.clear();
      try (KeptConnection connection = KeptConnection.to(port)) {
        int status = connection.ask("/api/x", all(mixed, all(KEY, token))).status();
        assertThat(status).isIn(101, 200);
        assertThat(received().headers()).containsKey("remote-user");
        assertThat(received().headers().get("upgrade"))
            .isEqualTo(status == 101 ? "websocket" : null);
      }
    }
  }

  private void passesWebSocket() {
    app.clear();
    String[] handshake = {
      token, "Upgrade: WebSocket", "Connection: keep-alive, Upgrade", "Remote-User: evil"
    };
    try (KeptConnection connection = KeptConnection.to(port)) {
      Answer answer = connection.ask("/api/ws", all(handshake, KEY)).assertStatus(101);
      assertThat(answer.header("Upgrade")).isEqualToIgnoringCase("websocket");
      assertThat(answer.header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
      assertThat(received().headers().get("upgrade")).isEqualToIgnoringCase("websocket");
      assertThat(received().headers().get("connection")).isEqualToIgnoringCase("upgrade");
      assertThat(received().headers().get("remote-user")).isEqualTo(ada.id());
      byte no = 0;
      connection.write((byte) 0x81, (byte) 0x82, no, no, no, no, (byte) 'h', (byte) 'i');
      assertThat(connection.read(4)).isEqualTo("\u0081\u0002hi");
    }
  }
}
