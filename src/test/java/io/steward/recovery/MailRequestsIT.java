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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for messages, whatever clients and mail servers do. */
final class MailRequestsIT {
  private static final TestDatabase DATABASE = TestDatabase.create();

  private static final Map<String, String> THROTTLED =
      Map.of("throttle", "on", "proxy.trusted", "127.0.0.1");

  private static TestServer server(SmtpServer mail, Map<String, String> further) {
    Map<String, String> settings = new HashMap<>(mail.settings());
    settings.putAll(further);
    return TestServer.start(DATABASE, settings);
  }

  private static String address(Visitor visitor) {
    return "{\"email\":\"" + visitor.email() + "\"}";
  }

  @Test
  void thirty_simultaneous_requests_for_an_address_cause_few_messages_and_delay_no_others()
      throws Exception {
    try (SmtpServer mail = SmtpServer.start();
        TestServer server = server(mail, THROTTLED)) {
      Http http = new Http(server.url(""));
      Visitor ada = Visitor.arrive(DATABASE, new Caller(server));
      Visitor eve = Visitor.arrive(DATABASE, new Caller(server));
      List<Callable<ServerAnswer>> calls = new ArrayList<>(requests(http, ada, 30));
      String bearer = "Bearer " + eve.logIn().access();
      calls.add(() -> http.get("/user/update/", "Authorization", bearer));
      calls.add(() -> http.post("/user/reset_password/", address(eve)));
      List<ServerAnswer> answers = Crowd.call(calls);
      for (int i = 0; i < 30; i++) {
        assertThat(answers.get(i).is(202).body()).isEqualTo(answers.get(0).body());
      }
      answers.get(30).is(200);
      answers.get(31).is(202);
      mail.await(eve.email());
      assertThat(messages(ada)).isEqualTo(3);
    }
  }

  private static List<Callable<ServerAnswer>> requests(Http http, Visitor visitor, int number) {
    List<Callable<ServerAnswer>> calls = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      String[] from = {"X-Forwarded-For", "198.51.100." + i};
      calls.add(() -> http.post("/user/reset_password/", address(visitor), from));
    }
    return calls;
  }

  /** 3 of 60 requests have a turn and 30 wait, as long as another transaction holds the count. */
  @Test
  void a_flood_of_requests_for_an_address_is_refused_and_hinders_nobody_else() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(60);
    try (SmtpServer mail = SmtpServer.start();
        TestServer server = server(mail, THROTTLED)) {
      Http http = new Http(server.url(""));
      Visitor ada = Visitor.arrive(DATABASE, new Caller(server));
      Visitor eve = Visitor.arrive(DATABASE, new Caller(server));
      DATABASE.execute("delete from throttles");
      http.post("/user/reset_password/", address(ada)).is(202);
      CompletionService<ServerAnswer> answers = new ExecutorCompletionService<>(threads);
      List<Future<ServerAnswer>> all = new ArrayList<>();
      try (LockedUser other = LockedUser.of(DATABASE, ada.email())) {
        other.execute("select key from throttles where key like 'mail:%' for update");
        requests(http, ada, 60).forEach(call -> all.add(answers.submit(call)));
        String detail = "";
        for (int i = 0; i < 60 && !detail.startsWith("Too many messages"); i++) {
          detail = answers.take().get().isProblem(503).member("detail");
        }
        assertThat(detail).isEqualTo("Too many messages are requested at once; retry shortly.");
        assertThat(eve.logIn().access()).isNotEmpty();
      }
      for (Future<ServerAnswer> answer : all) {
        assertThat(answer.get().status()).isIn(202, 503);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Otherwise, one network that is long over its limit would take all turns. */
  @Test
  void a_network_over_its_limit_is_refused_before_it_waits() throws Exception {
    Map<String, String> settings = new HashMap<>(THROTTLED);
    settings.put("throttle.mail_network", "1/3600");
    settings.put("database.pool_size", "3");
    try (SmtpServer mail = SmtpServer.start();
        TestServer server = server(mail, settings)) {
      Http http = new Http(server.url(""));
      Visitor ada = Visitor.arrive(DATABASE, new Caller(server));
      Visitor eve = Visitor.arrive(DATABASE, new Caller(server));
      DATABASE.execute("delete from throttles");
      String[] from = {"X-Forwarded-For", "198.51.100.1"};
      http.post("/user/reset_password/", address(ada), from).is(202);
      try (LockedUser other = LockedUser.of(DATABASE, ada.email())) {
        other.execute("select key from throttles where key like 'mail:%' for update");
        CompletableFuture<ServerAnswer> turn =
            other.blocks(() -> http.post("/user/reset_password/", address(ada)));
        http.post("/user/reset_password/", address(eve), from).isProblem(429);
        other.release();
        turn.get().is(202);
      }
    }
  }

  /** Otherwise, a flood of requests for one address would occupy all connections. */
  @Test
  void a_request_over_the_limit_of_an_address_waits_for_no_other() throws Exception {
    try (SmtpServer mail = SmtpServer.start();
        TestServer server = server(mail, THROTTLED)) {
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
