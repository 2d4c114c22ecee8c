package io.github.semel.chronicle;

import io.github.semel.IdempotencyStore;
import io.github.semel.testkit.Capability;
import io.github.semel.testkit.IdempotencyStoreContract;
import io.github.semel.testkit.StoreFixture;
import io.github.semel.testkit.StoreSetup;
import java.util.Set;

/** The contract, with everything that a store can do. */
abstract class ChronicleStoreContract extends IdempotencyStoreContract {

  private static final long USUAL_ENTRIES = 30_000;

  /** Where the store is. */
  abstract ChronicleMapStoreBuilder builder(long maxEntries);

  IdempotencyStore opened(ChronicleMapStoreBuilder builder) {
    return builder.open();
  }

  @Override
  protected StoreFixture fixture() {
    return new StoreFixture() {
      @Override
      public Set<Capability> capabilities() {
        return Set.of(Capability.values());
      }

      @Override
      public IdempotencyStore open(StoreSetup setup) {
        return opened(
            builder(setup.maxEntries().orElse(USUAL_ENTRIES))
                .reservedOutcomeBytes(32)
                .clock(setup.clock()));
      }

      @Override
      public int raceRounds() {
        // Its locks spin, which takes time where there are few cores.
        return 500;
      }

      @Override
      public long sweepSlack() {
        // Half of 2,000 live ones, and 32 in each of 32 segments.
        return 1_000 + 32 * SegmentExpiry.FEW;
      }
    };
  }
}
