package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.doctor.Version;
import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The WAR, started with {@code java -jar}, with an external database. */
class JavaJarIT {
  @AutoClose private static Steward steward;

  @BeforeAll
  static void serve() {
    steward =
        Steward.serve(
            Folders.fresh("java-jar"),
            Folders.WAR,
            Steward.environment(TestDatabase.create().url()));
    steward.awaitReady(Duration.ofSeconds(10));
  }

  @TestFactory
  Stream<DynamicTest> the_server_fulfils_the_contract() {
    return ServerContract.of(steward.http());
  }

  @TestFactory
  Stream<DynamicTest> no_response_reveals_the_server_or_its_version() {
    return OddRequests.of(steward.http());
  }

  @Test
  void the_first_line_of_the_log_names_the_version() {
    assertThat(steward.process().err().lines().findFirst())
        .hasValueSatisfying(line -> assertThat(line).endsWith(" io.steward: " + Version.text()));
  }

  @ParameterizedTest
  @CsvSource({
    "/user/update/, 401 NOT_AUTHENTICATED",
    "/nowhere/, 404 NOT_FOUND",
    "/user/create/, 405 METHOD_NOT_ALLOWED"
  })
  void a_refusal_is_logged_with_the_request_id_of_the_response(String path, String refusal) {
    String id = steward.http().get(path).header("X-Request-Id");
    // The log is written beside the response.
    Await.until(
        "the refusal is logged",
        Duration.ofMinutes(1),
        () -> steward.process().err().contains("request " + id + ": " + refusal));
  }

  @Test
  void with_closed_registration_the_console_invites_a_superuser_and_sigterm_ends_with_0() {
    TestDatabase database = TestDatabase.create();
    database.migrate();
    Map<String, String> environment = new HashMap<>(Steward.environment(database.url()));
    environment.put("STEWARD_REGISTRATION", "closed");
    try (Steward closed =
        Steward.serve(Folders.fresh("java-jar-closed"), Folders.WAR, environment)) {
      Await.until(
          "the console shows the command",
          Duration.ofMinutes(1),
          () -> closed.process().out().contains("createsuperuser"));
      assertThat(closed.process().out())
          .contains("  java -jar " + Folders.WAR + " createsuperuser\n")
          .doesNotContain("curl", Version.text());
      assertThat(closed.process().err()).containsOnlyOnce(Version.text());
      closed.process().terminate();
      assertThat(closed.process().awaitExit(Duration.ofSeconds(20))).isZero();
    }
  }

  @Test
  void java_jar_starts_and_serves_without_warnings_except_for_an_untrusted_proxy() {
    for (int i = 0; i < 3; i++) {
      steward.http().get("/health/live", "X-Forwarded-For", "192.0.2.7").is(200);
    }
    assertThat(steward.process().warnings())
        .singleElement()
        .asString()
        .contains("127.0.0.1: if that is your proxy, add it to STEWARD_PROXY_TRUSTED");
  }
}
