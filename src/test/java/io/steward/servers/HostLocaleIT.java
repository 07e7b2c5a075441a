package io.steward.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steward on hosts whose digits, letters, charset and time zone are not those of its formats. */
@Tag("long")
final class HostLocaleIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String DJANGO =
      "pbkdf2_sha256$260000$qHoplbWkKbJG6OkTv2ai1Z$JcTpzNlD5x2Q1csIh5V9YyED5oeQoU1X7uUDdP8U4fw=";
  private static final String STORED =
      "argon2\\$argon2id\\$v=19\\$m=[0-9]+,t=[0-9]+,p=[0-9]+\\$[!-~]+";

  private final TestDatabase database = TestDatabase.create();

  @ParameterizedTest
  @CsvSource({"ar, EG, Asia/Kathmandu", "tr, TR, Pacific/Apia"})
  void accounts_work_on_a_host_of_any_locale(String language, String country, String zone) {
    Map<String, String> environment = environment(language, country, zone);
    try (Steward steward =
        Steward.serve(Folders.fresh("locale-" + language), Folders.WAR, environment)) {
      steward.awaitReady(PATIENCE);
      Http http = steward.http();
      http.post("/user/create/", credentials("IDIL@Example.com")).is(201);
      database.execute(
          "insert into users (email, first_name, last_name, password) values"
              + " ('django@example.com', 'Ivy', 'I', '"
              + DJANGO
              + "')");
      createSuperuser(environment);

      for (int i = 0; i < 2; i++) {
        logIn(http, "idil@example.com");
        logIn(http, "DJANGO@EXAMPLE.COM");
        logIn(http, "INITIAL@example.com");
      }
      assertThat(database.query("select password from users"))
          .hasSize(3)
          .allMatch(hash -> hash.matches(STORED));
      assertThat(steward.process().warnings()).isEmpty();
    }
  }

  private Map<String, String> environment(String language, String country, String zone) {
    Map<String, String> environment = new HashMap<>(Steward.environment(database.url()));
    environment.put(
        "JDK_JAVA_OPTIONS",
        "-Duser.language=%s -Duser.country=%s -Duser.timezone=%s -Dfile.encoding=ISO-8859-9"
            .formatted(language, country, zone));
    return environment;
  }

  private static void createSuperuser(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("DJANGO_SUPERUSER_PASSWORD", Caller.PASSWORD);
    int code =
        Steward.run(
                Folders.fresh("locale-command"),
                Folders.WAR,
                all,
                "createsuperuser",
                "--noinput",
                "--email=initial@example.com",
                "--first_name=Ivy",
                "--last_name=I")
            .awaitExit(PATIENCE);
    assertThat(code).isZero();
  }

  private static void logIn(Http http, String email) {
    String token = http.post("/user/obtain_token/", credentials(email)).is(200).member("token");
    http.get("/user/update/", "Authorization", "Bearer " + token).is(200);
  }

  private static String credentials(String email) {
    return "{\"email\":%s,\"password\":%s}"
        .formatted(Caller.quoted(email), Caller.quoted(Caller.PASSWORD));
  }
}
