package io.steward.gateway.portal;

import io.steward.testing.Answer;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.PortalCookies;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A question of forward-auth needs no database, and leads nobody to one that is away. */
final class PortalOutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String HOST = "app.example.com";

  private static Answer forward(Caller caller, String cookie) {
    return forward(caller, "POST", cookie);
  }

  private static Answer forward(Caller caller, String method, String cookie) {
    return caller.raw(
        "GET /authz/forward HTTP/1.1\r\nHost: steward\r\nConnection: close\r\n"
            + "X-Forwarded-Method: "
            + method
            + "\r\nX-Forwarded-Proto: https\r\nSec-Fetch-Mode: navigate\r\n"
            + "X-Forwarded-Host: app.example.com\r\nX-Forwarded-Uri: /x\r\nCookie: "
            + cookie
            + "\r\n\r\n");
  }

  @Test
  void a_cookie_opens_a_portal_while_the_database_is_away() throws IOException {
    Path rules =
        Files.writeString(
            Folders.fresh("outage").resolve("rules.txt"), "GET,POST / authenticated\n");
    Map<String, String> settings = PortalCookies.settings(rules);
    TestDatabase database = TestDatabase.create();
    try (TestServer server = TestServer.start(database, settings)) {
      Caller caller = new Caller(server);
      Visitor ada = Visitor.arrive(database, caller);
      Visitor.Pair session = ada.logIn();
      PortalCookies cookies = new PortalCookies(TestServer.settings(database.url(), settings));
      String cookie = cookies.of(HOST, session.sessionId(), Duration.ZERO);
      String hourOld = cookies.of(HOST, session.sessionId(), Duration.ofHours(1));
      forward(caller, "GET", hourOld).assertStatus(302);
      database.close();
      ada.read(session).assertStatus(503);
      forward(caller, cookie).assertStatus(200);
      String old = cookies.of(HOST, session.sessionId(), Duration.ofHours(13));
      forward(caller, old).assertStatus(401);
      Await.until(
          "a page opens with a cookie that cannot be renewed",
          PATIENCE,
          () -> forward(caller, "GET", hourOld).status() == 200);
      forward(caller, "GET", old).assertStatus(302);
    }
  }
}
