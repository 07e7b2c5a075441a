package io.steward.user;

import io.steward.background.Loop;
import io.steward.database.Database;
import io.steward.log.Log;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Reads permissions again as soon as they have changed. It has its own thread, so that no chore
 * delays it. The chore of {@link Permissions} finds changes made by other programs, which do not
 * raise the version.
 */
public final class PermissionWatch implements AutoCloseable {
  private static final Log LOG = Log.of("io.steward.user");
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Database database;
  private final Permissions permissions;
  private final Loop loop =
      new Loop("steward-permissions", this::look, this::complain, () -> LOOK_EVERY);
  private long known = -1;

  public PermissionWatch(Database database, Permissions permissions) {
    this.database = database;
    this.permissions = permissions;
  }

  public void start() {
    loop.start();
  }

  private void look() throws SQLException {
    if (!database.isConnected()) {
      return;
    }
    // Read before the permissions, so that the next look notices a change in between.
    long version = database.read(PermissionWatch::version);
    if (version != known) {
      // Outside the pool, because requests need its connections while very many rows are read.
      try (Connection connection = database.server().connection()) {
        permissions.read(connection);
      }
      known = version;
    }
  }

  private static long version(EntityManager em) {
    return (Long) Database.query(em, "select max(version) from rights").getSingleResult();
  }

  /** The chore that reads the permissions logs the same failure. */
  private void complain(Throwable e) {
    LOG.debug("permissions could not be compared", e);
  }

  @Override
  public void close() {
    loop.close();
  }
}
