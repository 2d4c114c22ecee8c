package io.github.semel.testkit;

import io.github.semel.Limits;
import java.util.OptionalLong;

/**
 * How a test wants its store.
 *
 * @param clock the time to go by; a store without {@link Capability#MANUAL_CLOCK} ignores it
 * @param maxEntries how many records to admit; empty unless {@link Capability#BOUNDED} is declared,
 *     and then the store should take as many as there is memory for
 */
public record StoreSetup(ManualClock clock, OptionalLong maxEntries) {

  /** Checks the parts. */
  public StoreSetup {
    Limits.requireNonNull("clock", clock);
    Limits.requireNonNull("maxEntries", maxEntries);
  }
}
