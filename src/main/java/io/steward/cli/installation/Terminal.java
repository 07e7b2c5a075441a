package io.steward.cli.installation;

import io.steward.log.Log;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The prompts and output of a command. */
public interface Terminal {
  /** Whether a person can answer prompts. */
  boolean isInteractive();

  /** Prompts for a line and returns it; null at the end of the input. */
  @Nullable String ask(String prompt);

  /** Prompts for a line without echoing it; null at the end of the input. */
  @Nullable String askHidden(String prompt);

  /**
   * Prints a line.
   *
   * @throws StandardOutput.Closed if the reader of the output has ended
   */
  void say(String line);

  /** Prints a line of CSV, which ends with CR LF. */
  void row(String line);

  void complain(String line);

  /**
   * Replaces the last line of standard error if that is a terminal; otherwise does nothing.
   *
   * @param text on one line; empty to remove the line
   */
  default void progress(String text) {}

  /** Refuses text with undecodable characters, because no user could type such a password again. */
  static @Nullable String readable(@Nullable String text) {
    if (text != null && text.indexOf('\ufffd') >= 0) {
      throw Refusal.failure(
          "The input contains an undecodable character: set LC_ALL=C.UTF-8 and try again.");
    }
    return text;
  }

  /** Escapes control characters except line breaks, because stored text may contain them. */
  static String printable(String text) {
    return Arrays.stream(text.split("\n", -1)).map(Log::oneLine).collect(Collectors.joining("\n"));
  }

  /** Whether standard error is a terminal. Java does not say; Linux does. */
  private static boolean isShown() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Writes over the last line on standard error. */
  private static void write(String text) {
    System.err.print("\r\u001b[K" + printable(text));
    System.err.flush();
  }

  static Terminal ofProcess() {
    // Otherwise Java 22 and later would return a Console even without a terminal.
    System.setProperty("jdk.console", "java.base");
    return Optional.ofNullable(System.console()).<Terminal>map(OfConsole::new).orElseGet(Pipe::new);
  }

  /** An interactive terminal. */
  final class OfConsole implements Terminal {
    private final boolean isShown = isShown();
    private final Console console;

    OfConsole(Console console) {
      this.console = console;
    }

    @Override
    public boolean isInteractive() {
      return true;
    }

    @Override
    public @Nullable String ask(String prompt) {
      return readable(console.readLine("%s", prompt));
    }

    @Override
    public @Nullable String askHidden(String prompt) {
      char[] typed = console.readPassword("%s", prompt);
      return readable(typed == null ? null : new String(typed));
    }

    @Override
    public void say(String line) {
      StandardOutput.print(printable(line) + System.lineSeparator());
    }

    @Override
    public void row(String line) {
      StandardOutput.print(printable(line) + "\r\n");
    }

    @Override
    public void complain(String line) {
      System.err.println(printable(line));
    }

    @Override
    public void progress(String text) {
      if (isShown) {
        write(text);
      }
    }
  }

  /** Standard input from a file or another program. */
  final class Pipe implements Terminal {
    private final boolean isShown = isShown();
    private final BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    @Override
    public boolean isInteractive() {
      return false;
    }

    @Override
    public @Nullable String ask(String prompt) {
      System.out.print(prompt);
      System.out.flush();
      try {
        return readable(input.readLine());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public @Nullable String askHidden(String prompt) {
      return ask(prompt);
    }

    @Override
    public void say(String line) {
      StandardOutput.print(printable(line) + System.lineSeparator());
    }

    @Override
    public void row(String line) {
      StandardOutput.print(printable(line) + "\r\n");
    }

    @Override
    public void complain(String line) {
      System.err.println(printable(line));
    }

    @Override
    public void progress(String text) {
      if (isShown) {
        write(text);
      }
    }
  }
}
