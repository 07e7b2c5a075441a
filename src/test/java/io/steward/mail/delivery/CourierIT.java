package io.steward.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.api.json.Json;
import io.steward.mail.connection.SmtpLine;
import io.steward.mail.text.MailText;
import io.steward.testing.Await;
import io.steward.testing.Caller;
import io.steward.testing.Http;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.mail.ReceivedMail;
import io.steward.testing.mail.SmtpServer;
import io.steward.testing.mail.SmtpServer.Stage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The outbox is delivered by SMTP, whatever the mail server does. */
final class CourierIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static SmtpServer mail = SmtpServer.start();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(DATABASE, mail.settings());
  }

  @AfterAll
  static void stop() {
    server.close();
    mail.close();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static void post(String recipient, Map<String, String> details) {
    DATABASE.execute(
        """
        insert into mails (kind, recipient, language, ip, user_agent, details)
        values ('new_login', %s, 'de-AT, en;q=0.5', '192.0.2.7', 'curl/8.5', cast(%s as jsonb))
        """
            .formatted(
                quoted(recipient),
                quoted(new String(Json.write(details), StandardCharsets.UTF_8))));
  }

  private static void post(String recipient) {
    post(recipient, Map.of());
  }

  /** State, attempts and last error. */
  private static String row(String recipient) {
    return String.join(
        "",
        DATABASE.query(
            "select trim(concat_ws(' ', state, attempts, last_error)) from mails where recipient = "
                + quoted(recipient)));
  }

  private static void awaitRow(String recipient, String row) {
    Await.until(row, Duration.ofSeconds(20), () -> row(recipient).startsWith(row));
  }

  /** Lets the message be due now. */
  private static void hurry(String recipient) {
    DATABASE.execute(
        "update mails set next_attempt_at = now() where recipient = " + quoted(recipient));
  }

  @Test
  void a_message_arrives_as_text_and_html_in_the_language_of_the_reader() {
    post("ada@example.com", Map.of("name", "Ada <b> O'Neill & \"Söhne\""));
    ReceivedMail received = mail.await("ada@example.com");
    assertThat(received.from()).isEqualTo("accounts@steward.example");
    assertThat(received.to()).containsExactly("ada@example.com");
    assertThat(received.subject()).isEqualTo("Neue Anmeldung bei Portal");
    assertThat(received.header("From")).isEqualTo("Portal <accounts@steward.example>");
    assertThat(received.header("To")).isEqualTo("ada@example.com");
    assertThat(received.header("Auto-Submitted")).isEqualTo("auto-generated");
    assertThat(received.header("Date")).isNotEmpty();
    assertThat(received.header("Message-ID"))
        .isEqualTo("<%s@steward.example>".formatted(messageId("ada@example.com")));
    assertThat(received.plain())
        .startsWith("Guten Tag Ada <b> O'Neill & \"Söhne\",\n")
        .contains("IP-Adresse: 192.0.2.7\nGerät: curl\n");
    assertThat(received.html())
        .contains("<bdi>Ada &lt;b&gt; O&#39;Neill &amp; &quot;Söhne&quot;</bdi>,")
        .contains("<html lang=\"de\">");
    awaitRow("ada@example.com", "sent 1");
    assertThat(details("ada@example.com")).containsExactly("{}");
  }

  private static List<String> details(String recipient) {
    return DATABASE.query("select details from mails where recipient = " + quoted(recipient));
  }

  private static String messageId(String recipient) {
    return DATABASE
        .query("select message_id from mails where recipient = " + quoted(recipient))
        .get(0);
  }

  @Test
  void administrators_list_messages_and_see_why_one_failed() {
    Visitor staff = Visitor.arrive(DATABASE, new Caller(server));
    staff.set("is_staff = true, is_superuser = true");
    String token = staff.logIn().access();
    mail.script(Stage.RCPT, "550 5.1.1 nobody here");
    post("listed@example.com");
    awaitRow("listed@example.com", "failed 1 ");
    Http http = new Http(server.url(""));
    String list = "/admin/api/mail/?state=failed&kind=new_login&since=2020-01-01&until=2120-01-01";
    String body = http.get(list, "Authorization", "Bearer " + token).body();
    assertThat(body)
        .contains("\"recipient\":\"listed@example.com\"")
        .contains("\"last_error\":\"550 5.1.1 nobody here\"")
        .contains("\"attempts\":1")
        .contains(messageId("listed@example.com"));
    assertThat(http.get("/admin/api/mail/?user=9999999", "Authorization", "Bearer " + token).body())
        .contains("\"results\":[]");
    for (String query : List.of("state=x", "kind=x", "user=x", "since=x", "body=x")) {
      assertThat(http.get("/admin/api/mail/?" + query, "Authorization", "Bearer " + token).status())
          .isEqualTo(400);
    }
    assertThat(http.get("/health/ready").body())
        .matches("\\{\"status\":\"ready\",\"mail\":\\{\"waiting\":0,\"oldest_seconds\":0}}");
  }

  @Test
  void the_readiness_says_roughly_how_many_messages_wait() {
    String wait =
        """
        insert into mails (kind, recipient, created_at, next_attempt_at)
        select 'reset', 'waits@example.com', now() - interval '150 minutes', now() + interval '1 day'
        from generate_series(1, 250)
        """;
    DATABASE.execute(wait);
    awaitMail("{\"waiting\":200,\"oldest_seconds\":7200}");
    DATABASE.execute("delete from mails where recipient = 'waits@example.com'");
    awaitMail("{\"waiting\":0,\"oldest_seconds\":0}");
  }

  private static void awaitMail(String numbers) {
    Http http = new Http(server.url(""));
    String body = "{\"status\":\"ready\",\"mail\":%s}".formatted(numbers);
    Await.until(
        body, Duration.ofSeconds(60), () -> http.get("/health/ready").is(200).body().equals(body));
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL, 451 4.3.0 busy",
    "MAIL, 550 5.7.1 sender refused",
    "RCPT, 450 4.2.1 greylisted",
    "RCPT, 554 5.7.1 relaying denied",
    "DATA, 451 4.3.0 busy",
    "END, 452 4.3.1 full",
    "END, 554 5.6.0 refused",
  })
  void a_refused_message_waits_and_is_sent_again(Stage stage, String reply) {
    String recipient = reply.substring(0, 3) + stage + "@example.com";
    mail.script(stage, reply);
    post(recipient);
    awaitRow(recipient, "waiting 1 " + reply);
    assertThat(
            DATABASE.query(
                "select extract(epoch from next_attempt_at - now()) between 5 and 10 from mails"
                    + " where recipient = "
                    + quoted(recipient)))
        .containsExactly("t");
    hurry(recipient);
    mail.await(recipient);
    awaitRow(recipient, "sent 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"550 5.1.1 no such user", "553 not here"})
  void a_recipient_that_the_server_refuses_for_good_fails_at_once(String reply) {
    String recipient = reply.substring(0, 3) + "@example.com";
    mail.script(Stage.RCPT, reply);
    post(recipient);
    awaitRow(recipient, "failed 1 " + reply);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "MAIL, 0, [EOF]",
    "RCPT, 0, [EOF]",
    "DATA, 0, [EOF]",
    "END, 1, the mail server got the whole message but did not answer",
  })
  void a_message_is_sent_again_after_the_connection_broke(Stage stage, String unclear, String why) {
    String recipient = "broken." + stage + "@example.com";
    mail.script(stage, SmtpServer.CLOSE);
    post(recipient);
    awaitRow(recipient, "waiting 1 " + why);
    assertThat(unclear(recipient)).isEqualTo(unclear);
    hurry(recipient);
    ReceivedMail received = mail.await(recipient);
    assertThat(received.header("Message-ID")).contains(messageId(recipient));
  }

  private static String unclear(String recipient) {
    return DATABASE
        .query("select unclear_attempts from mails where recipient = " + quoted(recipient))
        .get(0);
  }

  @Test
  void a_message_that_may_have_arrived_is_sent_five_times_at_most() {
    String recipient = "unclear@example.com";
    mail.script(Stage.RCPT, "450 4.2.1 greylisted");
    post(recipient);
    awaitRow(recipient, "waiting 1 450");
    assertThat(unclear(recipient)).isEqualTo("0");
    DATABASE.execute(
        "update mails set unclear_attempts = 3 where recipient = " + quoted(recipient));
    mail.script(Stage.END, SmtpServer.CLOSE);
    hurry(recipient);
    awaitRow(recipient, "waiting 2 the mail server got the whole message but did not answer");
    assertThat(unclear(recipient)).isEqualTo("4");
    assertThat(
            DATABASE.query(
                "select extract(epoch from next_attempt_at - now()) between 9900 and 10000"
                    + " from mails where recipient = "
                    + quoted(recipient)))
        .containsExactly("t");
    mail.script(Stage.END, SmtpServer.CLOSE);
    hurry(recipient);
    awaitRow(
        recipient,
        "failed 3 given up after 5 unclear attempts: the mail server got the whole message but did"
            + " not answer, so it may have arrived: ");
    assertThat(details(recipient)).containsExactly("{}");
  }

  @Test
  void a_message_is_not_sent_again_after_nodes_ended_five_times_while_they_sent_it() {
    DATABASE.execute(
        """
        insert into mails (kind, recipient, attempts, unclear_attempts)
        values ('test', 'killed4@example.com', 4, 4), ('test', 'killed5@example.com', 5, 5)
        """);
    awaitRow(
        "killed5@example.com",
        "failed 6 given up after 5 unclear attempts: the nodes ended while they sent the message");
    mail.await("killed4@example.com");
    awaitRow("killed4@example.com", "sent 5");
    assertThat(mail.messages()).noneMatch(m -> m.to().contains("killed5@example.com"));
  }

  private static SmtpTransport transport(SmtpServer to, SmtpLine.Patience patience) {
    return new SmtpTransport(TestServer.settings(DATABASE.url(), to.settings()).mail(), patience);
  }

  private static MailTransport.Outgoing hello() {
    return new MailTransport.Outgoing(
        UUID.randomUUID(), "ada@example.com", new MailText("en", "Hi", "Hi", "Hi"));
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "GREETING, hang, UNREACHABLE",
    "RCPT, hang, BROKEN",
    "END, hang, UNCLEAR",
    "EHLO, trickle, UNREACHABLE",
    "RCPT, trickle, BROKEN",
    "END, trickle, UNCLEAR",
  })
  void a_server_that_never_ends_its_answer_is_left_after_a_while(
      Stage stage, String answer, DeliveryFault.Kind kind) {
    Duration brief = Duration.ofMillis(400);
    try (SmtpServer bad = SmtpServer.start()) {
      bad.script(stage, answer);
      SmtpTransport transport = transport(bad, new SmtpLine.Patience(brief, brief, brief));
      assertThatExceptionOfType(DeliveryFault.class)
          .isThrownBy(() -> transport.send(hello()))
          .satisfies(fault -> assertThat(fault.kind()).isEqualTo(kind));
      transport.close();
    }
  }

  @Test
  void a_server_may_check_a_message_longer_than_it_may_take_for_other_answers() throws Exception {
    Duration brief = Duration.ofMillis(400);
    try (SmtpServer slow = SmtpServer.start()) {
      slow.script(Stage.END, SmtpServer.SLOW + "250 2.0.0 checked");
      SmtpTransport transport =
          transport(slow, new SmtpLine.Patience(brief, brief, Duration.ofSeconds(20)));
      assertThat(transport.send(hello())).isEqualTo("250 2.0.0 checked");
      transport.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"MAIL, BROKEN", "RCPT, BROKEN", "DATA, BROKEN", "END, UNCLEAR"})
  void a_broken_connection_tells_whether_the_message_may_have_arrived(
      Stage stage, DeliveryFault.Kind kind) {
    try (SmtpServer bad = SmtpServer.start()) {
      bad.script(stage, SmtpServer.CLOSE);
      SmtpTransport transport = transport(bad, SmtpLine.Patience.USUAL);
      assertThatExceptionOfType(DeliveryFault.class)
          .isThrownBy(() -> transport.send(hello()))
          .satisfies(fault -> assertThat(fault.kind()).isEqualTo(kind))
          .satisfies(fault -> assertThat(fault.text()).endsWith("[EOF]"));
      transport.close();
    }
  }

  @Test
  void a_message_may_have_arrived_if_sending_fails_unexpectedly_after_its_text() {
    try (SmtpServer good = SmtpServer.start()) {
      // So long that it has no nanoseconds: the wait for the answer fails as it begins.
      Duration endless = Duration.ofDays(300 * 365);
      Duration brief = Duration.ofSeconds(2);
      SmtpTransport transport = transport(good, new SmtpLine.Patience(brief, brief, endless));
      assertThatExceptionOfType(DeliveryFault.class)
          .isThrownBy(() -> transport.send(hello()))
          .withCauseInstanceOf(ArithmeticException.class)
          .satisfies(fault -> assertThat(fault.kind()).isEqualTo(DeliveryFault.Kind.UNCLEAR));
    }
  }

  private static CompletableFuture<String> sending(SmtpTransport transport) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return transport.send(hello());
          } catch (DeliveryFault fault) {
            return fault.kind().name();
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "GREETING, UNREACHABLE",
    "EHLO, UNREACHABLE",
    "MAIL, BROKEN",
    "RCPT, BROKEN",
    "DATA, BROKEN"
  })
  void a_node_that_stops_does_not_wait_for_a_server_without_the_whole_message(
      Stage stage, String end) {
    try (SmtpServer silent = SmtpServer.start()) {
      silent.script(stage, SmtpServer.HANG);
      SmtpTransport transport = transport(silent, SmtpLine.Patience.USUAL);
      CompletableFuture<String> sending = sending(transport);
      silent.awaitUse(stage);
      transport.stopSending();
      assertThat(sending).succeedsWithin(Duration.ofSeconds(5)).isEqualTo(end);
      assertThat(sending(transport)).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("UNREACHABLE");
    }
  }

  @Test
  void a_node_that_stops_still_hears_the_answer_to_a_whole_message() {
    try (SmtpServer slow = SmtpServer.start()) {
      slow.script(Stage.END, SmtpServer.SLOW + "250 2.0.0 checked");
      SmtpTransport transport = transport(slow, SmtpLine.Patience.USUAL);
      CompletableFuture<String> sending = sending(transport);
      slow.awaitUse(Stage.END);
      transport.stopSending();
      assertThat(sending).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("250 2.0.0 checked");
      assertThat(sending(transport)).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("UNREACHABLE");
    }
  }

  @Test
  void a_node_that_stops_ends_also_if_the_server_never_answers_to_a_whole_message() {
    try (SmtpServer silent = SmtpServer.start()) {
      silent.script(Stage.END, SmtpServer.HANG);
      SmtpTransport transport = transport(silent, SmtpLine.Patience.USUAL);
      CompletableFuture<String> sending = sending(transport);
      silent.awaitUse(Stage.END);
      transport.stopSending();
      transport.cut();
      assertThat(sending).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("UNCLEAR");
    }
  }

  @Test
  void a_message_is_sent_once_although_its_row_is_locked_afterwards() throws SQLException {
    mail.script(Stage.END, SmtpServer.SLOW + "250 2.0.0 queued");
    post("locked@example.com");
    awaitRow("locked@example.com", "waiting 1");
    try (Connection other = DATABASE.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select id from mails where recipient = 'locked@example.com' for update");
      mail.await("locked@example.com");
      Await.until(
          "the courier waits",
          Duration.ofSeconds(10),
          () ->
              !DATABASE
                  .query(
                      "select 1 from pg_stat_activity where wait_event_type = 'Lock'"
                          + " and query like 'update mails set state%'")
                  .isEmpty());
      other.rollback();
    }
    awaitRow("locked@example.com", "sent 1");
    assertThat(mail.messages()).noneMatch(m -> m.to().contains("locked@example.com"));
  }

  @Test
  void old_messages_are_given_up_without_their_details() throws SQLException {
    DATABASE.execute(
        """
        insert into mails (kind, recipient, details, created_at, next_attempt_at)
        values ('test', 'old@example.com', '{"password": "x"}', now() - interval '4 days',
          now() + interval '1 day')
        """);
    try (Connection connection = DATABASE.connect()) {
      new DueMails(connection).giveUp();
    }
    assertThat(row("old@example.com")).isEqualTo("failed 0 not delivered within 3 days");
    assertThat(details("old@example.com")).containsExactly("{}");
  }

  @Test
  void the_courier_refuses_a_server_that_accepts_no_writes() throws SQLException {
    try (Connection connection = DATABASE.connect();
        Statement statement = connection.createStatement()) {
      new DueMails(connection).demandWrites();
      statement.execute("set default_transaction_read_only = on");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> new DueMails(connection).demandWrites())
          .withMessageContaining("accepts no writes");
    }
  }

  @Test
  void messages_wait_while_the_server_shuts_down() {
    mail.script(Stage.MAIL, "421 4.3.2 shutting down");
    mail.script(Stage.GREETING, "421 4.3.2 shutting down", "554 no service");
    post("closing@example.com");
    mail.await("closing@example.com");
    awaitRow("closing@example.com", "sent 1");
  }

  @Tag("long")
  @Test
  void messages_wait_while_no_server_answers() {
    int port = mail.port();
    mail.close();
    for (int i = 0; i < 20; i++) {
      post("down" + i + "@example.com");
    }
    Await.until(
        "the first attempt",
        Duration.ofSeconds(20),
        () -> DATABASE.query("select 1 from mails where last_error like '%connect%'").size() > 0);
    mail = SmtpServer.start(port);
    for (int i = 0; i < 20; i++) {
      mail.await("down" + i + "@example.com");
      awaitRow("down" + i + "@example.com", "sent 1");
    }
    assertThat(mail.messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ada <ada1@example.com>",
        "ada2@example.com\r\nBcc: eve@example.com",
        "ada3@example.com, eve@example.com",
        "ada4@example.com>\r\nRCPT TO:<eve@example.com",
        "ada5@example.com\nBcc: eve",
        "\"a\r\nb\"@example.com",
        "ada6@exam ple.com",
        "ada7@example.com;eve@example.com",
        "ädä@example.com",
        "@example.com",
        "ada",
      })
  void text_that_is_not_one_address_gets_no_mail(String recipient) {
    post(recipient);
    awaitRow(recipient, "failed 1 this is not one email address");
    assertThat(mail.messages()).noneMatch(m -> m.to().toString().contains("eve"));
  }

  @ParameterizedTest
  @CsvSource({
    "ada@bücher.example, ada@xn--bcher-kva.example",
    "ada@straße.de, ada@xn--strae-oqa.de",
    "'\"ada lovelace\"@example.com', '\"ada lovelace\"@example.com'",
    "o'neill+tag@example.com, o'neill+tag@example.com",
    "ada@[192.0.2.1], ada@[192.0.2.1]",
    "ada@[2001:db8::1], ada@[IPv6:2001:db8::1]",
  })
  void unusual_addresses_get_mail(String recipient, String envelope) {
    post(recipient);
    assertThat(mail.await(envelope).header("To").replaceAll("[<>]", "")).isEqualTo(envelope);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ada\r\nBcc: eve@example.com",
        "Ada\u2028Bcc: eve",
        "Ada\u0001\u0007",
        "Ada\u202eevol",
        "Ada\ud83d\ude00",
      })
  void names_cannot_add_headers_or_turn_the_text(String name) {
    String recipient = UUID.randomUUID() + "@example.com";
    post(recipient, Map.of("name", name));
    ReceivedMail received = mail.await(recipient);
    assertThat(received.source().split("\r\n\r\n", 2)[0]).doesNotContain("eve");
    assertThat(received.plain().lines().findFirst().orElse(""))
        .startsWith("Guten Tag ")
        .endsWith(",")
        .doesNotContain("\u202e")
        .doesNotContain("\u0007");
    assertThat(received.to()).isEqualTo(List.of(recipient));
  }
}
