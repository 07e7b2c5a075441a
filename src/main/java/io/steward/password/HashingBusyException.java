package io.steward.password;

import java.time.Duration;

/** Says that no hash could be computed in time, because too many others are being computed. */
public final class HashingBusyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  HashingBusyException(Duration retryAfter) {
    super("Too many password hashes at once");
    this.retryAfter = retryAfter;
  }

  /** How long a client should wait before it asks again. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
