package io.steward.cli.installation;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/** The standard output of a command. */
public final class StandardOutput {
  /** As in a shell, for a program that the signal SIGPIPE has ended. */
  public static final int CLOSED = 128 + 13;

  /** The program that reads the output has ended. The command ends too, and says nothing. */
  public static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Closed(Throwable cause) {
      super(cause);
    }
  }

  private StandardOutput() {}

  /**
   * Prints text.
   *
   * @throws Closed if the reader has ended, such as {@code head}
   * @throws Refusal if the text cannot be written, for example because the disk is full
   */
  static void print(String text) {
    System.out.print(text);
    if (System.out.checkError()) {
      throw reason();
    }
  }

  /** The stream keeps no reason, so this tries again. */
  @SuppressWarnings("resource") // The process owns its standard output.
  private static RuntimeException reason() {
    try {
      new FileOutputStream(FileDescriptor.out).write('\n');
      return new Refusal("The output was not written completely.");
    } catch (IOException e) {
      return "Broken pipe".equals(e.getMessage())
          ? new Closed(e)
          : new Refusal("The output cannot be written: " + e.getMessage() + ".", e);
    }
  }
}
