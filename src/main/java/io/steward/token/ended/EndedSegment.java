package io.steward.token.ended;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash table with open addressing in one array, three numbers per session. Only one thread writes
 * at a time. The first number is written last and read first, so readers see complete entries.
 */
final class EndedSegment {
  private static final VarHandle NUMBER = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int WIDTH = 3;
  private static final int SMALLEST = 8;
  // The third number holds, from its lowest bit: whether the user was deleted (1 bit), the rest of
  // the id (12 bits), and the time.
  private static final int REST_BITS = 12;
  private static final int TIME_SHIFT = REST_BITS + 1;
  private static final long LATEST = Long.MAX_VALUE >> TIME_SHIFT;

  private volatile long[] table = new long[WIDTH * SMALLEST];
  private volatile int size;

  /** Makes room for this many entries at once, because each growth leaves an array as garbage. */
  synchronized void expect(int entries) {
    if (isFull(entries)) {
      table = copy(Long.MIN_VALUE, entries + (entries >> 1) + SMALLEST);
    }
  }

  private boolean isFull(int entries) {
    return 4L * WIDTH * entries > 3L * table.length;
  }

  /** Replaces an earlier entry for the same session. */
  synchronized void put(SessionId id, long expiresAt, boolean userDeleted) {
    put(id, third(id, expiresAt, userDeleted));
  }

  private void put(SessionId id, long third) {
    int more = size + 1;
    if (isFull(more)) {
      table = copy(Long.MIN_VALUE, 2 * more + SMALLEST);
    }
    if (put(table, id, third)) {
      size = more;
    }
  }

  /** Takes over the entries of another segment, which is not used afterwards. */
  synchronized void absorb(EndedSegment other) {
    if (size == 0) {
      table = other.table;
      size = other.size;
      return;
    }
    long[] added = other.table;
    for (int at = 0; at < added.length; at += WIDTH) {
      if (added[at] != 0) {
        put(id(added, at), added[at + 2]);
      }
    }
  }

  private static long third(SessionId id, long expiresAt, boolean userDeleted) {
    long time = Math.max(0, Math.min(expiresAt, LATEST));
    return (time << TIME_SHIFT) | ((long) id.rest() << 1) | (userDeleted ? 1 : 0);
  }

  /** Stores an entry; returns whether the id is new. */
  private static boolean put(long[] table, SessionId id, long third) {
    int at = at(table, id);
    boolean isNew = table[at] == 0;
    if (isNew) {
      table[at + 1] = id.second();
    }
    NUMBER.setRelease(table, at + 2, third);
    NUMBER.setRelease(table, at, id.first() + 1);
    return isNew;
  }

  /** The index of the entry of this id, or of the free entry for it. */
  private static int at(long[] table, SessionId id) {
    int capacity = table.length / WIDTH;
    int entry = (int) (((id.hash() >>> 32) * capacity) >>> 32);
    while (true) {
      int at = WIDTH * entry;
      long first = (long) NUMBER.getAcquire(table, at);
      if (first == 0
          || (first == id.first() + 1
              && table[at + 1] == id.second()
              && rest(table, at) == id.rest())) {
        return at;
      }
      entry = entry + 1 == capacity ? 0 : entry + 1;
    }
  }

  private static int rest(long[] table, int at) {
    return (int) (table[at + 2] >>> 1) & ((1 << REST_BITS) - 1);
  }

  @Nullable EndedSession find(SessionId id) {
    long[] current = table;
    int at = at(current, id);
    return (long) NUMBER.getAcquire(current, at) == 0 ? null : entry(current, at);
  }

  private static EndedSession entry(long[] table, int at) {
    long third = (long) NUMBER.getAcquire(table, at + 2);
    SessionId id = id(table, at);
    return new EndedSession(id.text(), third >>> TIME_SHIFT, (third & 1) == 1);
  }

  private static SessionId id(long[] table, int at) {
    return new SessionId(table[at] - 1, table[at + 1], rest(table, at));
  }

  /** Removes the sessions whose tokens expired before or at that time; returns whether any did. */
  synchronized boolean forget(long now) {
    int left = 0;
    for (int at = 0; at < table.length; at += WIDTH) {
      left += isLeft(table, at, now) ? 1 : 0;
    }
    boolean any = left < size;
    if (any) {
      table = copy(now, left + (left >> 1) + SMALLEST);
      size = left;
    }
    return any;
  }

  private static boolean isLeft(long[] table, int at, long now) {
    return table[at] != 0 && table[at + 2] >>> TIME_SHIFT > now;
  }

  /** The entries that expire after that time, in a new table. */
  private long[] copy(long now, int capacity) {
    long[] copy = new long[WIDTH * capacity];
    for (int at = 0; at < table.length; at += WIDTH) {
      if (isLeft(table, at, now)) {
        put(copy, id(table, at), table[at + 2]);
      }
    }
    return copy;
  }

  void forEach(Consumer<EndedSession> consumer) {
    long[] current = table;
    for (int at = 0; at < current.length; at += WIDTH) {
      if ((long) NUMBER.getAcquire(current, at) != 0) {
        consumer.accept(entry(current, at));
      }
    }
  }

  int size() {
    return size;
  }

  long bytes() {
    return (long) Long.BYTES * table.length;
  }
}
