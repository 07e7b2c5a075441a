package io.steward.user;

import io.steward.database.Database;
import io.steward.database.SingleStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Users as the API shows them: read in one statement, without building an entity. */
public final class UserViews {
  private static final SingleStatement BY_ID =
      new SingleStatement(
          """
          select id, email, first_name, last_name, date_joined, is_active
          from users where id = ?1
          """);

  private final Database database;

  public UserViews(Database database) {
    this.database = database;
  }

  /** A stored user, and whether the account is active. */
  public record Stored(UserView view, boolean isActive) {}

  public Optional<Stored> byId(long id) {
    return database.first(BY_ID, UserViews::stored, id);
  }

  private static Stored stored(ResultSet row) throws SQLException {
    UserView view =
        new UserView(
            row.getLong(1),
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getObject(5, OffsetDateTime.class).toInstant());
    return new Stored(view, row.getBoolean(6));
  }
}
