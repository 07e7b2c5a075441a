package io.steward.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.Crowd;
import io.steward.testing.Http;
import io.steward.testing.LockedUser;
import io.steward.testing.ServerAnswer;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.mail.ReceivedMail;
import io.steward.testing.mail.SmtpServer;
import io.steward.testing.mail.SmtpServer.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for messages, whatever clients and mail servers do. */
final class MailRequestsIT {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private static TestServer server(SmtpServer mail, Map<String, String> further) {
    Map<String, String> settings = new HashMap<>(mail.settings());
    settings.putAll(further);
    return TestServer.start(DATABASE, settings);
  }

  private static String address(Visitor visitor) {
    return "{\"email\":\"" + visitor.email() + "\"}";
  }

  @Test
  void a_hundred_simultaneous_requests_for_an_address_cause_few_messages_and_delay_no_others()
      throws Exception {
    Map<String, String> throttled = Map.of("throttle", "on", "proxy.trusted", "127.0.0.1");
    try (SmtpServer mail = SmtpServer.start();
        TestServer server = server(mail, throttled)) {
      Http http = new Http(server.url(""));
      Visitor ada = Visitor.arrive(DATABASE, new Caller(server));
      Visitor eve = Visitor.arrive(DATABASE, new Caller(server));
      List<Callable<ServerAnswer>> calls = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String[] from = {"X-Forwarded-For", "198.51.100." + i};
        calls.add(() -> http.post("/user/reset_password/", address(ada), from));
      }
      String bearer = "Bearer " + eve.logIn().access();
      calls.add(() -> http.get("/user/update/", "Authorization", bearer));
      calls.add(() -> http.post("/user/reset_password/", address(eve)));
      List<ServerAnswer> answers = Crowd.call(calls);
      for (int i = 0; i < 100; i++) {
        assertThat(answers.get(i).is(202).body()).isEqualTo(answers.get(0).body());
      }
      answers.get(100).is(200);
      answers.get(101).is(202);
      mail.await(eve.email());
      assertThat(messages(ada)).isEqualTo(3);
    }
  }

  @Test
  void two_hundred_simultaneous_requests_for_an_address_hinder_nobody_else() throws Exception {
    Map<String, String> throttled = Map.of("throttle", "on", "proxy.trusted", "127.0.0.1");
    try (SmtpServer mail = SmtpServer.start();
        TestServer server = server(mail, throttled)) {
      Http http = new Http(server.url(""));
      Visitor ada = Visitor.arrive(DATABASE, new Caller(server));
      Visitor eve = Visitor.arrive(DATABASE, new Caller(server));
      String logIn =
          "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(eve.email(), Caller.PASSWORD);
      List<Callable<ServerAnswer>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String[] from = {"X-Forwarded-For", "198.51.100." + i};
        calls.add(() -> http.post("/user/reset_password/", address(ada), from));
      }
      calls.add(() -> http.post("/user/obtain_token/", logIn));
      List<Integer> statuses = Crowd.call(calls).stream().map(ServerAnswer::status).toList();
      assertThat(statuses.subList(0, 200)).contains(202).isSubsetOf(202, 503);
      assertThat(statuses.get(200)).as("the log-in of somebody else").isEqualTo(200);
      http.post("/user/reset_password/", address(eve)).is(202);
      assertThat(messages(ada)).isEqualTo(3);
    }
  }

  /** Otherwise, a flood of requests for one address would occupy all connections. */
  @Test
  void a_request_over_the_limit_of_an_address_waits_for_no_other() throws Exception {
    Map<String, String> throttled = Map.of("throttle", "on", "proxy.trusted", "127.0.0.1");
    try (SmtpServer mail = SmtpServer.start();
        TestServer server = server(mail, throttled)) {
      Http http = new Http(server.url(""));
      Visitor ada = Visitor.arrive(DATABASE, new Caller(server));
      DATABASE.execute("delete from throttles");
      for (int i = 0; i < 4; i++) {
        http.post("/user/reset_password/", address(ada)).is(202);
      }
      try (LockedUser other = LockedUser.of(DATABASE, ada.email())) {
        other.execute("select key from throttles where key like 'mail:%' for update");
        http.post("/user/reset_password/", address(ada)).is(202);
      }
      assertThat(messages(ada)).isEqualTo(3);
    }
  }

  private static int messages(Visitor visitor) {
    return DATABASE
        .query("select id from mails where recipient = '%s'".formatted(visitor.email()))
        .size();
  }

  @Test
  void a_mail_server_that_hangs_after_a_message_delays_no_answer() {
    try (SmtpServer mail = SmtpServer.start();
        TestServer server = server(mail, Map.of())) {
      Caller caller = new Caller(server);
      Visitor ada = Visitor.arrive(DATABASE, caller);
      mail.script(Stage.END, SmtpServer.HANG);
      caller.post("/user/reset_password/", address(ada)).assertStatus(202);
      mail.awaitUse(Stage.END);
      for (int i = 0; i < 20; i++) {
        caller.post("/user/reset_password/", address(ada)).assertStatus(202);
        caller.get("/health/ready").assertStatus(200);
      }
      Visitor.Pair pair = ada.logIn();
      caller.account(pair.access()).assertStatus(200);
      caller.register("while-it-hangs@golden.example", Caller.PASSWORD).assertStatus(201);
      assertThat(
              DATABASE.query(
                  "select distinct state from mails where recipient = '%s'".formatted(ada.email())))
          .as("nothing was sent meanwhile")
          .containsExactly("waiting");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: evil.example\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https",
        "Host: 127.0.0.1\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Port: 666",
        "Host: 127.0.0.1\r\nForwarded: host=evil.example;proto=https",
        "Host: 127.0.0.1\r\nReferer: https://evil.example/",
      })
  void a_forged_host_does_not_get_into_a_link(String headers) {
    try (SmtpServer mail = SmtpServer.start()) {
      Map<String, String> settings = new HashMap<>(mail.settings());
      settings.keySet().removeIf(key -> key.startsWith("mail.link."));
      settings.put("public.url", "https://accounts.example");
      settings.put("proxy.trusted", "127.0.0.1");
      try (TestServer server = TestServer.start(DATABASE, settings)) {
        Caller caller = new Caller(server);
        Visitor ada = Visitor.arrive(DATABASE, caller);
        String request =
            "POST /user/reset_password/ HTTP/1.1\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %s\r\nConnection: close\r\n\r\n%s";
        caller
            .raw(request.formatted(headers, address(ada).length(), address(ada)))
            .assertStatus(202);
        ReceivedMail message = mail.await(ada.email());
        assertThat(message.link()).startsWith("https://accounts.example/reset/?token=");
        assertThat(message.source()).doesNotContain("evil");
      }
    }
  }
}
