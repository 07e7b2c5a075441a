package io.steward.cli.installation;

import picocli.CommandLine.ExitCode;

/** An expected failure: the command prints the message, and exits with the code of its kind. */
public final class Refusal extends RuntimeException {
  /** The exit code if something that the arguments name does not exist. */
  public static final int NOT_FOUND = 3;

  private static final long serialVersionUID = 1;

  private final int exitCode;

  private Refusal(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  private Refusal(String message, Throwable cause) {
    super(message, cause);
    this.exitCode = ExitCode.SOFTWARE;
  }

  /** The present state does not allow the work, or a part of it went wrong. */
  public static Refusal failure(String message) {
    return new Refusal(message, ExitCode.SOFTWARE);
  }

  /** The same, with the exception behind it. */
  public static Refusal failure(String message, Throwable cause) {
    return new Refusal(message, cause);
  }

  /** The arguments are wrong, whatever the state. */
  public static Refusal usage(String message) {
    return new Refusal(message, ExitCode.USAGE);
  }

  /** Something that the arguments name does not exist. */
  public static Refusal missing(String message) {
    return new Refusal(message, NOT_FOUND);
  }

  public int exitCode() {
    return exitCode;
  }
}
