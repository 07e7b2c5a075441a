package io.steward.standalone;

import io.steward.file.FileFault;
import io.steward.file.TextFile;
import io.steward.settings.source.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Admits only the owner of the home folder to the embedded database. PostgreSQL lets its superuser
 * run commands, so other users of the machine must not connect.
 *
 * @param isOpen whether the database still admits every local user, as in homes of older versions
 */
record DatabaseAccess(Path data, Secret password, boolean isOpen) {
  private static final String PASSWORD = "postgres-password";
  private static final String METHOD = "scram-sha-256";
  // The statement takes no parameters, so it finds the password in a setting of its connection.
  private static final String ALTER =
      """
      do $$ begin
        execute format(
          'alter role postgres password %L', current_setting('steward.password'));
      end $$
      """;
  private static final String RULE = "host all all 127.0.0.1/32 ";

  /** Creates the password if it is missing. */
  static DatabaseAccess of(Path home, Path data) throws IOException {
    Path rules = rules(data);
    if (Files.exists(rules) && !Files.exists(home.resolve(PASSWORD))) {
      // The former password is lost, so the database must admit Steward once without it.
      replace(rules, RULE + "trust\n");
    }
    Secret password = TrialSecret.named(home, PASSWORD).value();
    return new DatabaseAccess(data, password, Files.exists(rules) && isOpen(rules));
  }

  /** The password of a running database; empty if an older version of Steward runs it. */
  static Secret password(Path home) throws IOException {
    return Files.exists(home.resolve(PASSWORD))
        ? TrialSecret.named(home, PASSWORD).value()
        : new Secret("");
  }

  private static Path rules(Path data) {
    return data.resolve("pg_hba.conf");
  }

  private static boolean isOpen(Path rules) throws IOException {
    return Files.readString(rules)
        .lines()
        .anyMatch(line -> !line.startsWith("#") && line.strip().endsWith("trust"));
  }

  private static void replace(Path rules, String text) throws IOException {
    try {
      new TextFile(rules).write(text);
    } catch (FileFault e) {
      throw new IOException(new TextFile(rules).message(e), e);
    }
  }

  /** The options of {@code initdb}; the file contains the password. */
  Map<String, String> ofNewData(Path home) {
    return Map.of(
        "auth-host", METHOD, "auth-local", METHOD, "pwfile", home.resolve(PASSWORD).toString());
  }

  /** Demands the password from now on. */
  void close(DataSource database) throws IOException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        PreparedStatement pass =
            connection.prepareStatement("select set_config('steward.password', ?, false)")) {
      statement.execute("set log_statement = 'none'; set log_min_error_statement = 'panic'");
      pass.setString(1, password.reveal());
      pass.execute();
      statement.execute(ALTER);
      replace(rules(data), RULE + METHOD + "\n");
      statement.execute("select pg_reload_conf()");
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
