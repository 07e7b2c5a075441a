package io.steward.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Answer;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.LockedUser;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.mail.ReceivedMail;
import io.steward.testing.mail.SmtpServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How a stranger gets an account, with a real mail server. */
final class RegistrationModesIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  @AutoClose private static final SmtpServer mail = SmtpServer.start();
  @AutoClose private static final TestServer verified = server("verified", "off");
  @AutoClose private static final TestServer concealed = server("verified", "on");
  @AutoClose private static final TestServer approved = server("approved", "off");

  private static TestServer server(String mode, String conceals) {
    Map<String, String> settings = new HashMap<>(mail.settings());
    settings.put("mail.notices", "all");
    settings.put("registration", mode);
    settings.put("registration.conceal", conceals);
    return TestServer.start(DATABASE, settings);
  }

  private static String token(ReceivedMail message) {
    return message.link().substring(message.link().indexOf('#') + 1);
  }

  private static void verify(Caller caller, ReceivedMail message) {
    caller.post("/user/verify_email/", "{\"token\":\"" + token(message) + "\"}").assertStatus(200);
  }

  @Test
  void an_unverified_address_logs_in_only_after_its_link_was_used() {
    Caller caller = new Caller(verified);
    caller.register("v@golden.example", Caller.PASSWORD).assertStatus(201);
    mail.await("v@golden.example");
    Answer refused = caller.logIn("v@golden.example", Caller.PASSWORD).assertStatus(403);
    assertThat(refused.json().get("type")).isEqualTo("urn:steward:problem:email-unverified");
    ReceivedMail again = mail.await("v@golden.example");
    Answer wrong = caller.logIn("v@golden.example", "wrong horse battery").assertStatus(403);
    assertThat(wrong.json().get("type")).isEqualTo("urn:steward:problem:invalid-credentials");
    verify(caller, again);
    String token = caller.token("v@golden.example");
    Answer change =
        caller.account(
            "PATCH",
            token,
            "{\"email\":\"other@golden.example\",\"current_password\":\""
                + Caller.PASSWORD
                + "\"}");
    change.assertProblem(
        400, Map.of("email", List.of("Use /user/change_email/ to change the address.")));
  }

  @Test
  void a_concealed_registration_is_answered_alike_and_tells_the_owner() {
    Caller caller = new Caller(concealed);
    Answer free = caller.register("free@golden.example", Caller.PASSWORD).assertStatus(202);
    ReceivedMail message = mail.await("free@golden.example");
    // Whoever registered must not see by a log-in that the address was free.
    Answer early = caller.logIn("free@golden.example", Caller.PASSWORD).assertStatus(403);
    Answer foreign = caller.logIn("free@golden.example", "wrong horse").assertStatus(403);
    assertThat(early.json().get("type")).isEqualTo(foreign.json().get("type"));
    Answer taken = caller.register("FREE@golden.example", "wrong horse").assertStatus(202);
    assertThat(taken.body()).isEqualTo(free.body());
    assertThat(mail.await("free@golden.example").subject()).contains("Choose a password");
    verify(caller, message);
    caller.register("FREE@golden.example", "wrong horse").assertStatus(202);
    ReceivedMail told = mail.await("free@golden.example");
    assertThat(told.subject()).isNotEqualTo(message.subject());
    caller.logIn("free@golden.example", Caller.PASSWORD).assertStatus(200);
    caller.logIn("free@golden.example", "wrong horse").assertStatus(403);
    assertThat(DATABASE.query("select id from mails where details::text like '%argon2%'"))
        .isEmpty();
    assertThat(
            DATABASE.query(
                "select ip from audit where event = 'registered' and user_id ="
                    + " (select id from users where email = 'free@golden.example')"))
        .containsExactly("127.0.0.1");
  }

  @Test
  void the_owner_of_an_address_does_not_verify_the_password_of_a_stranger() {
    Caller caller = new Caller(concealed);
    caller.register("victim@golden.example", "password of a thief").assertStatus(202);
    mail.await("victim@golden.example");
    caller.register("victim@golden.example", Caller.PASSWORD).assertStatus(202);
    ReceivedMail message = mail.await("victim@golden.example");
    caller
        .post(
            "/user/reset_password_confirm/",
            "{\"token\":\"%s\",\"new_password\":\"%s\"}".formatted(token(message), Caller.PASSWORD))
        .assertStatus(200);
    caller.logIn("victim@golden.example", Caller.PASSWORD).assertStatus(200);
    caller.logIn("victim@golden.example", "password of a thief").assertStatus(403);
  }

  @Test
  void a_concealed_registration_does_not_get_an_address_that_its_owner_can_take_back() {
    new Caller(verified).register("moved@golden.example", Caller.PASSWORD).assertStatus(201);
    mail.await("moved@golden.example");
    DATABASE.execute(
        "insert into one_time_tokens"
            + " (hash, purpose, user_id, binding, canonical_address, expires_at)"
            + " select 'kept', 'undo', id, '', 'kept@golden.example', now() + interval '1 day'"
            + " from users where email = 'moved@golden.example'");
    new Caller(concealed).register("Kept@golden.example", Caller.PASSWORD).assertStatus(202);
    Await.until(
        "the message is dropped",
        Duration.ofSeconds(20),
        () ->
            DATABASE
                .query("select state from mails where recipient = 'Kept@golden.example'")
                .equals(List.of("dropped")));
    assertThat(DATABASE.query("select id from users where email = 'Kept@golden.example'"))
        .isEmpty();
  }

  @Test
  void a_guess_does_not_show_that_a_concealed_registration_took_place() {
    Map<String, String> settings = new HashMap<>(throttled());
    settings.put("registration.conceal", "on");
    settings.put("throttle.account", "3/3600");
    try (TestServer server = TestServer.start(DATABASE, settings)) {
      Http http = new Http(server.url(""));
      String guess = "{\"email\":\"g@golden.example\",\"password\":\"wrong horse\"}";
      for (int i = 0; i < 3; i++) {
        http.post("/user/obtain_token/", guess, "X-Forwarded-For", "192.0.2.1").is(403);
      }
      http.post("/user/obtain_token/", guess, "X-Forwarded-For", "192.0.2.2").is(429);
      http.post("/user/create/", credentials("g"), "X-Forwarded-For", "192.0.2.3").is(202);
      ReceivedMail message = mail.await("g@golden.example");
      http.post("/user/obtain_token/", guess, "X-Forwarded-For", "192.0.2.2").is(429);
      String link = "{\"token\":\"" + token(message) + "\"}";
      http.post("/user/verify_email/", link, "X-Forwarded-For", "192.0.2.3").is(200);
      http.post("/user/obtain_token/", credentials("g"), "X-Forwarded-For", "192.0.2.3").is(200);
    }
  }

  private static String credentials(String name) {
    return "{\"email\":\"%s@golden.example\",\"password\":\"%s\"}".formatted(name, Caller.PASSWORD);
  }

  private static Map<String, String> throttled() {
    Map<String, String> settings = new HashMap<>(mail.settings());
    settings.put("mail.notices", "all");
    settings.put("registration", "verified");
    settings.put("throttle", "on");
    settings.put("proxy.trusted", "127.0.0.1");
    return settings;
  }

  @Test
  void a_message_waits_for_its_user_before_it_is_counted() throws Exception {
    try (TestServer server = TestServer.start(DATABASE, throttled())) {
      Http http = new Http(server.url(""));
      http.post("/user/create/", credentials("l")).is(201);
      verified("l", "now()");
      String refresh = "{\"refresh_token\":\"%s\"}";
      ServerAnswer first = http.post("/user/obtain_token/", credentials("l")).is(200);
      String bearer = "Bearer " + first.member("token");
      String second =
          http.post("/user/refresh_token/", refresh.formatted(first.member("refresh_token")))
              .is(200)
              .member("refresh_token");
      http.post("/user/refresh_token/", refresh.formatted(second)).is(200);
      String change =
          "{\"email\":\"m@golden.example\",\"current_password\":\"%s\"}".formatted(Caller.PASSWORD);
      Supplier<ServerAnswer> asking =
          () -> http.post("/user/change_email/", change, "Authorization", bearer);
      asking.get().is(202);
      demandOrder(asking).is(202);
      verified("l", "null");
      demandOrder(() -> http.post("/user/obtain_token/", credentials("l"))).is(403);
      String replayed = refresh.formatted(first.member("refresh_token"));
      demandOrder(() -> http.post("/user/refresh_token/", replayed)).is(401);
    }
  }

  private static void verified(String name, String time) {
    DATABASE.execute(
        "update users set email_verified_at = %s where email = '%s@golden.example'"
            .formatted(time, name));
  }

  /** Others may change the counts while the request waits for the user. */
  private static ServerAnswer demandOrder(Supplier<ServerAnswer> request) throws Exception {
    try (LockedUser user = LockedUser.of(DATABASE, "l@golden.example")) {
      CompletableFuture<ServerAnswer> answer = user.blocks(request);
      user.execute("select key from throttles where key like 'mail%' for update nowait");
      user.release();
      return answer.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void an_administrator_approves_a_registration() {
    Caller caller = new Caller(approved);
    caller.register("a@golden.example", Caller.PASSWORD).assertStatus(201);
    verify(caller, mail.await("a@golden.example"));
    caller.logIn("a@golden.example", Caller.PASSWORD).assertStatus(403);
    DATABASE.execute(
        "insert into users (email, password, is_superuser, is_staff, email_verified_at)"
            + " select 'root@golden.example', password, true, true, now() from users"
            + " where email = 'a@golden.example'");
    Http http = new Http(approved.url(""));
    String bearer = "Bearer " + caller.token("root@golden.example");
    String list =
        http.get(
                "/admin/api/users/?awaits_approval=true&email_verified=true",
                "Authorization",
                bearer)
            .is(200)
            .body();
    assertThat(list).contains("a@golden.example").doesNotContain("root@golden.example");
    String id = DATABASE.query("select id from users where email = 'a@golden.example'").get(0);
    http.post("/admin/api/users/" + id + "/activate/", "{}", "Authorization", bearer).is(200);
    mail.await("a@golden.example");
    caller.logIn("a@golden.example", Caller.PASSWORD).assertStatus(200);
    String german =
        http.json(
                "PATCH",
                "/admin/api/users/" + id + "/",
                "{\"language\":\"de\"}",
                "Authorization",
                bearer)
            .is(200)
            .body();
    assertThat(german).contains("\"language\":\"de\"", "\"awaits_approval\":false");
    http.json(
            "PATCH",
            "/admin/api/users/" + id + "/",
            "{\"email\":\"b@golden.example\"}",
            "Authorization",
            bearer)
        .is(200);
    assertThat(mail.await("a@golden.example").subject()).contains("E-Mail-Adresse");
    mail.await("b@golden.example");
    http.post("/admin/api/users/" + id + "/deactivate/", "{}", "Authorization", bearer).is(200);
    assertThat(mail.await("b@golden.example").plain())
        .contains("deaktiviert")
        .doesNotContain(":00");
    http.post("/admin/api/users/" + id + "/activate/", "{}", "Authorization", bearer).is(200);
    String until = "{\"until\":\"2999-01-31T13:00:00+01:00\"}";
    http.post("/admin/api/users/" + id + "/deactivate/", until, "Authorization", bearer).is(200);
    assertThat(mail.await("b@golden.example").plain()).contains("bis 2999-01-31 12:00 UTC");
  }

  @Test
  void a_new_network_and_a_replay_are_told_to_the_owner() {
    Map<String, String> settings = new HashMap<>(mail.settings());
    settings.put("mail.notices", "new_login,sessions_revoked");
    settings.put("throttle", "on");
    settings.put("throttle.mail", "3/1200");
    settings.put("proxy.trusted", "127.0.0.1");
    try (TestServer server = TestServer.start(DATABASE, settings)) {
      Http http = new Http(server.url(""));
      String body = "{\"email\":\"n@golden.example\",\"password\":\"" + Caller.PASSWORD + "\"}";
      http.post("/user/create/", body, "X-Forwarded-For", "192.0.2.1").is(201);
      mail.await("n@golden.example");
      DATABASE.execute(
          "update users set email_verified_at = now() where email = 'n@golden.example'");
      http.post("/user/obtain_token/", body, "X-Forwarded-For", "192.0.2.1").is(200);
      http.post("/user/obtain_token/", body, "X-Forwarded-For", "192.0.2.2").is(200);
      http.post("/user/obtain_token/", body, "X-Forwarded-For", "192.0.2.2").is(200);
      assertThat(mail.await("n@golden.example").plain()).contains("192.0.2.2");
      replay(http, body);
      assertThat(mail.await("n@golden.example").subject()).contains("signed out");
      bomb(http);
    }
    assertThat(mail.messages()).noneMatch(m -> m.to().contains("n@golden.example"));
  }

  @Test
  void every_way_to_cause_mail_counts_towards_the_limit_of_the_address() {
    Map<String, String> settings = throttled();
    settings.put("registration.conceal", "on");
    try (TestServer server = TestServer.start(DATABASE, settings)) {
      Http http = new Http(server.url(""));
      Visitor ada = Visitor.arrive(DATABASE, new Caller(server));
      ada.set("email_verified_at = now(), is_staff = true, is_superuser = true");
      String victim = "bombed@golden.example";
      String address = "{\"email\":\"" + victim + "\"}";
      String change =
          "{\"email\":\"%s\",\"current_password\":\"%s\"}".formatted(victim, Caller.PASSWORD);
      String bearer = "Bearer " + ada.logIn().access();
      for (int i = 0; i < 10; i++) {
        String[] from = {"X-Forwarded-For", "198.51.100." + (200 + i), "Authorization", bearer};
        http.post("/user/create/", credentials("bombed"), "X-Forwarded-For", from[1]).is(202);
        http.post("/user/send_verification/", address, "X-Forwarded-For", from[1]).is(202);
        http.post("/user/reset_password/", address, "X-Forwarded-For", from[1]).is(202);
        http.post("/user/change_email/", change, from).is(202);
      }
      http.post("/admin/api/invitations/", address, "Authorization", bearer).is(429);
      Await.until(
          "nothing waits",
          Duration.ofSeconds(20),
          () -> DATABASE.query("select id from mails where state = 'waiting'").isEmpty());
    }
    assertThat(mail.messages())
        .filteredOn(m -> m.to().contains("bombed@golden.example"))
        .hasSizeBetween(1, 3);
  }

  /** Uses a refresh token again whose successor was used. */
  private static void replay(Http http, String credentials) {
    String first =
        http.post("/user/obtain_token/", credentials, "X-Forwarded-For", "192.0.2.2")
            .is(200)
            .member("refresh_token");
    String next = first;
    for (int i = 0; i < 2; i++) {
      next =
          http.post("/user/refresh_token/", "{\"refresh_token\":\"" + next + "\"}")
              .is(200)
              .member("refresh_token");
    }
    http.post("/user/refresh_token/", "{\"refresh_token\":\"" + first + "\"}").is(401);
  }

  /** Three at once, then one in 20 minutes: at most 6 an hour, whatever asks for them. */
  private static void bomb(Http http) {
    String address = "{\"email\":\"bomb@golden.example\"}";
    int accepted = 0;
    for (int i = 0; i < 60; i++) {
      String from = "198.51.100." + i;
      String path = i % 2 == 0 ? "/user/reset_password/" : "/user/send_verification/";
      accepted += http.post(path, address, "X-Forwarded-For", from).status() == 202 ? 1 : 0;
    }
    assertThat(accepted).isEqualTo(60);
    String count = "select count(*) from mails where recipient = 'bomb@golden.example'";
    assertThat(DATABASE.query(count)).containsExactly("3");
    DATABASE.execute(
        "update throttles set busy_until = busy_until - interval '1 hour'"
            + " where key like 'mail:%'");
    for (int i = 0; i < 60; i++) {
      http.post("/user/reset_password/", address, "X-Forwarded-For", "198.51.100." + i).is(202);
    }
    assertThat(DATABASE.query(count)).containsExactly("6");
    assertThatTheLastPlaceIsKeptForAReset(http);
    int refused = 0;
    for (int i = 0; i < 40; i++) {
      String other = "{\"email\":\"other" + i + "@golden.example\"}";
      refused +=
          http.post("/user/reset_password/", other, "X-Forwarded-For", "203.0.113.1").status()
                  == 429
              ? 1
              : 0;
    }
    assertThat(refused).isBetween(5, 10);
    Await.until(
        "the messages are settled",
        Duration.ofSeconds(20),
        () -> DATABASE.query("select id from mails where state = 'waiting'").isEmpty());
  }

  /** A stranger who asks for other messages does not keep the owner from a reset. */
  private static void assertThatTheLastPlaceIsKeptForAReset(Http http) {
    String address = "{\"email\":\"owner@golden.example\"}";
    for (int i = 0; i < 10; i++) {
      String from = "198.51.100." + i;
      http.post("/user/send_verification/", address, "X-Forwarded-For", from).is(202);
    }
    http.post("/user/reset_password/", address, "X-Forwarded-For", "192.0.2.9").is(202);
    assertThat(
            DATABASE.query(
                "select kind || ' ' || count(*) from mails"
                    + " where recipient = 'owner@golden.example' group by kind order by kind"))
        .containsExactly("reset 1", "verification 2");
  }
}
