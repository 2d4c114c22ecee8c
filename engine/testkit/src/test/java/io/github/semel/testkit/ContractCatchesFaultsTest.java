package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The contract, the sequences and the checked load can fail: each catches the faults it must. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ContractCatchesFaultsTest {

  private static final int SEQUENCES = 3_000;

  private static Events run(StoreFault fault, StoreFault testOf) throws ClassNotFoundException {
    Class<?> section =
        Class.forName(IdempotencyStoreContract.class.getName() + "$" + testOf.section());
    FaultyStoreContract.fault = fault;
    try {
      return EngineTestKit.engine("junit-jupiter")
          .selectors(
              selectNestedMethod(List.of(FaultyStoreContract.class), section, testOf.method()))
          .execute()
          .testEvents();
    } finally {
      FaultyStoreContract.fault = StoreFault.NONE;
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  @DisplayName("the contract catches a store with the fault, and passes the store without it")
  void contractCatches(StoreFault fault) throws ClassNotFoundException {
    run(fault, fault).assertStatistics(events -> events.started(1).failed(1));
    run(StoreFault.NONE, fault).assertStatistics(events -> events.started(1).succeeded(1));
  }

  static Stream<StoreFault> seenInSequences() {
    return Stream.of(StoreFault.values()).filter(StoreFault::isSeenInSequences);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("seenInSequences")
  @DisplayName("random sequences show a fault, and print the calls that led to it")
  void sequencesCatch(StoreFault fault) {
    assertThatThrownBy(() -> compareSequences(fault, SEQUENCES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("of this sequence")
        .hasMessageContaining("Claim[");
  }

  @Test
  @DisplayName("random sequences show nothing where there is no fault")
  void sequencesPassTheFaultless() throws Throwable {
    compareSequences(StoreFault.NONE, SEQUENCES);
  }

  /** From a fixed seed, so that each fault is found in every run or in none. */
  private static void compareSequences(StoreFault fault, int count) throws Throwable {
    JqwikSession.run(
        () -> {
          RandomGenerator<List<SequenceStep>> generator =
              SequenceStep.sequences().generator(1_000, true);
          Random random = new Random(42);
          for (int i = 0; i < count; i++) {
            Shrinkable<List<SequenceStep>> sequence = generator.next(random);
            new SequenceComparison(FaultyStoreContract.fixture(fault), OptionalLong.empty())
                .run(sequence.value());
          }
        });
  }

  static Stream<StoreFault> seenUnderLoad() {
    return Stream.of(StoreFault.values()).filter(StoreFault::isSeenUnderLoad);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("seenUnderLoad")
  @DisplayName("a checked load shows a fault, with the calls that led to it")
  void loadCatches(StoreFault fault) throws InterruptedException {
    LoadReport report = load(fault);

    assertThat(report.violationCount()).isPositive();
    assertThat(report.violations())
        .isNotEmpty()
        .allSatisfy(violation -> assertThat(violation.history()).isNotEmpty());
  }

  @Test
  @DisplayName("a checked load shows nothing where there is no fault")
  void loadPassesTheFaultless() throws InterruptedException {
    assertThat(load(StoreFault.NONE).violations()).isEmpty();
  }

  private static LoadReport load(StoreFault fault) throws InterruptedException {
    ManualClock clock = new ManualClock();
    FaultyStore store = new FaultyStore(fault, clock, OptionalLong.empty());
    return MixedLoad.of(8, 200_000, 200, 5).run(new CheckedStore(store, clock), clock);
  }
}
