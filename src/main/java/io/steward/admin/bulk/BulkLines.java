package io.steward.admin.bulk;

import io.steward.api.Input;
import io.steward.problem.ProblemException;
import io.steward.problem.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * Splits a request body into lines while it arrives. Holds one line in memory, and those that came
 * together with it.
 */
final class BulkLines {
  static final int LONGEST = 64 * 1024;
  static final int MOST = 100_000;
  static final int MOST_BYTES = 64 * 1024 * 1024;

  // The container ends a wait without any byte. This ends the waits for a sender who trickles.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final InputStream body;
  private final LongSupplier clock;
  private final byte[] piece = new byte[16 * 1024];
  private final ByteArrayOutputStream open = new ByteArrayOutputStream();
  private final Queue<Line> ready = new ArrayDeque<>();
  private boolean isTooLong;
  private boolean isOver;
  private int number;
  private int bytes;
  private long waited;

  /**
   * Reads a body.
   *
   * @param clock nanoseconds since any time
   */
  BulkLines(InputStream body, LongSupplier clock) {
    this.body = body;
    this.clock = clock;
  }

  /** A line of the body. */
  static final class Line {
    private final int number;
    private final byte[] text;
    private final String fault;
    private final boolean hasBreak;

    private Line(int number, byte[] text, String fault, boolean hasBreak) {
      this.number = number;
      this.text = text;
      this.fault = fault;
      this.hasBreak = hasBreak;
    }

    /** Its number, from 1. */
    int number() {
      return number;
    }

    /**
     * The members of its JSON object.
     *
     * @throws ProblemException 400
     */
    Input input() {
      try {
        return Input.json(text, number);
      } catch (ProblemException e) {
        throw hasBreak || e.type() != ProblemType.MALFORMED_REQUEST
            ? e
            : new ProblemException(
                e.type(),
                "The input ends without a line break; this line may be cut off. " + e.detail());
      }
    }

    /** Why the line cannot be read; empty if it can. */
    String fault() {
      return fault;
    }
  }

  /** Whether {@link #next} returns at once. */
  boolean isReady() {
    return !ready.isEmpty() || isOver;
  }

  /** Whether the last line was returned. */
  boolean isOver() {
    return ready.isEmpty() && isOver;
  }

  /** Waits for more of the body. It may contain no whole line. */
  void await() {
    long start = clock.getAsLong();
    try {
      int length = body.read(piece);
      waited += clock.getAsLong() - start;
      add(length);
    } catch (IOException e) {
      // The sender has closed the connection, is too slow, or frames the body wrongly.
      end("The request ended in the middle of this line, or was too slow.");
    }
  }

  Line next() {
    return ready.remove();
  }

  private void add(int length) {
    if (length < 0) {
      end("");
      return;
    }
    bytes += length;
    int start = 0;
    for (int i = 0; i < length && !isOver; i++) {
      if (piece[i] == '\n') {
        keep(start, i);
        finish(true);
        start = i + 1;
      }
    }
    if (!isOver) {
      keep(start, length);
      refuseMore();
    }
  }

  private void refuseMore() {
    if (bytes > MOST_BYTES) {
      end("A request has at most " + MOST_BYTES + " bytes; it was read up to this line.");
    } else if (waited > PATIENCE.toNanos()) {
      end("The request was too slow; it was read up to this line.");
    }
  }

  private void keep(int start, int end) {
    isTooLong |= open.size() + end - start > LONGEST;
    if (!isTooLong) {
      open.write(piece, start, end - start);
    }
  }

  private void finish(boolean hasBreak) {
    number++;
    if (number > MOST) {
      refuse("A request has at most " + MOST + " lines; no more is read.");
      isOver = true;
    } else if (isTooLong) {
      refuse("A line has at most " + LONGEST + " bytes.");
    } else if (!isBlank()) {
      ready.add(new Line(number, open.toByteArray(), "", hasBreak));
    }
    open.reset();
    isTooLong = false;
  }

  private void refuse(String fault) {
    ready.add(new Line(number, new byte[0], fault, true));
  }

  private boolean isBlank() {
    byte[] text = open.toByteArray();
    return text.length == 0 || Arrays.equals(text, new byte[] {'\r'});
  }

  /** Ends the body. A last line without line break counts. */
  private void end(String fault) {
    isOver = true;
    if (!fault.isEmpty()) {
      number++;
      refuse(fault);
    } else if (open.size() > 0 || isTooLong) {
      finish(false);
    }
  }
}
