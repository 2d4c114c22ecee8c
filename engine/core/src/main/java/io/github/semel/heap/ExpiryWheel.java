package io.github.semel.heap;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is due without looking at what is not: a hierarchical timing wheel (Varghese and
 * Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987) that does not cascade. An item stays
 * in the slot it was filed in until that slot has wholly passed; it then comes out, late by the
 * width of the slot at most, which is no more than a seventh of the time it was filed for, plus two
 * ticks. That lateness buys one visit an item instead of one a level.
 *
 * <pre>
 *   tick      1,024 µs
 *   level l   64 slots of 8^l ticks; an item goes to the lowest level whose 64 slots reach its time
 *   levels    14: the last reaches more than 1,000 years
 * </pre>
 *
 * <p>Whoever needs exactness, because the store is full, calls {@link #examineStarted}, which
 * refiles what it finds too early on a finer level.
 *
 * <p>Not thread-safe: every call is made under the monitor of the stripe that owns the wheel.
 *
 * @param <T> what is filed
 */
final class ExpiryWheel<T> {

  private static final int TICK_SHIFT = 10;
  private static final int LEVELS = 14;
  private static final int LEVEL_SHIFT = 3;
  private static final int SLOTS = 64;
  private static final int SLOT_MASK = SLOTS - 1;
  private static final int SLOT_BITS = 6;
  private static final int FIRST_CAPACITY = 16;
  private static final @Nullable Object[] NOTHING = {};

  private final @Nullable Level[] levels = new @Nullable Level[LEVELS];

  /** The tick at which the next slot has wholly passed. */
  private long nextDue = Long.MAX_VALUE;

  /** The items of a slot that has passed, which {@link #poll} is handing out from the end. */
  private @Nullable Object[] draining = NOTHING;

  private int drainingCount;

  /** The level that the drained slot belongs to; null until there is one. */
  private @Nullable Level drainingLevel;

  /** How many items are filed, those being drained included. */
  private int size;

  /** The 64 slots of one width. Slot numbers count from the epoch in units of that width. */
  private static final class Level {

    private final int shift;

    /** Every item lies in the slots {@code hand} to {@code hand + 63}. */
    private long hand;

    /** Bit {@code n & 63} is set when slot number {@code n} has items. */
    private long occupied;

    private final @Nullable Object[] @Nullable [] items = new @Nullable Object[SLOTS][];
    private final int[] counts = new int[SLOTS];

    /** The array of a slot that was emptied, for the next: the slots of a level fill alike. */
    private @Nullable Object @Nullable [] spare;

    Level(int number, long tick) {
      this.shift = number * LEVEL_SHIFT;
      this.hand = tick >> shift;
    }

    /** The number of the first slot with items; only where there is one. */
    long first() {
      return hand + Long.numberOfTrailingZeros(Long.rotateRight(occupied, (int) hand));
    }

    long firstStart() {
      return first() << shift;
    }

    long firstEnd() {
      return (first() + 1) << shift;
    }

    void append(long number, Object item) {
      int slot = (int) number & SLOT_MASK;
      int count = counts[slot];
      @Nullable Object[] array = items[slot];
      if (array == null) {
        array = spare == null ? new @Nullable Object[FIRST_CAPACITY] : spare;
        spare = null;
        occupied |= 1L << slot;
      } else if (count == array.length) {
        array = Arrays.copyOf(array, count * 2);
      }
      array[count] = item;
      items[slot] = array;
      counts[slot] = count + 1;
    }

    int firstCount() {
      return counts[(int) first() & SLOT_MASK];
    }

    /** Takes the first slot that has items out of the level, with all of them. */
    @Nullable Object[] detachFirst() {
      int slot = (int) first() & SLOT_MASK;
      @Nullable Object[] array = Objects.requireNonNull(items[slot]);
      empty(slot);
      return array;
    }

    void empty(int slot) {
      items[slot] = null;
      counts[slot] = 0;
      occupied &= ~(1L << slot);
    }

    /** Keeps an emptied array, unless it has become large for a wheel of so many items. */
    void recycle(@Nullable Object[] emptied, int size) {
      spare = emptied.length <= Math.max(size, FIRST_CAPACITY) ? emptied : null;
    }

    /** Moves the hand over the slots that have passed and are empty. */
    void advance(long tick) {
      long reached = Math.max(hand, tick >> shift);
      hand = occupied == 0 ? reached : Math.min(first(), reached);
    }
  }

  /** How many items are filed. An item filed twice counts twice. */
  int size() {
    return size;
  }

  /** Files an item to come out some time after {@code deadline}; both times in µs. O(1). */
  void file(T item, long now, long deadline) {
    long tick = now >> TICK_SHIFT;
    long due = Math.max(tick, deadline >> TICK_SHIFT);
    int bits = Long.SIZE - Long.numberOfLeadingZeros(due - tick);
    int number = Math.max(0, (bits - SLOT_BITS + LEVEL_SHIFT - 1) / LEVEL_SHIFT);
    while (true) {
      Level level = level(number, tick);
      level.advance(tick);
      long slot = Math.max(level.hand, due >> level.shift);
      // One level up where the slots do not reach: by rounding, or because the hand waits at a slot
      // that has passed and was not emptied yet.
      if (slot - level.hand < SLOTS || number == LEVELS - 1) {
        level.append(slot, item);
        nextDue = Math.min(nextDue, (slot + 1) << level.shift);
        size++;
        return;
      }
      number++;
    }
  }

  /** Takes out an item of a slot that has wholly passed, or returns null. O(1), amortized. */
  @Nullable T poll(long now) {
    if (drainingCount == 0 && !detachPassed(now >> TICK_SHIFT)) {
      return null;
    }
    size--;
    @SuppressWarnings("unchecked") // only file() puts items into slots, and it takes a T
    T item = (T) draining[--drainingCount];
    draining[drainingCount] = null;
    if (drainingCount == 0) {
      Objects.requireNonNull(drainingLevel).recycle(draining, size);
      draining = NOTHING;
    }
    return item;
  }

  /**
   * Takes out every item of the slots that have begun and hands it to {@code examiner}, which may
   * file it again. After {@link #poll} has returned null this visits everything whose deadline has
   * come, and of the rest at most one slot a level; what is filed again is then found on a finer
   * level.
   */
  void examineStarted(long now, Consumer<T> examiner) {
    long tick = now >> TICK_SHIFT;
    for (int number = LEVELS - 1; number >= 0; number--) {
      Level level = levels[number];
      if (level != null && level.occupied != 0 && level.firstStart() <= tick) {
        int count = level.firstCount();
        @Nullable Object[] items = level.detachFirst();
        findNextDue();
        size -= count;
        for (int i = 0; i < count; i++) {
          @SuppressWarnings("unchecked") // only file() puts items into slots, and it takes a T
          T item = (T) items[i];
          examiner.accept(item);
        }
        Arrays.fill(items, 0, count, null);
        level.recycle(items, size);
      }
    }
  }

  /** Takes out all items that are not worth keeping. O(n). */
  void removeIf(Predicate<T> dead) {
    int before = drainingCount;
    drainingCount = retain(draining, drainingCount, dead);
    size -= before - drainingCount;
    if (before > 0 && drainingCount == 0) {
      draining = NOTHING;
    }
    for (Level level : levels) {
      for (int slot = 0; level != null && slot < SLOTS; slot++) {
        @Nullable Object[] array = level.items[slot];
        if (array != null) {
          int kept = retain(array, level.counts[slot], dead);
          size -= level.counts[slot] - kept;
          level.counts[slot] = kept;
          if (kept == 0) {
            level.empty(slot);
          } else if (kept < array.length / 4) {
            level.items[slot] = Arrays.copyOf(array, Math.max(FIRST_CAPACITY, 2 * kept));
          }
        }
      }
    }
    findNextDue();
  }

  /** Moves what is worth keeping to the front, and returns how much that is. */
  private int retain(@Nullable Object[] array, int count, Predicate<T> dead) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      @SuppressWarnings("unchecked") // only file() puts items into slots, and it takes a T
      T item = (T) array[i];
      if (!dead.test(item)) {
        array[kept++] = item;
      }
    }
    Arrays.fill(array, kept, count, null);
    return kept;
  }

  private Level level(int number, long tick) {
    Level level = levels[number];
    if (level == null) {
      level = new Level(number, tick);
      levels[number] = level;
    }
    return level;
  }

  private boolean detachPassed(long tick) {
    if (tick < nextDue) {
      return false;
    }
    Level earliest = null;
    for (Level level : levels) {
      if (level != null
          && level.occupied != 0
          && (earliest == null || level.firstEnd() < earliest.firstEnd())) {
        earliest = level;
      }
    }
    if (earliest == null || earliest.firstEnd() > tick) {
      findNextDue();
      return false;
    }
    drainingCount = earliest.firstCount();
    draining = earliest.detachFirst();
    drainingLevel = earliest;
    findNextDue();
    return true;
  }

  private void findNextDue() {
    nextDue = Long.MAX_VALUE;
    for (Level level : levels) {
      if (level != null && level.occupied != 0) {
        nextDue = Math.min(nextDue, level.firstEnd());
      }
    }
  }
}
