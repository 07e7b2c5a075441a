package io.steward.log;

/** The reason of a lasting failure, so that retries log each new reason only once. */
public final class Complaint {
  private String last = "";

  /** Whether the reason differs from the last one; remembers the reason. */
  public synchronized boolean isNew(String reason) {
    boolean isNew = !reason.equals(last);
    last = reason;
    return isNew;
  }

  /** Forgets the reason, because the failure is over. */
  public synchronized void end() {
    last = "";
  }
}
