package io.steward.database.connection;

import org.jspecify.annotations.Nullable;

/** The database or its schema is unusable until an operator changes something. */
public final class DatabaseRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseRefusal(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
