package io.github.semel.stress.races;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreClock;

/** A kind of store that races are run on. */
public interface Subject {

  /** Its name on the command line and in reports. */
  String name();

  /** Whether it is there to be found out. */
  boolean isFlawed();

  /**
   * Opens a store.
   *
   * @param entries how many records it must admit
   * @param exactly whether it must refuse more than that
   */
  IdempotencyStore open(StoreClock clock, int entries, boolean exactly);
}
