package io.github.semel.compact;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the record of a key is: open addressing with linear probing. A slot is a long, 33 bits of
 * the key's hash above 31 bits of the record's address; 0 is empty. The home of a hash is its share
 * of the table, {@code hash * slots / 2^33}, so the number of slots need not be a power of two: the
 * table grows by a quarter, and its load stays between 0.64 and 0.8.
 *
 * <p>Deletion shifts back what was displaced (Knuth, The Art of Computer Programming, volume 3,
 * section 6.4, algorithm R), so there are no tombstones.
 *
 * <p>It grows and shrinks a step at a time: a new table takes what comes, and each change moves one
 * or a few clusters of the old one over. A cluster, the slots between two empty ones, goes as a
 * whole, because one with a hole in it would hide what is displaced behind the hole.
 *
 * <p>Changed under the stripe's monitor. {@link #find} is also called without it, and may then miss
 * a key that is there; that it does not find a wrong one is its caller's to check.
 */
final class Index {

  private static final int ADDRESS_BITS = 31;
  private static final int HASH_BITS = Long.SIZE - ADDRESS_BITS;
  private static final long ADDRESS = (1L << ADDRESS_BITS) - 1;

  private static final int LEAST_SLOTS = 16;

  /** The fewest slots of the old table that a change moves over. */
  private static final int MOVED_PER_CHANGE = 64;

  private long[] slots = new long[LEAST_SLOTS];

  /** The table that is being moved out of. */
  private long @Nullable [] old;

  private int next;
  private int left;
  private int size;

  /**
   * The address of the record whose key it is; 0 when there is none.
   *
   * @param memory where the records are
   */
  int find(long hash, byte @Nullable [] text, long high, long low, StripeMemory memory) {
    int found = find(slots, hash, text, high, low, memory);
    long[] before = old;
    return found == 0 && before != null ? find(before, hash, text, high, low, memory) : found;
  }

  private static int find(
      long[] slots, long hash, byte @Nullable [] text, long high, long low, StripeMemory memory) {
    long tag = hashBits(hash);
    int i = home(hash, slots.length);
    for (long slot = slots[i]; slot != 0; slot = slots[i]) {
      if ((slot & ~ADDRESS) == tag) {
        int address = (int) (slot & ADDRESS);
        if (RecordView.hasKey(memory, address, text, high, low)) {
          return address;
        }
      }
      i = i + 1 == slots.length ? 0 : i + 1;
    }
    return 0;
  }

  /** What stands at the home of a hash; brings it into the cache. */
  long look(long hash) {
    return slots[home(hash, slots.length)];
  }

  /** Adds a record whose key is not in the index. */
  void add(long hash, int address) {
    if (old != null) {
      move();
    }
    if ((size + 1) * 5L > slots.length * 4L) {
      startMoving(slots.length + slots.length / 4);
    }
    insert(slots, hashBits(hash) | address);
    size++;
  }

  void remove(long hash, int address) {
    long slot = hashBits(hash) | address;
    if (!delete(slots, slot) && (old == null || !delete(old, slot))) {
      throw new IllegalStateException("a record is not in the index");
    }
    size--;
    if (old != null) {
      move();
    } else if (slots.length > LEAST_SLOTS && size * 5L < slots.length) {
      startMoving(Math.max(LEAST_SLOTS, slots.length / 5 * 2));
    }
  }

  /** The part of a hash that a slot keeps. */
  static long hashBits(long hash) {
    return hash & ~ADDRESS;
  }

  int size() {
    return size;
  }

  /** Slots of both tables. */
  int capacity() {
    return slots.length + (old == null ? 0 : old.length);
  }

  boolean isMoving() {
    return old != null;
  }

  private static int home(long slot, int length) {
    return (int) (((slot >>> ADDRESS_BITS) * length) >>> HASH_BITS);
  }

  private static void insert(long[] slots, long slot) {
    int i = home(slot, slots.length);
    while (slots[i] != 0) {
      i = i + 1 == slots.length ? 0 : i + 1;
    }
    slots[i] = slot;
  }

  private static boolean delete(long[] slots, long slot) {
    int hole = home(slot, slots.length);
    while (slots[hole] != slot) {
      if (slots[hole] == 0) {
        return false;
      }
      hole = hole + 1 == slots.length ? 0 : hole + 1;
    }
    int i = hole;
    while (true) {
      i = i + 1 == slots.length ? 0 : i + 1;
      long candidate = slots[i];
      if (candidate == 0) {
        slots[hole] = 0;
        return true;
      }
      // It may go to the hole unless its home lies behind the hole.
      if (distance(home(candidate, slots.length), i, slots.length)
          >= distance(hole, i, slots.length)) {
        slots[hole] = candidate;
        hole = i;
      }
    }
  }

  private static int distance(int from, int to, int length) {
    return to >= from ? to - from : to - from + length;
  }

  private void startMoving(int length) {
    while (old != null) {
      move();
    }
    int empty = 0;
    while (slots[empty] != 0) {
      empty++;
    }
    old = slots;
    next = empty;
    left = slots.length;
    slots = new long[length];
  }

  /** Moves the next clusters over; {@link #next} is behind an empty slot, or at one. */
  private void move() {
    long[] from = Objects.requireNonNull(old);
    int moved = 0;
    while (left > 0 && (moved < MOVED_PER_CHANGE || from[next] != 0)) {
      long slot = from[next];
      if (slot != 0) {
        insert(slots, slot);
        from[next] = 0;
      }
      next = next + 1 == from.length ? 0 : next + 1;
      left--;
      moved++;
    }
    if (left == 0) {
      old = null;
    }
  }

  /** What {@link #assertValid(Visitor)} tells. */
  @FunctionalInterface
  interface Visitor {
    /** One slot. */
    void visit(long hashBits, int address);
  }

  /** Checks that every slot is found from its home, and tells of each. */
  void assertValid(Visitor visitor) {
    int count = assertValid(slots, visitor);
    if (old != null) {
      count += assertValid(old, visitor);
    }
    if (count != size) {
      throw new AssertionError("the index has " + count + " slots, not " + size);
    }
  }

  private static int assertValid(long[] slots, Visitor visitor) {
    int count = 0;
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != 0) {
        count++;
        for (int at = home(slots[i], slots.length); at != i; at = (at + 1) % slots.length) {
          if (slots[at] == 0) {
            throw new AssertionError("slot " + i + " is cut off from its home by slot " + at);
          }
        }
        visitor.visit(slots[i] & ~ADDRESS, (int) (slots[i] & ADDRESS));
      }
    }
    return count;
  }
}
