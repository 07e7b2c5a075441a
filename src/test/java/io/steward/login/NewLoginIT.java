package io.steward.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.testing.Caller;
import io.steward.testing.Folders;
import io.steward.testing.Http;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Visitor;
import io.steward.testing.mail.SmtpServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which log-ins the owner of an account hears of. The mail server is down, so messages stay. */
final class NewLoginIT {
  private static final String WINDOWS =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:%s.0) Gecko/20100101 Firefox/%1$s.0";
  private static final String FIREFOX = WINDOWS.formatted(140);
  private static final String LATER_FIREFOX = WINDOWS.formatted(147);
  private static final String IPHONE =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
          + " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";
  private static final String HOME = "192.0.2.1";
  private static final String OFFICE = "192.0.2.2";
  private static final String CAFE = "2001:db8::7";

  private static final TestDatabase DATABASE = TestDatabase.create();
  @AutoClose private static final TestServer server = TestServer.start(DATABASE, settings());
  private static final Caller caller = new Caller(server);

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(SmtpServer.settings(Folders.freePort()));
    settings.put("mail.notices", "new_login");
    settings.put("throttle", "on");
    settings.put("proxy.trusted", "127.0.0.1");
    return settings;
  }

  private static Visitor verified() {
    Visitor ada = Visitor.arrive(DATABASE, caller);
    ada.set("email_verified_at = now()");
    return ada;
  }

  private static String logIn(String email, String from, String device) {
    String[] headers = {"X-Forwarded-For", from, "User-Agent", device};
    return new Http(server.url(""))
        .post("/user/obtain_token/", credentials(email), headers)
        .is(200)
        .member("token");
  }

  private static String credentials(String email) {
    return "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, Caller.PASSWORD);
  }

  /** Logs in; returns how many messages this caused. */
  private static int told(Visitor ada, String from, String device) {
    int before = messages(ada.email());
    logIn(ada.email(), from, device);
    return messages(ada.email()) - before;
  }

  private static int messages(String email) {
    return DATABASE
        .query("select id from mails where kind = 'new_login' and recipient = '" + email + "'")
        .size();
  }

  private static List<String> devices(Visitor ada) {
    return DATABASE.query(
        "select device from known_devices where user_id = %s order by device".formatted(ada.id()));
  }

  @Test
  void a_log_in_from_a_new_network_or_device_causes_one_message() {
    Visitor ada = verified();
    assertThat(told(ada, HOME, FIREFOX)).as("the first log-in").isZero();
    assertThat(told(ada, HOME, LATER_FIREFOX)).as("the same browser").isZero();
    assertThat(told(ada, HOME, IPHONE)).as("a new device").isEqualTo(1);
    assertThat(told(ada, OFFICE, FIREFOX)).as("a new network").isEqualTo(1);
    assertThat(told(ada, CAFE, "curl/8.5.0")).as("both").isEqualTo(1);
    assertThat(told(ada, CAFE, "curl/8.6.0")).as("both again").isZero();
    assertThat(told(ada, OFFICE, IPHONE)).as("each known by itself").isZero();
    assertThat(told(ada, HOME, "")).as("another program").isZero();
    assertThat(devices(ada)).containsExactly("Firefox, Windows", "Safari, iPhone", "other");
  }

  @Test
  void twenty_log_ins_with_as_many_programs_count_as_one_device() {
    Visitor ada = verified();
    logIn(ada.email(), HOME, FIREFOX);
    for (int i = 0; i < 20; i++) {
      logIn(ada.email(), HOME, "Thief-" + i + "/1.0");
    }
    assertThat(devices(ada)).containsExactly("Firefox, Windows", "other");
    assertThat(messages(ada.email())).isEqualTo(1);
  }

  @Test
  void twenty_log_ins_from_as_many_networks_cause_three_messages() {
    Visitor ada = verified();
    Visitor eve = verified();
    logIn(ada.email(), HOME, FIREFOX);
    logIn(eve.email(), HOME, FIREFOX);
    for (int i = 0; i < 20; i++) {
      logIn(ada.email(), "198.51.100." + i, "Thief-" + i + "/1.0");
    }
    assertThat(messages(ada.email())).isEqualTo(3);
    assertThat(told(eve, OFFICE, FIREFOX)).as("another account").isEqualTo(1);
  }

  @Test
  void a_log_in_from_a_known_network_with_a_known_device_locks_neither() throws SQLException {
    Visitor ada = verified();
    logIn(ada.email(), HOME, FIREFOX);
    try (Connection other = DATABASE.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      for (String table : List.of("known_networks", "known_devices")) {
        statement.execute("select from " + table + " where user_id = " + ada.id() + " for update");
      }
      logIn(ada.email(), HOME, FIREFOX);
    }
  }

  @Test
  void the_first_log_in_after_a_registration_elsewhere_causes_no_message() {
    String email = "first@golden.example";
    new Http(server.url(""))
        .post("/user/create/", credentials(email), "X-Forwarded-For", OFFICE, "User-Agent", "app/1")
        .is(201);
    DATABASE.execute("update users set email_verified_at = now() where email = '" + email + "'");
    logIn(email, HOME, FIREFOX);
    assertThat(messages(email)).isZero();
    logIn(email, CAFE, FIREFOX);
    assertThat(messages(email)).isEqualTo(1);
  }

  @Test
  void an_account_without_known_devices_does_not_hear_of_its_next_device() {
    Visitor imported = verified();
    imported.set("last_login = now() - interval '1 day'");
    assertThat(told(imported, HOME, FIREFOX)).as("imported").isZero();
    DATABASE.execute("delete from known_devices where user_id = " + imported.id());
    assertThat(told(imported, HOME, IPHONE)).as("networks are known from before").isZero();
    assertThat(told(imported, HOME, FIREFOX)).isEqualTo(1);
  }

  @Test
  void a_new_password_forgets_all_other_devices() {
    Visitor ada = verified();
    logIn(ada.email(), HOME, "thief/1.0");
    String access = logIn(ada.email(), HOME, FIREFOX);
    String change =
        "{\"current_password\":\"%s\",\"new_password\":\"another horse battery staple\"}"
            .formatted(Caller.PASSWORD);
    new Http(server.url(""))
        .post(
            "/user/change_password/",
            change,
            "Authorization",
            "Bearer " + access,
            "X-Forwarded-For",
            HOME,
            "User-Agent",
            FIREFOX)
        .is(200);
    assertThat(devices(ada)).containsExactly("Firefox, Windows");
  }
}
