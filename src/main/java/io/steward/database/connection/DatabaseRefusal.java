package io.steward.database.connection;

/** The database or its schema is unusable until an operator changes something. */
public final class DatabaseRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseRefusal(String message) {
    super(message);
  }

  public DatabaseRefusal(String message, Throwable cause) {
    super(message, cause);
  }
}
