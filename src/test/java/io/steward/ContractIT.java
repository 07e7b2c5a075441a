package io.steward;

import io.steward.password.Password;
import io.steward.password.Passwords;
import io.steward.testing.Caller;
import io.steward.testing.Case;
import io.steward.testing.Placeholders;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.Trial;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The behaviour that clients of the Django system rely on, except for intended differences. */
final class ContractIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final String HASH = new Passwords().hash(new Password(Caller.PASSWORD)).encoded();
  @AutoClose private static final TestServer server = TestServer.start(DATABASE);
  private static int accounts;

  @TestFactory
  Stream<DynamicTest> registration_accepts() {
    return table("create-accepted.txt");
  }

  @TestFactory
  Stream<DynamicTest> registration_refuses() {
    return table("create-refused.txt");
  }

  @TestFactory
  Stream<DynamicTest> log_in() {
    return table("obtain-token.txt");
  }

  @TestFactory
  Stream<DynamicTest> reading_the_account() {
    return table("get-update.txt");
  }

  @TestFactory
  Stream<DynamicTest> changing_the_account() {
    return table("put-update.txt");
  }

  @TestFactory
  Stream<DynamicTest> verifying_a_token() {
    return table("verify-token.txt");
  }

  @TestFactory
  Stream<DynamicTest> refreshing() {
    return table("refresh-token.txt");
  }

  @TestFactory
  Stream<DynamicTest> logging_out() {
    return table("revoke-token.txt");
  }

  @TestFactory
  Stream<DynamicTest> changing_the_password() {
    return table("change-password.txt");
  }

  @TestFactory
  Stream<DynamicTest> listing_and_ending_sessions() {
    return table("sessions.txt");
  }

  @TestFactory
  Stream<DynamicTest> the_paths_of_drf_jwt_are_not_there() {
    return table("drf-jwt.txt");
  }

  private static Stream<DynamicTest> table(String name) {
    Caller caller = new Caller(server);
    return Case.table(name).stream()
        .map(
            it ->
                DynamicTest.dynamicTest(
                    it.toString(), () -> new Trial(it, DATABASE, caller, account()).run()));
  }

  /** Adds a user Ada Lovelace with a new email address and one session. */
  private static Placeholders account() {
    String email = "ada-" + accounts++ + "@golden.example";
    String insert =
        "insert into users (email, first_name, last_name, password, date_joined) values ('%s',"
            + " 'Ada', 'Lovelace', '%s', now() - interval '55 minutes') returning id";
    Placeholders account =
        new Placeholders(DATABASE.query(insert.formatted(email, HASH)).get(0), email);
    DATABASE.execute(
        account.fill(
            "insert into sessions (id, user_id, key_id, expires_at, ip, user_agent) values"
                + " ('{{sid}}', {{id}}, '{{kid}}', now() + interval '7 days', '192.0.2.7',"
                + " 'Firefox')"));
    return account;
  }
}
