package io.steward.standalone.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;

/**
 * Hands lines to a thread that writes them, so that callers never wait for the reader. While the
 * queue is full, lines are dropped and counted. The count is written in place of the missing lines.
 */
final class QueuedOutput extends OutputStream {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final int LONGEST_LINE = 64 * 1024;
  // The approximate memory of an entry without its text.
  private static final int ENTRY_BYTES = 64;

  private final OutputStream target;
  private final Entry last;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Deque<Entry> queue = new ArrayDeque<>();
  private int queuedBytes;
  private long dropped;
  private boolean isQueued;
  private boolean isLast;
  private boolean isWriting;

  /** A line, or the number of dropped lines that stood here. */
  private record Entry(ByteBuffer text, long dropped) {
    int bytes() {
      return text.capacity() + ENTRY_BYTES;
    }
  }

  /**
   * Writes directly until {@link #start}.
   *
   * @param target may block or fail
   * @param last the line that {@link #sayLast} writes
   */
  QueuedOutput(OutputStream target, byte[] last) {
    this.target = target;
    this.last = new Entry(ByteBuffer.wrap(last), 0);
  }

  /**
   * Starts the thread; from now on lines are queued.
   *
   * @param note the line that stands for a number of dropped lines; called by the thread
   */
  synchronized void start(String threadName, LongFunction<byte[]> note) {
    isQueued = true;
    Thread writer = new Thread(() -> writeAll(note), threadName);
    writer.setDaemon(true);
    writer.start();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (!isQueued) {
      target.write(bytes, offset, length);
      return;
    }
    for (int i = offset; i < offset + length; i++) {
      line.write(bytes[i]);
      if (bytes[i] == '\n' || line.size() >= LONGEST_LINE) {
        flush();
      }
    }
  }

  /** Queues an unfinished line; does not wait for the thread. */
  @Override
  public synchronized void flush() {
    if (line.size() > 0) {
      byte[] text = line.toByteArray();
      line.reset();
      add(text);
    }
  }

  private void add(byte[] text) {
    // A queue that has been full must drain by half; otherwise every other line would be a count.
    if (dropped > 0 && queuedBytes <= MOST_BYTES / 2) {
      addCount();
    }
    Entry entry = new Entry(ByteBuffer.wrap(text), 0);
    if (dropped > 0 || queuedBytes + entry.bytes() > MOST_BYTES) {
      dropped++;
    } else {
      push(entry);
    }
  }

  private void addCount() {
    push(new Entry(ByteBuffer.allocate(0), dropped));
    dropped = 0;
  }

  private void push(Entry entry) {
    queue.add(entry);
    queuedBytes += entry.bytes();
    notifyAll();
  }

  private void writeAll(LongFunction<byte[]> note) {
    while (true) {
      Entry entry = next();
      try {
        target.write(entry.dropped() > 0 ? note.apply(entry.dropped()) : entry.text().array());
        written();
      } catch (IOException | RuntimeException | Error e) {
        lost(entry);
      }
    }
  }

  private synchronized Entry next() {
    isWriting = false;
    notifyAll();
    while (queue.isEmpty() && !isLast) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Only the end of the process ends this thread.
      }
    }
    isWriting = true;
    if (queue.isEmpty()) {
      isLast = false;
      return last;
    }
    Entry entry = queue.remove();
    queuedBytes -= entry.bytes();
    return entry;
  }

  private synchronized void written() {
    if (dropped > 0 && queue.isEmpty()) {
      addCount();
    }
  }

  /**
   * Counts a line that cannot be written, because the reader is gone or the disk is full. The count
   * is written before the next line.
   */
  private synchronized void lost(Entry entry) {
    dropped += Math.max(1, entry.dropped());
  }

  /** Writes one last line after all others; needs no memory. */
  synchronized void sayLast() {
    isLast = true;
    notifyAll();
  }

  /**
   * Waits until all lines are written.
   *
   * @return false if the time was not sufficient
   */
  synchronized boolean drain(Duration patience) throws InterruptedException {
    flush();
    long end = System.nanoTime() + patience.toNanos();
    while (isWriting || isLast || !queue.isEmpty()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
