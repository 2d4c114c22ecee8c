package io.github.semel.chronicle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * When it pays to sweep a segment. Per segment, not per record, so its memory on the heap does not
 * grow with the keys that are held.
 *
 * <p>A segment is swept when half as many records have been put in as the last sweep has left
 * there: each record that is put in pays for looking at three, and a segment never holds more than
 * half as many expired records as unexpired ones, and {@link #FEW}.
 *
 * <p>Written under the segment's lock; {@link #earliest} is read without it, and what is read may
 * be behind.
 */
final class SegmentExpiry {

  /** A sweep is not worth it before so many records have been put in. */
  static final int FEW = 32;

  private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  /** No record of the segment ends before. */
  private final long[] earliest;

  /** 1 while the segment is swept: then {@link #earliest} says nothing. */
  private final int[] sweeping;

  private final int[] inserted;
  private final int[] left;

  /**
   * Nothing is known of the segments of a file that was there, so each may have expired records.
   */
  SegmentExpiry(int segments) {
    earliest = new long[segments];
    sweeping = new int[segments];
    inserted = new int[segments];
    left = new int[segments];
  }

  int segments() {
    return earliest.length;
  }

  /** A record of the segment ends at this time, now. */
  void endsAt(int segment, long micros) {
    if (micros < (long) LONGS.getOpaque(earliest, segment)) {
      LONGS.setOpaque(earliest, segment, micros);
    }
  }

  /** A record was put in; true when the segment should be swept. */
  boolean inserted(int segment, long now) {
    if (++inserted[segment] < FEW + left[segment] / 2) {
      return false;
    }
    inserted[segment] = 0;
    return mayHaveExpired(segment, now);
  }

  /** Whether a record of the segment may have expired. */
  boolean mayHaveExpired(int segment, long now) {
    return (int) INTS.getVolatile(sweeping, segment) != 0
        || (long) LONGS.getVolatile(earliest, segment) <= now;
  }

  /** A sweep of the segment begins; what it leaves there is told by {@link #left}. */
  void sweeping(int segment) {
    INTS.setVolatile(sweeping, segment, 1);
    LONGS.setVolatile(earliest, segment, Long.MAX_VALUE);
    inserted[segment] = 0;
    left[segment] = 0;
  }

  /** A sweep leaves a record that ends at this time, or never for {@link Long#MAX_VALUE}. */
  void left(int segment, long endsAt) {
    left[segment]++;
    endsAt(segment, endsAt);
  }

  /** A sweep is over; {@code whole} tells whether it has seen every record. */
  void swept(int segment, boolean whole) {
    if (!whole) {
      LONGS.setVolatile(earliest, segment, 0L);
    }
    INTS.setVolatile(sweeping, segment, 0);
  }
}
