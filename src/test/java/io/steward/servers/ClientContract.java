package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TokenPair;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The contract for OAuth clients, the same on every server. */
final class ClientContract {
  private final Http http;
  private final String basic;

  private ClientContract(Http http, String basic) {
    this.http = http;
    this.basic = basic;
  }

  /**
   * The tests of the contract.
   *
   * @param basic the client's {@code Authorization} header
   */
  static Stream<DynamicTest> of(Http http, String basic) {
    ClientContract contract = new ClientContract(http, basic);
    return Stream.of(
        dynamicTest("introspects and revokes tokens for a client", contract::introspectsAndRevokes),
        dynamicTest(
            "answers 304 while the list of revocations is unchanged", contract::listsRevocations),
        dynamicTest("publishes OAuth metadata", contract::saysWhere),
        dynamicTest("refuses callers that are not clients", contract::letsInNoOneElse));
  }

  private ServerAnswer ask(String path, String token) {
    return http.send(
        "POST",
        path,
        "token=" + token,
        "Content-Type",
        "application/x-www-form-urlencoded",
        "Authorization",
        basic);
  }

  private TokenPair newcomer(String email) {
    http.post("/user/create/", TokenPair.credentials(email)).is(201);
    return TokenPair.logIn(http, email);
  }

  private void introspectsAndRevokes() {
    TokenPair pair = newcomer("asked@clients.example");
    assertThat(ask("/oauth2/introspect", pair.access()).is(200).json())
        .containsEntry("active", true)
        .containsEntry("username", "asked@clients.example");
    assertThat(ask("/oauth2/revoke", pair.access()).is(200).body()).isEmpty();
    assertThat(ask("/oauth2/introspect/", pair.access()).is(200).body())
        .isEqualTo("{\"active\":false}");
    pair.showAt(http).isProblem(401);
    ask("/oauth2/introspect", "").isProblem(400);
  }

  private void listsRevocations() {
    newcomer("ended@clients.example").logOutAt(http).is(204);
    ServerAnswer list = http.get("/revocations", "Authorization", basic).is(200);
    assertThat(list.header("Content-Type")).isEqualTo("application/json");
    assertThat(list.body()).startsWith("{\"revocations\":[{\"sid\":");
    assertThat(list.header("Revocations-Age")).matches("[0-9]+");
    String tag = list.header("ETag");
    ServerAnswer unchanged =
        http.get("/revocations", "Authorization", basic, "If-None-Match", tag).is(304);
    assertThat(unchanged.body()).isEmpty();
    assertThat(unchanged.header("Revocations-Age")).matches("[0-9]+");
    assertThat(http.send("HEAD", "/revocations", "", "Authorization", basic).is(200).body())
        .isEmpty();
  }

  private void saysWhere() {
    ServerAnswer metadata = http.get("/.well-known/oauth-authorization-server").is(200);
    assertThat(metadata.member("introspection_endpoint"))
        .startsWith("http://127.0.0.1:")
        .endsWith(http.path("/oauth2/introspect"));
  }

  private void letsInNoOneElse() {
    for (String authorization : new String[] {"Basic YTpi", "Basic", "Bearer a.b.c"}) {
      ServerAnswer refused =
          http.post("/oauth2/introspect", "{}", "Authorization", authorization).isProblem(401);
      assertThat(refused.header("WWW-Authenticate"))
          .isEqualTo("Basic realm=\"clients\", charset=\"UTF-8\"");
    }
    http.get("/revocations").isProblem(401);
  }
}
