package io.steward.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.database.connection.DatabaseRefusal;
import io.steward.testing.Await;
import io.steward.testing.Folders;
import io.steward.testing.LogLines;
import io.steward.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Only the owner of the home folder can use the embedded database. */
@Tag("long")
final class EmbeddedDatabaseIT {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path home = Folders.fresh("embedded-database").resolve("home");

  /** A WAR that stopped in this process has deregistered the driver, which the library needs. */
  @BeforeAll
  static void registerDriver() {
    TestServer.registerDriver();
  }

  private static void assertClosed(EmbeddedDatabase database) throws SQLException {
    for (String password : new String[] {"", "postgres", "wrong"}) {
      assertThatThrownBy(
              () -> DriverManager.getConnection(database.url(), "postgres", password).close())
          .isInstanceOf(SQLException.class);
    }
    String password = database.password().reveal();
    try (Connection connection =
        DriverManager.getConnection(database.url(), EmbeddedDatabase.USERNAME, password)) {
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  private void start() throws SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
      assertClosed(database);
    }
  }

  @Test
  void a_new_database_demands_the_password_that_only_its_owner_can_read() throws Exception {
    start();
    Path password = home.resolve("postgres-password");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(home.resolve("postgres.log")))
        .doesNotContain(Files.readString(password).strip());
    start();
  }

  @Test
  void a_database_that_admitted_everybody_is_closed_at_its_next_start() throws Exception {
    start();
    Files.delete(home.resolve("postgres-password"));
    Files.writeString(
        home.resolve("postgres-17/pg_hba.conf"),
        "# all\nlocal   all  all   trust\nhost  all  all  127.0.0.1/32  trust\n");
    start();
    Files.delete(home.resolve("postgres-password"));
    start();
  }

  @Test
  void programs_that_were_unpacked_incompletely_are_removed_for_the_next_start() throws Exception {
    start();
    truncatePrograms();
    assertThatThrownBy(() -> EmbeddedDatabase.start(home)).isInstanceOf(DatabaseRefusal.class);
    assertThat(home.resolve("postgres-binaries/unpacked")).doesNotExist();
  }

  @Test
  void the_end_of_a_killed_database_is_logged_with_the_remedy() {
    String remedy = "SEVERE the embedded PostgreSQL has ended: stop Steward and start it again";
    List<String> lines =
        LogLines.during("io.steward.standalone", Level.WARNING, now -> killDatabase(now, remedy));
    assertThat(lines).containsOnlyOnce(remedy);
  }

  private void killDatabase(List<String> lines, String remedy) {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
      Postmaster postmaster = Postmaster.of(home.resolve("postgres-17")).orElseThrow();
      postmaster.process().destroyForcibly();
      Await.until("PostgreSQL is gone", PATIENCE, () -> !answers(database));
      Await.until("its end is logged", PATIENCE, () -> lines.contains(remedy));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean answers(EmbeddedDatabase database) {
    String password = database.password().reveal();
    try (Connection connection =
        DriverManager.getConnection(database.url(), EmbeddedDatabase.USERNAME, password)) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private void truncatePrograms() throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("postgres-binaries"))) {
      for (Path file : files.filter(f -> f.endsWith("bin/postgres")).toList()) {
        Files.writeString(file, "");
      }
    }
  }
}
