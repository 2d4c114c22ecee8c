package io.github.semel.testkit;

import io.github.semel.IdempotencyStore;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * The claim protocol as tests. A store passes them all, or aborts visibly those that need a {@link
 * Capability} which its fixture does not declare.
 *
 * <pre>{@code
 * class MyStoreContractTest extends IdempotencyStoreContract {
 *   @Override
 *   protected StoreFixture fixture() {
 *     return StoreFixture.of(
 *         setup -> new MyStore(setup.clock(), setup.maxEntries()), MANUAL_CLOCK, BOUNDED);
 *   }
 * }
 * }</pre>
 *
 * <p>The nested classes are run by JUnit Jupiter, the properties by jqwik; put both engines on the
 * test path, or half of the contract is not run. Keys are made by the kit and used once, so a store
 * may be shared by runs. No test sleeps or reads a real clock.
 */
public abstract class IdempotencyStoreContract {

  /** For subclasses. */
  protected IdempotencyStoreContract() {}

  /** How the store under test is opened, and what it can do. Called often. */
  protected abstract StoreFixture fixture();

  @Property(tries = 300)
  @Label("any sequence of calls is answered as the model answers it, as time passes")
  @AddLifecycleHook(SequenceCapabilities.class)
  @SequenceNeeds(Capability.MANUAL_CLOCK)
  void sequencesAreAnsweredAsByTheModel(@ForAll("sequences") List<SequenceStep> sequence)
      throws Exception {
    new SequenceComparison(fixture(), OptionalLong.empty()).run(sequence);
  }

  @Property(tries = 200)
  @Label("any sequence of calls of a store that is often full is answered as the model answers it")
  @AddLifecycleHook(SequenceCapabilities.class)
  @SequenceNeeds({Capability.MANUAL_CLOCK, Capability.BOUNDED})
  void sequencesOnAFullStoreAreAnsweredAsByTheModel(
      @ForAll("sequences") List<SequenceStep> sequence) throws Exception {
    new SequenceComparison(fixture(), OptionalLong.of(SequenceStep.KEYS - 2)).run(sequence);
  }

  @Provide
  Arbitrary<List<SequenceStep>> sequences() {
    return SequenceStep.sequences();
  }

  /** What {@link IdempotencyStore#claim} answers. */
  @Nested
  @DisplayName("claim")
  class Claiming extends ClaimContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** What {@link IdempotencyStore#complete} answers. */
  @Nested
  @DisplayName("complete")
  class Completing extends CompleteContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** What a holder does with its claim. */
  @Nested
  @DisplayName("renew and release")
  class RenewingAndReleasing extends RenewReleaseContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** What a holder that lost its claim cannot do. */
  @Nested
  @DisplayName("a holder that lost its claim")
  class StaleTickets extends StaleTicketContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** That fences increase. */
  @Nested
  @DisplayName("fences")
  class Fences extends FenceContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** When leases lapse and records expire. */
  @Nested
  @DisplayName("expiry")
  class Expiring extends ExpiryContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** That outcomes are kept byte for byte. */
  @Nested
  @DisplayName("outcomes")
  class Outcomes extends OutcomeContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** What operators do. */
  @Nested
  @DisplayName("find, amend and forget")
  class Operating extends OperatorContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** What {@link IdempotencyStore#pending} lists. */
  @Nested
  @DisplayName("the scan of pending claims")
  class ListingPending extends PendingContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** What is refused, and which keys are different. */
  @Nested
  @DisplayName("input")
  class BadInput extends InputContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** What the batch forms answer. */
  @Nested
  @DisplayName("batches")
  class Batches extends BatchContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** What a full store does. */
  @Nested
  @DisplayName("a full store")
  class Capacity extends CapacityContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** Closing, counting and sweeping. */
  @Nested
  @DisplayName("closing, counting and sweeping")
  class Lifecycle extends LifecycleContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** When waiters are called back. */
  @Nested
  @DisplayName("waiting for a settlement")
  class Notifying extends NotifierContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** What must hold in every interleaving of a holder's calls with others'. */
  @Nested
  @DisplayName("races of holders")
  class HolderRaces extends HolderRaceContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }

  /** What must hold in every interleaving of claims. */
  @Nested
  @DisplayName("races of claims")
  class Races extends RaceContract {
    @Override
    StoreFixture fixture() {
      return IdempotencyStoreContract.this.fixture();
    }
  }
}
