package io.steward.admin.user;

import io.steward.database.Chore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** Activates users again when their time is over. */
public final class UserActivation {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int AT_ONCE = 500;
  private static final String ACTIVATE =
      """
      with due as (
        select id, inactive_until from users where inactive_until <= now()
        order by inactive_until limit ? for update skip locked),
      activated as (
        update users u set is_active = true, inactive_until = null, awaits_approval = false
        from due where u.id = due.id returning u.id, due.inactive_until)
      insert into audit (event, user_id, ip, user_agent, request_id, detail, changes)
      select 'user-activated', id, '', '', '', 'planned', jsonb_build_object(
        'is_active', jsonb_build_array(false, true),
        'inactive_until', jsonb_build_array(
          to_char(inactive_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), null))
      from activated
      """;

  private UserActivation() {}

  /** Activates the users whose time is over, each in one statement with the audit record. */
  public static Chore chore() {
    return Chore.every(EVERY, "activate users again", UserActivation::activate);
  }

  private static boolean activate(Connection connection) throws SQLException {
    try (PreparedStatement activate = connection.prepareStatement(ACTIVATE)) {
      activate.setInt(1, AT_ONCE);
      return activate.executeUpdate() == AT_ONCE;
    }
  }
}
