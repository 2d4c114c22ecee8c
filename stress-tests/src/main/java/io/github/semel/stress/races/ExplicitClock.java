package io.github.semel.stress.races;

import io.github.semel.StoreClock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A clock that shows each thread the time that the thread has said it is, or the newest that the
 * clock has shown to anybody, if that is later: a store's clock never goes backwards. Safe for any
 * number of threads.
 */
final class ExplicitClock implements StoreClock {

  private static final VarHandle NEWEST;

  static {
    try {
      NEWEST = MethodHandles.lookup().findVarHandle(ExplicitClock.class, "newest", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final ThreadLocal<long[]> SAID = ThreadLocal.withInitial(() -> new long[1]);

  @SuppressWarnings("unused") // by the handle
  private long newest;

  /** From now on it is so many microseconds after the epoch, for the calling thread. */
  static void itIs(long micros) {
    SAID.get()[0] = micros;
  }

  /** Reads opaquely, so that the clock is no fence that would hide a missing one of the store's. */
  @Override
  public long micros() {
    long said = SAID.get()[0];
    long shown = (long) NEWEST.getOpaque(this);
    while (said > shown) {
      long witness = (long) NEWEST.compareAndExchange(this, shown, said);
      if (witness == shown) {
        return said;
      }
      shown = witness;
    }
    return shown;
  }
}
