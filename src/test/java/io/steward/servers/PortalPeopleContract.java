package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.steward.testing.Await;
import io.steward.testing.Http;
import io.steward.testing.PortalCookies;
import io.steward.testing.Visitor;
import io.steward.testing.Visitor.Pair;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What people with browsers get from the sample portal, the same on every server. */
final class PortalPeopleContract {
  private static final String HOST = "shop.example.com";
  private static final String PAGE = "Sec-Fetch-Mode: navigate\r\n";
  private static final String OWN = "Sec-Fetch-Site: same-origin\r\n";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Http portal;
  private final PortalCookies cookies;
  private final Supplier<Visitor> visitors;

  private PortalPeopleContract(Http portal, PortalCookies cookies, Supplier<Visitor> visitors) {
    this.portal = portal;
    this.cookies = cookies;
    this.visitors = visitors;
  }

  static Stream<DynamicTest> of(Http portal, PortalCookies cookies, Supplier<Visitor> visitors) {
    PortalPeopleContract contract = new PortalPeopleContract(portal, cookies, visitors);
    return Stream.of(
        dynamicTest("leads a page to sign-in and back", contract::leads),
        dynamicTest("lets a person in with the cookie", contract::letsIn),
        dynamicTest("refuses changes from pages of sibling hosts", contract::refusesSiblings),
        dynamicTest("ends the session when the application logs out", contract::logsOut));
  }

  private String ask(String method, String path, String headers) {
    return portal.raw(
        "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: 0\r\n%s\r\n"
            .formatted(method, portal.path(path), HOST, headers));
  }

  private static String status(String answer) {
    return answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
  }

  private String cookie(Pair session) {
    String cookie = "Cookie: " + cookies.of(HOST, session.sessionId(), Duration.ZERO) + "; a=b\r\n";
    Await.until(
        "the portal has fetched revocations",
        PATIENCE,
        () -> !status(ask("GET", "/", cookie)).equals("503"));
    return cookie;
  }

  private void leads() {
    String back = "https%3A%2F%2F" + HOST + portal.path("/x%20y?z=1").replace("/", "%2F");
    assertThat(ask("GET", "/x%20y?z=1", PAGE))
        .startsWith("HTTP/1.1 302")
        .containsIgnoringCase(
            "Location: "
                + PortalCookies.PUBLIC_URL
                + "/login/?to="
                + back.replace("%20", "%2520").replace("?", "%3F").replace("=", "%3D")
                + "&exp=");
    assertThat(status(ask("GET", "/", "Accept: application/json\r\n"))).isEqualTo("401");
    assertThat(status(ask("GET", "/about", PAGE))).isEqualTo("200");
  }

  private void letsIn() {
    String cookie = cookie(visitors.get().logIn());
    assertThat(ask("GET", "/", cookie + PAGE))
        .startsWith("HTTP/1.1 200")
        .contains("user 7", "staff true");
    assertThat(status(ask("GET", "/", cookie.replace("portal=", "portal=x") + PAGE)))
        .isEqualTo("302");
  }

  private void refusesSiblings() {
    String cookie = cookie(visitors.get().logIn());
    String foreign = "Sec-Fetch-Site: same-site\r\n";
    assertThat(status(ask("POST", "/sign-out", cookie + foreign))).isEqualTo("403");
    assertThat(status(ask("POST", "/sign-out", cookie))).isEqualTo("403");
    assertThat(status(ask("GET", "/", cookie + foreign))).isEqualTo("200");
  }

  private void logsOut() {
    Visitor ada = visitors.get();
    Pair session = ada.logIn();
    String cookie = cookie(session);
    assertThat(status(ask("POST", "/sign-out", cookie + OWN))).isEqualTo("302");
    assertThat(status(ask("GET", "/", cookie))).isEqualTo("401");
    ada.read(session).assertStatus(401);
  }
}
