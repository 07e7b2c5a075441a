package io.steward.cli.installation;

/** An expected failure: the command prints the message and exits with a code, usually 1. */
public final class Refusal extends RuntimeException {
  /** The exit code if the subject of the command does not exist. */
  public static final int NOT_FOUND = 3;

  private static final int USUAL = 1;
  private static final long serialVersionUID = 1;

  private final int exitCode;

  public Refusal(String message) {
    this(message, USUAL);
  }

  public Refusal(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  public Refusal(String message, Throwable cause) {
    super(message, cause);
    this.exitCode = USUAL;
  }

  public int exitCode() {
    return exitCode;
  }
}
