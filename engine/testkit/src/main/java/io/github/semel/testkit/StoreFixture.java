package io.github.semel.testkit;

import io.github.semel.IdempotencyStore;
import io.github.semel.Limits;
import java.util.Set;

/**
 * What an implementer gives to {@link IdempotencyStoreContract}: how the store is opened, and what
 * it can do.
 */
public interface StoreFixture {

  /** What the store can do; tests that need more are aborted. */
  Set<Capability> capabilities();

  /**
   * Opens a store. The test closes it. It may hold records of others, whose keys the tests never
   * use; with {@link Capability#BOUNDED} or {@link Capability#EXACT_STATS} it must be empty.
   */
  IdempotencyStore open(StoreSetup setup) throws Exception;

  /**
   * How many expired records the store may keep under steady load, beyond those that have not
   * expired: the slack that its documentation states.
   */
  default long sweepSlack() {
    return 1_024;
  }

  /**
   * How many rounds a race runs, 100 or more. A store whose calls cross a network may ask for fewer
   * than the default; a fault that shows in few interleavings is then caught by fewer of its runs.
   */
  default int raceRounds() {
    return 2_000;
  }

  /** A fixture for a store that is opened by {@code opening} and has these capabilities. */
  static StoreFixture of(Opening opening, Capability... capabilities) {
    Limits.requireNonNull("opening", opening);
    Set<Capability> declared = Set.of(capabilities);
    return new StoreFixture() {
      @Override
      public Set<Capability> capabilities() {
        return declared;
      }

      @Override
      public IdempotencyStore open(StoreSetup setup) throws Exception {
        return opening.open(setup);
      }
    };
  }

  /** Opens a store; see {@link StoreFixture#open}. */
  @FunctionalInterface
  interface Opening {

    /** Opens a store. */
    IdempotencyStore open(StoreSetup setup) throws Exception;
  }
}
