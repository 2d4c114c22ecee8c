package io.github.semel.stress.races;

import io.github.semel.IdempotencyStore;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A store that belongs to one contest at a time. When one is over, the next takes it, hours later
 * by its clock: so each finds a store in which everything has expired, and in which there is
 * something to sweep and to use again. Making a store for each would cost more than the contest.
 */
final class Arena {

  private static final long HOURS = 36_000_000_000L;

  /** How many contests a store sees grow. */
  private static final int MOST_USES = 512;

  private static final AtomicLong KEYS = new AtomicLong();

  private static volatile Pools pools = new Pools(Subjects.named("heap"));

  final IdempotencyStore store;

  /** Where it goes when its contest is over; null when it is not for one at a time. */
  private final @Nullable ConcurrentLinkedQueue<Arena> home;

  /** When the contest begins. */
  long start;

  private Arena(
      Subject subject, int entries, boolean exactly, @Nullable ConcurrentLinkedQueue<Arena> home) {
    this.home = home;
    start = HOURS;
    ExplicitClock.itIs(start);
    store = subject.open(new ExplicitClock(), entries, exactly);
  }

  /** The arenas of a subject that no contest has. */
  private static final class Pools {

    final Subject subject;
    final ConcurrentLinkedQueue<Arena> open = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Arena> forOne = new ConcurrentLinkedQueue<>();

    /** For many contests at once, each with keys of its own; null until it is needed. */
    private @Nullable Arena growing;

    private int uses;

    Pools(Subject subject) {
      this.subject = subject;
    }

    synchronized Arena growing() {
      Arena current = growing;
      if (current == null || ++uses == MOST_USES) {
        // The one before is not closed: contests are still going on in it. It goes with the last.
        current = new Arena(subject, 2 * MOST_USES * Contest.NEWCOMERS, false, null);
        growing = current;
        uses = 0;
      }
      return current;
    }
  }

  /** From now on, contests are held in stores of this kind. */
  static void use(Subject subject) {
    pools = new Pools(subject);
  }

  /** An arena in which nothing is alive, with room for many records or for just one. */
  static Arena enter(boolean forOne) {
    Pools current = pools;
    ConcurrentLinkedQueue<Arena> free = forOne ? current.forOne : current.open;
    Arena arena = free.poll();
    if (arena == null) {
      return new Arena(current.subject, forOne ? 1 : 64, forOne, free);
    }
    arena.start += HOURS;
    return arena;
  }

  /** The arena that all contests of this time are in, at the same time by the clock. */
  static Arena enterGrowing() {
    return pools.growing();
  }

  /** The contest is over. */
  void leave() {
    if (home != null) {
      home.add(this);
    }
  }

  /** A key that was never used: a UUID or another, in turn. */
  static String newKey() {
    long number = KEYS.incrementAndGet();
    return (number & 1) == 0 ? new UUID(number, ~number).toString() : "order-" + number;
  }
}
