package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.steward.testing.Await;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Visitor;
import io.steward.testing.Visitor.Pair;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The contract of the sample portal, the same on every server. */
final class PortalContract {
  /** The longest time between a log-out at Steward and the portal's refusal of the token. */
  private static final Duration KNOWN = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final List<String> WAYS_ROUND =
      List.of(
          "/admin",
          "/admin/",
          "/admin/x",
          "//admin",
          "/./admin",
          "/x/../admin",
          "/admin;x",
          "/admin;x=1/",
          "/;x/admin",
          "/%61dmin",
          "/adm%69n/x",
          "/admin%2F",
          "/admin%2fx",
          "/x%2f..%2fadmin",
          "/admin%00",
          "/admin%20",
          "/admin%5c",
          "/admin\\",
          "/x\\..\\admin",
          "/about/../admin",
          "/about/..;/admin",
          "/about;/../admin",
          "/css/..;/admin",
          "/css/..;x=1/admin",
          "/css/%2e%2e/admin",
          "/css/%2e%2e;/admin",
          "/css/.%2e/admin",
          "/css/%252e%252e/admin",
          "/css/..%2fadmin",
          "/css/..%252fadmin",
          "/css/%c0%ae%c0%ae/admin",
          "/css//../admin",
          "/css/%e2%80%a5/../admin",
          "/css/../admin",
          "/css;/../admin?x=/about",
          "/css/\u0000/admin",
          "/admin#/about");

  private final Http portal;
  private final Supplier<Visitor> visitors;

  private PortalContract(Http portal, Supplier<Visitor> visitors) {
    this.portal = portal;
    this.visitors = visitors;
  }

  static Stream<DynamicTest> of(Http portal, Supplier<Visitor> visitors) {
    PortalContract contract = new PortalContract(portal, visitors);
    return Stream.of(
        dynamicTest("challenges a request without a token", contract::challenges),
        dynamicTest("shows public pages without a token", contract::showsWhatIsPublic),
        dynamicTest("tells the application the caller's id and groups", contract::knowsItsVisitor),
        dynamicTest("refuses callers outside the group", contract::keepsOut),
        dynamicTest("applies the rules to every spelling of a path", contract::hasNoWayRound),
        dynamicTest(
            "demands a token for every spelling of a path", contract::hasNoWayRoundTheToken),
        dynamicTest("honours a log-out at Steward", contract::honoursLogOut));
  }

  /** Every path is answered with 404. */
  static void assertRefused(Http http) {
    for (String path : List.of("/", "/about", "/admin", "/css/x")) {
      assertThat(http.get(path).is(404).body()).doesNotContain("user ");
    }
  }

  /** Every path is answered with 500, even the public pages. */
  static void assertDead(Http http) {
    for (String path : List.of("/", "/about", "/admin", "/css/x")) {
      for (String method : List.of("GET", "POST", "HEAD", "OPTIONS", "DELETE")) {
        ServerAnswer answer = http.send(method, path, "", "Authorization", "Bearer a.b.c");
        assertThat(answer.is(500).body()).as(path).doesNotContain("user ");
      }
    }
  }

  private ServerAnswer get(String path, Pair pair) {
    return portal.get(path, "Authorization", "Bearer " + pair.access());
  }

  /** Waits until the portal has fetched revocations for the first time. */
  private Pair arrive(Visitor visitor) {
    Pair pair = visitor.logIn();
    Await.until(
        "the portal has fetched revocations", PATIENCE, () -> get("/", pair).status() != 503);
    return pair;
  }

  private void challenges() {
    for (String path : List.of("/", "/admin", "/anything", "/about/x", "/about/")) {
      ServerAnswer refused = portal.get(path).isProblem(401);
      assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"api\"");
      assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
    }
    ServerAnswer foreign = portal.get("/", "Authorization", "Bearer a.b.c").isProblem(401);
    assertThat(foreign.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    portal.get("/", "Authorization", "Basic YTpi").isProblem(401);
    for (String method : List.of("POST", "PUT", "DELETE", "HEAD", "OPTIONS")) {
      portal.send(method, "/", "").is(401);
    }
  }

  private void showsWhatIsPublic() {
    for (String path : List.of("/about", "/css", "/css/", "/css/site.css", "/css/%C3%A9.css")) {
      assertThat(portal.get(path).is(200).body()).startsWith("user null");
      assertThat(portal.get(path, "Authorization", "Bearer a.b.c").is(200).body())
          .startsWith("user null");
    }
  }

  private void knowsItsVisitor() {
    Visitor ada = visitors.get();
    ada.join("editors");
    Pair pair = arrive(ada);
    assertThat(get("/", pair).is(200).body().lines())
        .containsExactly("user " + ada.id(), "staff false", "editors true");
    get("/reports/2026", pair).is(200);
    portal
        .get("/", "Authorization", "Bearer " + pair.access(), "Authorization", "Bearer x")
        .isProblem(401);
  }

  private void keepsOut() {
    Visitor ada = visitors.get();
    Pair before = arrive(ada);
    ServerAnswer refused = get("/admin/users", before).isProblem(403);
    assertThat(refused.member("type")).isEqualTo("urn:steward:problem:forbidden");
    get("/reports", before).isProblem(403);
    get("/adminx", before).is(200);
    ada.join("staff");
    Pair after = ada.logIn();
    assertThat(get("/admin/users", after).is(200).body()).contains("staff true");
    get("/reports", after).is(200);
  }

  private void hasNoWayRound() {
    Pair stranger = arrive(visitors.get());
    for (String path : WAYS_ROUND) {
      assertShut(path, raw(path, "Authorization: Bearer " + stranger.access() + "\r\n"));
    }
  }

  private void hasNoWayRoundTheToken() {
    for (String path : WAYS_ROUND) {
      assertShut(path, raw(path, ""));
    }
  }

  private static void assertShut(String path, String answer) {
    assertThat(answer.substring(0, 12)).as(path).matches("HTTP/1.1 (30[12]|40[0134])");
    assertThat(answer).as(path).doesNotContain("user ");
  }

  private String raw(String path, String header) {
    return portal.raw(
        "GET "
            + portal.path(path)
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + header
            + "\r\n");
  }

  private void honoursLogOut() {
    Visitor ada = visitors.get();
    Pair ended = arrive(ada);
    Pair lasting = ada.logIn();
    get("/", ended).is(200);
    ada.logOut(ended).assertStatus(204);
    Await.until(
        "the portal refuses the revoked token", KNOWN, () -> get("/", ended).status() == 401);
    assertThat(get("/", ended).isProblem(401).member("detail"))
        .isEqualTo("Token has been revoked.");
    get("/", lasting).is(200);
  }
}
