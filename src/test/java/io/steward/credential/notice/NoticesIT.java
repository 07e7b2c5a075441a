package io.steward.credential.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.cli.CommandRun;
import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.ServerAnswer;
import io.steward.testing.Steward;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.mail.SmtpServer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which acts the owner of an account hears of, and that operators can switch that off. */
final class NoticesIT {
  private static final TestDatabase DATABASE = TestDatabase.create();

  /** The mail server is down, so messages stay in the outbox. */
  private static Map<String, String> settings(String notices) {
    Map<String, String> settings = new HashMap<>(SmtpServer.settings(Folders.freePort()));
    settings.put("mail.notices", notices);
    settings.put("throttle", "on");
    settings.put("proxy.trusted", "127.0.0.1");
    return settings;
  }

  @ParameterizedTest
  @CsvSource({
    "all, 'address_changed deactivated deactivated deactivated deactivated_until deactivated_until"
        + " new_login new_login password_changed password_changed password_changed sessions_revoked'",
    "'password_changed', 'password_changed password_changed password_changed'",
    "'deactivated', 'deactivated deactivated deactivated deactivated_until deactivated_until'",
    "'new_login sessions_revoked', 'new_login new_login sessions_revoked'",
    "'address_changed', 'address_changed'",
    "none, ''",
  })
  void exactly_the_notices_that_are_on_are_sent(String notices, String kinds) {
    DATABASE.migrate();
    DATABASE.execute("delete from mails; delete from users");
    Map<String, String> settings = settings(notices);
    try (TestServer server = TestServer.start(DATABASE, settings)) {
      Caller caller = new Caller(server);
      Visitor root = Visitor.arrive(DATABASE, caller);
      root.set("is_staff = true, is_superuser = true");
      new Acts(
              new Http(server.url("")),
              Visitor.arrive(DATABASE, caller),
              "Bearer " + root.logIn().access())
          .all(settings);
    }
    assertThat(DATABASE.query("select kind from mails where kind <> 'verification' order by kind"))
        .containsExactlyElementsOf(kinds.isEmpty() ? List.of() : List.of(kinds.split(" ")));
    String ends =
        "select details ->> 'until' from mails where kind = 'deactivated_until' order by id";
    assertThat(DATABASE.query(ends))
        .isEqualTo(
            kinds.contains("deactivated_until")
                ? List.of("2999-01-31T13:00:00Z", "2999-02-28T13:00:00Z")
                : List.of());
  }

  /** An unverified address may be that of a stranger, who must not be flooded. */
  @Test
  void notices_to_an_unverified_address_count_towards_its_limit() {
    DATABASE.migrate();
    DATABASE.execute("delete from mails; delete from users; delete from throttles");
    Map<String, String> settings = settings("deactivated");
    settings.put("throttle.mail", "3/3600");
    try (TestServer server = TestServer.start(DATABASE, settings)) {
      Caller caller = new Caller(server);
      Visitor root = Visitor.arrive(DATABASE, caller);
      root.set("is_staff = true, is_superuser = true");
      Acts acts =
          new Acts(
              new Http(server.url("")),
              Visitor.arrive(DATABASE, caller),
              "Bearer " + root.logIn().access());
      acts.deactivate(4);
      assertThat(DATABASE.query("select kind from mails"))
          .as("one place is left for a reset")
          .containsExactly("deactivated", "deactivated");
      acts.ada().set("email_verified_at = now()");
      acts.deactivate(4);
      assertThat(DATABASE.query("select kind from mails")).hasSize(6);
    }
  }

  /** Everything that a notice is about, done to one user. */
  private record Acts(Http http, Visitor ada, String root) {
    void all(Map<String, String> settings) {
      ada.set("email_verified_at = now()");
      logIn("192.0.2.1").is(200);
      logIn("192.0.2.2").is(200);
      replay();
      Visitor.Pair pair = ada.logIn();
      ada.changePassword(pair, Caller.PASSWORD, "another horse battery staple").assertStatus(200);
      administer("POST", "/set_password/", password()).is(200);
      administer("POST", "/deactivate/", "{}").is(200);
      administer("POST", "/activate/", "{}").is(200);
      administer("POST", "/deactivate/", "{\"until\":\"2999-01-31T13:00:00Z\"}").is(200);
      administer("POST", "/deactivate/", "{\"until\":\"2999-02-28T13:00:00Z\"}").is(200);
      administer("POST", "/deactivate/", "{\"until\":\"2999-02-28T13:00:00Z\"}").is(200);
      administer("POST", "/activate/", "{}").is(200);
      http.send("POST", "/admin/api/users/", bulk(), headers()).is(200);
      administer("POST", "/activate/", "{}").is(200);
      run(settings, "", "deactivate", ada.email());
      run(settings, "", "activate", ada.email());
      run(settings, "a third battery staple", "users", "set-password", ada.email());
      administer("PATCH", "/", "{\"email\":\"other-%s\"}".formatted(ada.email())).is(200);
    }

    void deactivate(int times) {
      for (int i = 0; i < times; i++) {
        administer("POST", "/deactivate/", "{}").is(200);
        administer("POST", "/activate/", "{}").is(200);
      }
    }

    private String[] headers() {
      return new String[] {"Authorization", root, "Content-Type", "application/x-ndjson"};
    }

    private String bulk() {
      return "{\"id\":%s,\"is_active\":false}".formatted(ada.id());
    }

    private static String password() {
      return "{\"password\":\"%s\"}".formatted(Caller.PASSWORD);
    }

    private ServerAnswer administer(String method, String path, String json) {
      return http.json(method, "/admin/api/users/" + ada.id() + path, json, "Authorization", root);
    }

    private ServerAnswer logIn(String from) {
      String body =
          "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(ada.email(), Caller.PASSWORD);
      return http.post("/user/obtain_token/", body, "X-Forwarded-For", from);
    }

    private void replay() {
      String first = logIn("192.0.2.2").member("refresh_token");
      String second = refresh(first).is(200).member("refresh_token");
      refresh(second).is(200);
      refresh(first).is(401);
    }

    private ServerAnswer refresh(String token) {
      return http.post("/user/refresh_token/", "{\"refresh_token\":\"" + token + "\"}");
    }

    private static void run(Map<String, String> settings, String typed, String... arguments) {
      Map<String, String> environment = new HashMap<>(Steward.environment(DATABASE.url()));
      settings.forEach(
          (key, value) ->
              environment.put("STEWARD_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value));
      CommandRun run =
          CommandRun.of(Folders.fresh("notices-command"), environment, List.of(typed), arguments);
      assertThat(run.code()).as(run.toString()).isZero();
    }
  }
}
