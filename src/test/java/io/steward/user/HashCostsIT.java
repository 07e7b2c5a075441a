package io.steward.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.database.Database;
import io.steward.password.Decoys;
import io.steward.password.PasswordHash;
import io.steward.password.Passwords;
import io.steward.settings.Settings;
import io.steward.testing.TestDatabase;
import io.steward.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hashes are counted by what they cost, whatever their salts and digests are. */
@Tag("long")
final class HashCostsIT {
  private final TestDatabase postgres = TestDatabase.create();
  private final Settings settings = TestServer.settings(postgres.url(), Map.of());
  @AutoClose private final Database database = new Database(settings.database());

  private void add(int count, String hash) {
    postgres.execute(
        "insert into users (email, password) select '%s' || i || '@costs.example', '%s' from generate_series(1, %s) i"
            .formatted(Integer.toUnsignedString(hash.hashCode()), hash, count));
  }

  @Test
  void imported_hashes_are_counted_by_their_parameters() throws SQLException {
    database.server().migrate();
    String digest = "A".repeat(43) + "=";
    add(5, "argon2$argon2id$v=19$m=7168,t=5,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A".repeat(43));
    add(2, "argon2$argon2id$v=19$m=102400,t=2,p=8$c29tZXNhbHRzb21lc2FsdA$" + "B".repeat(43));
    add(3, "pbkdf2_sha256$260000$salt$" + digest);
    add(4, "pbkdf2_sha256$260000$another$" + digest);
    add(1, "pbkdf2_sha256$1000000$salt$" + digest);
    add(1, "bcrypt_sha256$$2b$12$" + "a".repeat(53));
    add(1, "bcrypt_sha256$$2b$12$" + "b".repeat(53));
    add(1, "scrypt$16384$salt$8$5$" + "A".repeat(86) + "==");
    add(2, Passwords.unusable().encoded());
    Decoys decoys = new Decoys(Double::parseDouble);
    try (Connection connection = database.server().connection()) {
      HashCosts.chore(decoys).run(connection);
    }
    List<Long> counts = decoys.costs().stream().map(Decoys.Cost::count).sorted().toList();
    assertThat(counts).containsExactly(1L, 1L, 2L, 2L, 2L, 5L, 7L);
    assertThat(decoys.costs().get(0).sample().encoded()).startsWith("!");
    assertThat(decoys.costs().stream().map(Decoys.Cost::sample).map(PasswordHash::encoded))
        .anyMatch(hash -> hash.startsWith("pbkdf2_sha256$260000$"));
  }

  @Test
  void a_large_table_is_sampled_also_before_its_first_analyze() throws SQLException {
    database.server().migrate();
    int rows = 80_000;
    postgres.execute("alter table users set (autovacuum_enabled = false)");
    postgres.execute(
        "insert into users (email, password, first_name, last_name) select i || '@large.example',"
            + " 'x', repeat('f', 150), repeat('l', 150) from generate_series(1, %s) i"
                .formatted(rows));
    Decoys decoys = new Decoys(Double::parseDouble);
    try (Connection connection = database.server().connection()) {
      HashCosts.chore(decoys).run(connection);
    }
    assertThat(decoys.costs().stream().mapToLong(Decoys.Cost::count).sum())
        .isBetween(rows / 5L, 4L * rows / 5);
  }
}
