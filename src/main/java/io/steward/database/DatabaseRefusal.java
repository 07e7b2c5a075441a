package io.steward.database;

import org.jspecify.annotations.Nullable;

/** The database, or its schema, is not one that this program can ever work with as it is set. */
public final class DatabaseRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseRefusal(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
