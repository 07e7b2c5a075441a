package io.steward.database.schema;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Gives each migration as much time as it needs, even in a PgBouncer session for which a node has
 * set limits.
 */
final class WithoutTimeLimits implements Callback {
  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute("set local statement_timeout = 0");
      statement.execute("set local lock_timeout = 0");
    } catch (SQLException e) {
      throw new FlywayException("no time for a migration", e);
    }
  }

  @Override
  public String getCallbackName() {
    return "without time limits";
  }
}
