package io.steward.user;

import io.steward.database.Chore;
import io.steward.password.Decoys;
import io.steward.password.PasswordHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts the stored hashes by the time that they take to verify. */
public final class HashCosts {
  private static final Duration EVERY = Duration.ofMinutes(1);

  /** Of larger tables, only a sample of this size is read: some 50,000 rows. */
  private static final double BYTES = 16_000_000;

  /** The number of rows is not known before the first analyze; the size always is. */
  private static final String SIZE = "select greatest(pg_relation_size('users'), 1)";

  /** Hashes with the same parameters form one group; salts and digests do not matter. */
  private static final String COUNT =
      """
      select min(password collate "C"), count(*), case split_part(password, '$', 1)
          when 'argon2' then regexp_replace(password, '[$][^$]*[$][^$]*$', '')
          when 'bcrypt' then left(password, -53)
          when 'bcrypt_sha256' then left(password, -53)
          when 'pbkdf2_sha1' then 'pbkdf2_sha1 ' || split_part(password, '$', 2)
          when 'pbkdf2_sha256' then 'pbkdf2_sha256 ' || split_part(password, '$', 2)
          when 'scrypt' then concat_ws(' ', 'scrypt', split_part(password, '$', 2),
            split_part(password, '$', 4), split_part(password, '$', 5))
          else left(password, 1) end as cost
      from users tablesample system (?) group by cost order by cost
      """;

  private HashCosts() {}

  /** Keeps the decoys up to date. */
  public static Chore chore(Decoys decoys) {
    return Chore.onConnectAndEvery(
        EVERY,
        "read the costs of password hashes",
        connection -> {
          decoys.replace(read(connection));
          return false;
        });
  }

  private static List<Decoys.Cost> read(Connection connection) throws SQLException {
    List<Decoys.Cost> costs = new ArrayList<>();
    try (PreparedStatement count = connection.prepareStatement(COUNT)) {
      count.setDouble(1, Math.min(100, 100 * BYTES / size(connection)));
      try (ResultSet rows = count.executeQuery()) {
        while (rows.next()) {
          costs.add(new Decoys.Cost(new PasswordHash(rows.getString(1)), rows.getLong(2)));
        }
      }
    }
    return costs;
  }

  private static double size(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SIZE);
        ResultSet size = statement.executeQuery()) {
      return size.next() ? size.getDouble(1) : 1;
    }
  }
}
