package io.steward.database;

import io.steward.settings.DatabaseSettings;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * The schema migrations in {@code db/migration}. Each migration is applied once: Flyway locks the
 * schema, so nodes that start at the same time wait for each other.
 */
final class Migrations {
  private final Flyway flyway;

  Migrations(DatabaseSettings settings) {
    this(ConnectionPool.unpooled(settings));
  }

  private Migrations(DataSource connections) {
    this.flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(connections)
            .locations("classpath:db/migration")
            .failOnMissingLocations(true)
            .load();
  }

  /**
   * Applies the missing migrations.
   *
   * @return how many were applied
   */
  int apply() {
    try {
      return flyway.migrate().migrationsExecuted;
    } catch (FlywayException e) {
      if (SqlStates.isPassing(e) || SqlStates.isWrongSetting(e)) {
        throw e;
      }
      throw new DatabaseRefusal("the schema cannot be migrated: " + e.getMessage(), e);
    }
  }

  int pending() {
    return flyway.info().pending().length;
  }
}
