package io.steward.cli.installation;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The standard output of a command. */
public final class StandardOutput {
  /** As in a shell, for a program that the signal SIGPIPE has ended. */
  public static final int CLOSED = 128 + 13;

  private static final Path OUTPUT = Path.of("/proc/self/fd/1");
  private static final int FILE_TYPE = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

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
      return Refusal.failure("The output was not written completely.");
    } catch (IOException e) {
      return hasReader()
          ? new Closed(e)
          : Refusal.failure("The output cannot be written: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Whether a program reads the output, through a pipe or a socket. Messages of the system do not
   * show it, because they depend on its language.
   */
  private static boolean hasReader() {
    try {
      int type = (Integer) Files.getAttribute(OUTPUT, "unix:mode") & FILE_TYPE;
      return type == PIPE || type == SOCKET;
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }
}
