package io.steward.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.steward.credential.notice.Notices;
import io.steward.database.Database;
import io.steward.mail.Outbox;
import io.steward.password.Decoys;
import io.steward.password.Password;
import io.steward.password.Passwords;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.session.Grants;
import io.steward.session.SessionTransactions;
import io.steward.settings.Settings;
import io.steward.testing.Caller;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import io.steward.throttle.Throttle;
import io.steward.token.issue.AccessTokenIssuer;
import io.steward.token.issue.RefreshTokens;
import io.steward.token.key.KeyRing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every log-in computes a hash, so its time does not reveal whether the account exists. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LoginCostIT {
  private static final Passwords WITHOUT_A_PERMIT = new Passwords(0, Duration.ZERO);

  private final TestDatabase postgres = TestDatabase.create();
  private final Settings settings = TestServer.settings(postgres.url(), Map.of());
  @AutoClose private final Database database = new Database(settings.database());
  private final KeyRing keys = TestTokens.keys(settings.jwt(), Clock.systemUTC());
  private final Login login = login(WITHOUT_A_PERMIT);

  private Login login(Passwords passwords) {
    Throttle throttle = new Throttle(database, settings.throttle());
    return new Login(
        new SessionTransactions(settings, database, TestTokens.noRevocations()),
        throttle,
        passwords,
        new Grants(
            settings.session(),
            new AccessTokenIssuer(settings.jwt(), keys, Clock.systemUTC()),
            new RefreshTokens(keys, Clock.systemUTC()),
            TestTokens.reference(Clock.systemUTC())),
        new Admission(settings.web(), new Notices(new Outbox(settings.mail()), throttle)));
  }

  @BeforeAll
  void connect() {
    database.server().migrate();
    database.connect();
    String hash = new Passwords().hash(new Password(Caller.PASSWORD)).encoded();
    user("known@golden.example", hash, true);
    user("inactive@golden.example", hash, false);
    user("unusable@golden.example", Passwords.unusable().encoded(), true);
    user("malformed@golden.example", "pbkdf2_sha256$x$a$b", true);
    user("empty@golden.example", "", true);
  }

  private void user(String email, String encoded, boolean isActive) {
    postgres.execute(
        "insert into users (email, password, is_active) values ('%s', '%s', %s)"
            .formatted(email, encoded, isActive));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "known@golden.example",
        "unknown@golden.example",
        "inactive@golden.example",
        "unusable@golden.example",
        "malformed@golden.example",
        "empty@golden.example",
        "no address at all",
        "@",
        " "
      })
  void every_log_in_costs_a_hash(String email) {
    assertThat(refusal(email, Caller.PASSWORD)).isEqualTo(ProblemType.BUSY);
    assertThat(refusal(email, "x".repeat(256))).isEqualTo(ProblemType.BUSY);
  }

  @Test
  void a_password_beyond_the_length_limit_costs_no_hash() {
    for (String email : new String[] {"known@golden.example", "unknown@golden.example"}) {
      assertThat(refusal(email, "x".repeat(257))).isEqualTo(ProblemType.INVALID_CREDENTIALS);
    }
  }

  @Test
  void only_unknown_addresses_get_the_cost_of_another_account() {
    List<String> asked = new ArrayList<>();
    Login recorded = login(new Passwords(new Decoys(account -> asked.add(account) ? 0 : 1)));
    for (String email : new String[] {"known@golden.example", "Unknown@golden.example"}) {
      assertThat(
              catchThrowableOfType(
                      ProblemException.class,
                      () -> recorded.login(email, new Password("wrong"), ""))
                  .type())
          .isEqualTo(ProblemType.INVALID_CREDENTIALS);
    }
    assertThat(asked).containsExactly("unknown@golden.example");
  }

  private ProblemType refusal(String email, String password) {
    return catchThrowableOfType(
            ProblemException.class, () -> login.login(email, new Password(password), ""))
        .type();
  }
}
