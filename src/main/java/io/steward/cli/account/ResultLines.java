package io.steward.cli.account;

import io.steward.api.json.Json;
import io.steward.api.json.JsonNumber;
import io.steward.api.json.JsonObject;
import io.steward.cli.installation.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Prints the results of a bulk as they arrive, and how far it is. */
final class ResultLines extends OutputStream {
  private static final int WIDTH = 30;
  private static final int FIRST_FAILURE = 400;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Terminal terminal;
  private final long size;
  private long read;
  private int done;
  private int failed;

  /**
   * Creates an instance.
   *
   * @param size the number of bytes that the bulk reads; 0 if unknown
   */
  ResultLines(Terminal terminal, long size) {
    this.terminal = terminal;
    this.size = size;
  }

  /** The input, whose bytes count as progress. */
  InputStream counting(InputStream input) {
    return new FilterInputStream(input) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        read += Math.max(0, count);
        return count;
      }
    };
  }

  @Override
  public void write(int b) {
    if (b != '\n') {
      line.write(b);
      return;
    }
    done++;
    if (status(line.toByteArray()) >= FIRST_FAILURE) {
      failed++;
    }
    terminal.progress("");
    terminal.say(line.toString(StandardCharsets.UTF_8));
    line.reset();
  }

  private static int status(byte[] result) {
    return Json.read(result) instanceof JsonObject object
            && object.members().get("status") instanceof JsonNumber number
        ? Integer.parseInt(number.text())
        : FIRST_FAILURE;
  }

  @Override
  public void flush() {
    terminal.progress(bar() + "  lines: " + done + ", refused: " + failed);
  }

  private String bar() {
    if (size == 0) {
      return "";
    }
    int full = (int) (WIDTH * Math.min(read, size) / size);
    return "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "]";
  }

  /**
   * Removes the bar; returns the exit code.
   *
   * @param isQuiet whether the number of refused lines is not printed
   */
  int end(boolean isQuiet) {
    terminal.progress("");
    if (failed > 0 && !isQuiet) {
      terminal.complain("Refused lines: %s of %s.".formatted(failed, done));
    }
    return failed == 0 ? 0 : 1;
  }
}
