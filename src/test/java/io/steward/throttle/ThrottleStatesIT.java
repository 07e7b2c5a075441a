package io.steward.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TwoNodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * In every state of the throttles, wrong passwords are answered alike for addresses with and
 * without an account.
 */
@Tag("long")
final class ThrottleStatesIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final int AT_ONCE = 5;
  private static final int FROM_A_NETWORK = 12;
  private static TestServer server;
  private static int networks;

  /** What strangers did before, from the network of the guesses and from others. */
  private enum State {
    FRESH(0, 0),
    ADDRESS_ALMOST_FULL(AT_ONCE - 1, 0),
    ADDRESS_FULL(AT_ONCE, 0),
    NETWORK_ALMOST_FULL(0, FROM_A_NETWORK - 1),
    NETWORK_FULL(0, FROM_A_NETWORK),
    BOTH_ALMOST_FULL(AT_ONCE - 1, FROM_A_NETWORK - 2),
    BOTH_FULL(AT_ONCE, FROM_A_NETWORK);

    private final int elsewhere;
    private final int fromHere;

    State(int elsewhere, int fromHere) {
      this.elsewhere = elsewhere;
      this.fromHere = fromHere;
    }

    private int admitted() {
      return Math.min(AT_ONCE - elsewhere, FROM_A_NETWORK - fromHere);
    }
  }

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            DATABASE,
            Map.of(
                "proxy.trusted", "127.0.0.1",
                "throttle", "on",
                "throttle.account", AT_ONCE + "/3600",
                "throttle.known", "7/3600",
                "throttle.network", FROM_A_NETWORK + "/3600"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String network() {
    networks++;
    return "198.19." + networks / 250 + "." + networks % 250;
  }

  private static ServerAnswer logIn(String email, String password, String from) {
    String json = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
    return new Http(server.url("")).post("/user/obtain_token/", json, "X-Forwarded-For", from);
  }

  /** The body without the request's id, and the wait in minutes. */
  private static String told(ServerAnswer answer) {
    String wait =
        answer
            .headers()
            .firstValue("Retry-After")
            .map(seconds -> " " + (Integer.parseInt(seconds) + 30) / 60 + " min")
            .orElse("");
    return answer.status() + " " + answer.member("type") + wait;
  }

  private static List<String> guesses(State state, String email, String from) {
    for (int i = 0; i < state.elsewhere; i++) {
      logIn(email, "not the password", network());
    }
    for (int i = 0; i < state.fromHere; i++) {
      logIn("user-" + i + from + "@states.example", "not the password", from);
    }
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 2 * FROM_A_NETWORK; i++) {
      answers.add(told(logIn(email, "not the password", from)));
    }
    return answers;
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void wrong_passwords_are_answered_alike_whether_or_not_the_account_exists(State state) {
    String home = network();
    String known = TwoNodes.addUser(DATABASE);
    logIn(known, Caller.PASSWORD, home).is(200);
    String elsewhere = TwoNodes.addUser(DATABASE);
    logIn(elsewhere, Caller.PASSWORD, network()).is(200);
    String inactive = TwoNodes.addUser(DATABASE);
    DATABASE.execute("update users set is_active = false where email = '" + inactive + "'");
    List<String> expected = guesses(state, "unknown-" + state + "@states.example", network());
    assertThat(expected).filteredOn(told -> told.startsWith("403")).hasSize(state.admitted());
    assertThat(guesses(state, known, home)).isEqualTo(expected);
    Stream.of(elsewhere, inactive, TwoNodes.addUser(DATABASE))
        .forEach(email -> assertThat(guesses(state, email, network())).isEqualTo(expected));
  }
}
