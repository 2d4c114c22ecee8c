package io.github.semel.testkit;

/**
 * What not every store can do. A {@link StoreFixture} declares what its store can; a test that
 * needs more is aborted with a message that names what is missing, so the report shows what was not
 * tested.
 */
public enum Capability {
  /** The store goes by {@link StoreSetup#clock} and by no other time. */
  MANUAL_CLOCK,
  /** The store admits exactly {@link StoreSetup#maxEntries} unexpired records. */
  BOUNDED,
  /** The counts in {@link io.github.semel.StoreStats} are of this store's records alone. */
  EXACT_STATS,
  /** The store has a {@link io.github.semel.SettlementNotifier}. */
  SETTLEMENT_NOTIFIER
}
