package io.steward.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.steward.database.Database;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.TestTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PermissionsIT {
  private static final TestDatabase DATABASE = TestDatabase.create();
  private static final Duration LONG = Duration.ofHours(1);
  private static final String CODE = "users.view_user";

  private final Permissions permissions = new Permissions(LONG);

  @BeforeAll
  static void fill() {
    try (Database opened = new Database(TestServer.settings(DATABASE.url(), Map.of()).database())) {
      opened.server().migrate();
    }
    DATABASE.execute(
        """
        insert into users (email, password, is_active, is_superuser) values
          ('direct@x', '', true, false), ('boss@x', '', true, true),
          ('gone@x', '', false, true), ('inactive@x', '', false, false);
        insert into groups (name) values ('viewers'), ('others');
        insert into group_permissions select g.id, p.id from groups g, permissions p
          where g.name = 'viewers' and p.code = 'users.view_user';
        insert into user_permissions select u.id, p.id from users u, permissions p
          where u.email in ('direct@x', 'inactive@x') and p.code = 'users.view_user'
        """);
  }

  private static long id(String email) {
    return Long.parseLong(
        DATABASE.query("select id from users where email = '" + email + "'").get(0));
  }

  private Permissions known() throws SQLException {
    try (Connection connection = DATABASE.connect()) {
      permissions.read(connection);
    }
    return permissions;
  }

  @Test
  void permissions_come_from_a_group_or_from_the_user() throws SQLException {
    Permissions known = known();
    assertThat(known.has(TestTokens.of(4711, Set.of("others", "viewers")), CODE)).isTrue();
    assertThat(known.has(TestTokens.of(4711, Set.of("others")), CODE)).isFalse();
    assertThat(known.has(TestTokens.of(4711, Set.of("viewers")), "users.add_user")).isFalse();
    assertThat(known.has(TestTokens.of(id("direct@x"), Set.of()), CODE)).isTrue();
    assertThat(known.has(TestTokens.of(id("direct@x"), Set.of()), "users.add_user")).isFalse();
  }

  @Test
  void a_superuser_has_all_permissions_and_an_inactive_user_has_no_permission()
      throws SQLException {
    Permissions known = known();
    assertThat(known.has(TestTokens.of(id("boss@x"), Set.of()), "what.ever")).isTrue();
    assertThat(known.has(TestTokens.of(id("gone@x"), Set.of()), CODE)).isFalse();
    assertThat(known.has(TestTokens.of(id("inactive@x"), Set.of()), CODE)).isFalse();
  }

  @Test
  void a_token_that_is_older_than_the_user_has_no_rights_of_the_user() throws SQLException {
    Permissions known = known();
    Instant before = Instant.now().minusSeconds(60);
    for (String email : List.of("direct@x", "boss@x")) {
      assertThat(known.has(TestTokens.of(id(email), Set.of(), before), CODE)).isFalse();
    }
    DATABASE.execute("update users set date_joined = now() + interval '1 day'");
    assertThat(known().has(TestTokens.of(id("boss@x"), Set.of(), before), CODE)).isTrue();
    DATABASE.execute("update users set date_joined = now() - interval '1 s'");
  }

  @Test
  void a_group_with_the_name_of_a_user_id_does_not_affect_that_user() throws SQLException {
    DATABASE.execute(
        String.format(Locale.ROOT, "insert into groups (name) values ('%d')", id("boss@x")));
    assertThat(known().has(TestTokens.of(4711, Set.of(String.valueOf(id("boss@x")))), CODE))
        .isFalse();
  }

  @Test
  void permissions_are_unknown_before_the_first_read_and_if_the_last_is_too_old()
      throws SQLException {
    assertUndecided(permissions);
    Permissions stale = new Permissions(Duration.ZERO);
    try (Connection connection = DATABASE.connect()) {
      stale.read(connection);
    }
    assertUndecided(stale);
  }

  private static void assertUndecided(Permissions permissions) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> permissions.has(TestTokens.of(id("boss@x"), Set.of("viewers")), CODE))
        .matches(refusal -> refusal.type() == ProblemType.UNDECIDED);
  }
}
