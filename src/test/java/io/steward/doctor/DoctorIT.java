package io.steward.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.database.Table;
import io.steward.doctor.Finding.Level;
import io.steward.settings.Settings;
import io.steward.testing.PortalCookies;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import io.steward.testing.mail.SmtpServer;
import io.steward.token.key.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The findings for installations with one fault each. */
final class DoctorIT {
  private static final Clock CLOCK = Clock.systemUTC();

  private final TestDatabase database = TestDatabase.create();

  @BeforeEach
  void migrate() {
    database.migrate();
  }

  private Settings settings(Map<String, String> further) {
    return TestServer.settings(database.url(), further);
  }

  private List<Finding> around(Map<String, String> further) {
    Settings settings = settings(further);
    try (Keys keys = new Keys(settings.jwt(), CLOCK)) {
      return new Doctor(settings, keys.ring(), CLOCK).examine("a container");
    }
  }

  private List<Finding> inside(Map<String, String> further, Clock clock, String url, int hashes) {
    Settings settings = settings(further);
    try (Keys keys = new Keys(settings.jwt(), CLOCK);
        Connection connection = DriverManager.getConnection(url)) {
      return new Doctor(settings, keys.ring(), clock).examine(connection, hashes);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Finding> inside() {
    return inside(Map.of(), CLOCK, database.url(), 2);
  }

  private static void assertSays(List<Finding> findings, Level level, String text) {
    assertThat(findings).anyMatch(f -> f.level() == level && f.text().contains(text));
  }

  private List<Finding> mended() {
    try (Connection connection = DriverManager.getConnection(database.url())) {
      return StoredRows.mend(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Finding> addresses(String url) {
    try (Connection connection = DriverManager.getConnection(url)) {
      return StoredRows.addresses(connection);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Finding> addresses() {
    return addresses(database.url());
  }

  @Test
  void a_sequence_behind_its_table_is_found_and_moved_on() {
    assertThat(inside()).noneMatch(f -> f.text().startsWith("Sequence"));
    database.execute(
        "insert into users (id, email, password) overriding system value"
            + " values (1, 'a@golden.example', 'x'), (7, 'b@golden.example', 'x')");
    database.execute("insert into groups (id, name) overriding system value values (3, 'g')");
    assertSays(
        inside(), Level.ADVICE, "users_id_seq is behind the greatest users.id, 7: run migrate");
    assertSays(inside(), Level.ADVICE, "groups_id_seq is behind the greatest groups.id, 3");
    assertSays(mended(), Level.GOOD, "moved public.users_id_seq past the greatest users.id, 7");
    assertThat(inside()).noneMatch(f -> f.text().startsWith("Sequence"));
    assertThat(mended()).isEmpty();
    database.execute("insert into users (email, password) values ('c@golden.example', 'x')");
    assertThat(database.query("select id from users where email = 'c@golden.example'"))
        .containsExactly("8");
  }

  @Test
  void each_address_that_is_not_canonical_is_found_with_its_remedy() {
    database.execute(
        "insert into users (email, password) values ('q@EXÄMPLE.example', 'x'),"
            + " ('o''neill@Golden.example', 'x'), ('x@xn--mnchen.example', 'x'),"
            + " ('Good@münchen.example', 'x'), ('\"xn--\"@golden.example', 'x')");
    for (List<Finding> findings : List.of(addresses(), mended(), addresses())) {
      assertThat(findings.stream().filter(f -> f.text().startsWith("Address")).map(Finding::text))
          .containsExactlyInAnyOrder(
              "Address: q@EXÄMPLE.example of user 1 is not canonical:"
                  + " update users set email = 'q@exämple.example' where id = 1;",
              "Address: o'neill@Golden.example of user 2 is not canonical:"
                  + " update users set email = 'o''neill@golden.example' where id = 2;",
              "Address: x@xn--mnchen.example of user 3 is not valid; the user can log in with"
                  + " exactly this text: correct it by SQL");
    }
    database.execute("update users set email = 'q@exämple.example' where id = 1");
    assertThat(addresses()).noneMatch(f -> f.text().contains("user 1 "));
  }

  @Test
  void users_with_one_address_are_found() {
    database.execute(
        "insert into users (email, password) values ('p@xn--mnchen-3ya.example', 'x'),"
            + " ('P@münchen.example', 'x'), ('w@EXAMPLE.example ', 'x'),"
            + " ('w@example.example', 'x')");
    for (List<Finding> findings : List.of(addresses(), mended(), addresses())) {
      assertSays(
          findings,
          Level.ADVICE,
          "p@münchen.example is the address of the users 1 (p@xn--mnchen-3ya.example),"
              + " 2 (P@münchen.example): change or delete all but one");
      assertSays(findings, Level.ADVICE, "w@example.example is the address of the users 3 ");
    }
  }

  @Test
  void many_odd_addresses_are_counted() {
    database.execute(
        "insert into users (email, password) select n || '@EXÄMPLE.example', 'x'"
            + " from generate_series(1, 1500) n");
    assertSays(mended(), Level.ADVICE, "Addresses: 1400 more");
  }

  @Test
  void a_database_without_tables_has_no_odd_rows() {
    String empty = TestDatabase.create().url();
    assertThat(addresses(empty)).isEmpty();
    assertThat(inside(Map.of(), CLOCK, empty, 2)).noneMatch(f -> f.text().startsWith("Sequence"));
  }

  @Test
  void a_small_clock_difference_is_advice_and_a_large_one_a_fault() {
    assertSays(inside(), Level.GOOD, "Clock: ");
    assertSays(off(2), Level.ADVICE, "Clock: ");
    assertSays(off(-2), Level.ADVICE, "ms behind the database's clock");
    assertSays(off(90), Level.FAULT, "Clock: ");
    assertSays(off(-90), Level.FAULT, "ms behind the database's clock");
  }

  private List<Finding> off(int seconds) {
    Clock clock = Clock.offset(CLOCK, Duration.ofSeconds(seconds));
    return inside(Map.of(), clock, database.url(), 2);
  }

  @Test
  void a_superuser_as_database_role_leads_to_advice() {
    String superuser = database.url().replace("user=steward", "user=postgres");
    assertSays(
        inside(Map.of(), CLOCK, superuser, 2), Level.ADVICE, "Role: postgres is a superuser");
    assertThat(inside()).noneMatch(finding -> finding.text().startsWith("Role:"));
  }

  @Test
  void an_unencrypted_connection_leads_to_advice_even_for_a_superuser() {
    String advice = "Connection: not encrypted";
    assertThat(inside()).noneMatch(finding -> finding.text().startsWith(advice));
    // The test server is on this machine, so a function of the same name hides its address.
    database.execute(
        "create schema remote; grant usage on schema remote to public; create function"
            + " remote.inet_server_addr() returns inet language sql as $$select inet '192.0.2.1'$$");
    String remote = database.url() + "&options=-c%20search_path=remote,pg_catalog,public";
    assertSays(inside(Map.of(), CLOCK, remote, 2), Level.ADVICE, advice);
    List<Finding> ofSuperuser =
        inside(Map.of(), CLOCK, remote.replace("user=steward", "user=postgres"), 2);
    assertSays(ofSuperuser, Level.ADVICE, "Role: postgres is a superuser");
    assertSays(ofSuperuser, Level.ADVICE, advice);
  }

  @Test
  void a_missing_database_privilege_is_a_fault() {
    assertThat(inside()).noneMatch(finding -> finding.level() == Level.FAULT);
    database.execute("revoke insert on audit from steward");
    database.execute("revoke delete, update on users from steward");
    assertSays(
        inside(), Level.FAULT, "lacks insert on audit, delete on users, update on users: grant it");
  }

  @Test
  void row_level_security_without_a_policy_is_a_fault() {
    database.execute(
        "alter table users enable row level security; alter table users force row level security");
    assertSays(inside(), Level.FAULT, "row-level security hides all rows of users from the role");
    database.execute("create policy everyone on users using (true)");
    assertThat(inside()).noneMatch(finding -> finding.level() == Level.FAULT);
  }

  @Test
  void the_privileges_on_every_table_of_the_schema_are_examined() {
    List<String> stored =
        database.query(
            """
            select relname from pg_class where relnamespace = 'public'::regnamespace
              and relkind in ('r', 'p') and not relispartition and relname <> 'flyway_schema_history'
            """);
    assertThat(Doctor.TABLES).extracting(Table::name).containsExactlyInAnyOrderElementsOf(stored);
  }

  @Test
  void a_pool_too_small_for_the_hashes_or_too_large_for_the_server_is_reported() {
    assertSays(inside(), Level.GOOD, "Pool: 10 connections for 2 password hashes at once");
    assertSays(
        inside(Map.of("database.pool_size", "1"), CLOCK, database.url(), 2),
        Level.ADVICE,
        "raise STEWARD_DATABASE_POOL_SIZE");
    assertSays(
        inside(Map.of("database.pool_size", "200"), CLOCK, database.url(), 2),
        Level.ADVICE,
        "raise its max_connections");
  }

  @Test
  void a_database_server_that_may_lose_commits_is_reported() {
    assertSays(inside(), Level.ADVICE, "Durability: ");
  }

  @Test
  void where_people_sign_in_is_reported_with_the_portals() {
    assertSays(around(Map.of()), Level.GOOD, "Pages: STEWARD_PUBLIC_URL is not set");
    Map<String, String> portals =
        Map.of("public.url", "https://accounts.example.com", "portal.domain", "example.com");
    assertSays(around(portals), Level.GOOD, "people sign in at https://accounts.example.com/");
    assertSays(
        around(portals),
        Level.GOOD,
        "Portals: hosts of example.com; with the filter jar alone, because STEWARD_AUTHZ_RULES");
    assertThat(around(Map.of())).noneMatch(f -> f.text().startsWith("Portals"));
    assertThat(around(PortalCookies.settings(Path.of("rules.txt"))))
        .anyMatch(f -> f.text().equals("Portals: hosts of example.com, wiki.other.org"));
  }

  @Test
  void the_mode_of_registration_is_reported() {
    assertSays(around(Map.of()), Level.GOOD, "Registration: open; anyone may create an account");
    Map<String, String> mail = SmtpServer.settings(25);
    assertSays(
        around(with(mail, "verified", "off")),
        Level.GOOD,
        "Registration: open; a log-in needs a verified address");
    assertSays(
        around(with(mail, "verified", "on")),
        Level.GOOD,
        "needs a verified address; answers do not show which addresses have an account");
    assertSays(
        around(with(Map.of(), "approved", "off")),
        Level.GOOD,
        "Registration: open; the first log-in needs an administrator's approval");
    assertSays(
        around(with(mail, "invited", "off")), Level.GOOD, "Registration: only by invitation");
    assertSays(
        around(with(Map.of(), "invited", "off")),
        Level.ADVICE,
        "only by invitation, but no invitation can be sent: set STEWARD_MAIL_HOST");
    assertSays(
        around(with(Map.of(), "closed", "off")),
        Level.GOOD,
        "Registration: closed; only administrators and commands create accounts");
  }

  private static Map<String, String> with(
      Map<String, String> mail, String registration, String conceals) {
    Map<String, String> settings = new HashMap<>(mail);
    settings.put("registration", registration);
    settings.put("registration.conceal", conceals);
    return settings;
  }

  @Test
  void other_origins_whose_pages_may_use_the_api_are_reported() {
    assertSays(around(Map.of()), Level.GOOD, "Origins: pages of other origins may not use the API");
    assertSays(
        around(Map.of("cors.origins", "https://B.example:443,http://a.example:80")),
        Level.GOOD,
        "Origins: these other origins may use the API: https://b.example, http://a.example");
  }

  @Test
  void the_networks_of_the_administration_are_reported() {
    assertSays(around(Map.of()), Level.GOOD, "Administration: open to staff in every network");
    assertSays(
        around(Map.of("admin.networks", "10.0.0.0/8 ::1")),
        Level.GOOD,
        "Administration: open to staff in 10.0.0.0/8, ::1");
  }

  @Test
  void the_reach_of_a_search_is_reported() {
    database.execute("drop index if exists users_infix");
    assertSays(inside(), Level.GOOD, "Search: finds the beginnings of names and addresses");
    database.execute("create index users_infix on users (email)");
    assertSays(inside(), Level.GOOD, "Search: finds any part of a name or an address");
  }

  @Test
  void trusted_proxies_are_reported_with_advice_if_every_network_is_trusted() {
    assertSays(around(Map.of()), Level.GOOD, "Proxies: none trusted");
    assertSays(
        around(Map.of("proxy.trusted", "10.0.0.0/8 ::1")),
        Level.GOOD,
        "Proxies: trusted networks: 10.0.0.0/8, ::1");
    assertSays(around(Map.of("proxy.trusted", "0.0.0.0/0")), Level.ADVICE, "trusts every peer");
    assertSays(around(Map.of("proxy.trusted", "::/0")), Level.ADVICE, "trusts every peer");
  }

  @Test
  void a_key_older_than_a_year_leads_to_advice(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("keys.json");
    assertSays(
        ofKeySince(file, CLOCK.instant().minus(Duration.ofDays(300))), Level.GOOD, "for 300 days");
    assertSays(
        ofKeySince(file, CLOCK.instant().minus(Duration.ofDays(400))), Level.ADVICE, "keys rotate");
  }

  private List<Finding> ofKeySince(Path file, Instant since) throws IOException {
    Files.writeString(
        file,
        String.format(
            Locale.ROOT,
            "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"nbf\":%d,\"k\":\"%s\"}]}",
            since.getEpochSecond(),
            TestServer.SECRET.replace("=", "")));
    return around(Map.of("jwt.keys_file", file.toString(), "jwt.secret", ""));
  }

  @Test
  void a_missing_library_is_a_fault() {
    assertThat(new Library("Nonesuch", "org.example.Nonesuch").look().level())
        .isEqualTo(Level.FAULT);
  }
}
