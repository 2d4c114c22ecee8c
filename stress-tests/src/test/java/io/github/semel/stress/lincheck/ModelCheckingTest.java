package io.github.semel.stress.lincheck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import io.github.semel.stress.races.Flaw;
import io.github.semel.stress.races.FlawedStore;
import io.github.semel.testkit.ManualClock;
import io.github.semel.testkit.StoreModel;
import java.util.List;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stores are linearizable with each access decided by Lincheck, which so finds what hardly ever
 * happens. It follows what is done on the heap: of Chronicle's store, whose records lie outside,
 * {@link StressTest} says all that is said here.
 */
class ModelCheckingTest {

  /** Runs of each scenario that is to find a flaw; the first that does is the last. */
  private static final int SEARCHES = 200;

  @ParameterizedTest
  @DisplayName("stores on the heap are linearizable, by model checking")
  @ValueSource(classes = {StoresOfThisProcess.Heap.class, StoresOfThisProcess.Compact.class})
  void modelChecking(Class<?> store) {
    Search.check(modelChecking(), Scenarios.all(), StoresOfThisProcess.Model.class, store);
  }

  @ParameterizedTest
  @DisplayName("full stores on the heap are linearizable, by model checking")
  @ValueSource(
      classes = {StoresOfThisProcess.FullHeap.class, StoresOfThisProcess.FullCompact.class})
  void modelCheckingOfFullStores(Class<?> store) {
    Search.check(
        modelChecking(), Scenarios.ofFullStores(), StoresOfThisProcess.FullModel.class, store);
  }

  @Test
  @DisplayName("the store that flaws are put into is linearizable without them")
  void withoutFlaw() {
    StoresOfThisProcess.Flawed.flaw = null;
    StoresOfThisProcess.Flawed.maxEntries = Integer.MAX_VALUE;
    Search.check(
        modelChecking(),
        List.of(Scenarios.claims(), Scenarios.takeover(), Scenarios.expiry(), Scenarios.reuse()),
        StoresOfThisProcess.Model.class,
        StoresOfThisProcess.Flawed.class);
  }

  /** Two keys do not make an index grow: that flaw is left to the races. */
  @ParameterizedTest
  @DisplayName("each flaw is found by model checking in the scenario that is made for it")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INDEX_READ_WHILE_IT_GROWS")
  void flaws(Flaw flaw) {
    boolean full = flaw == Flaw.ROOM_CHECKED_THEN_TAKEN || flaw == Flaw.SWEEP_CHECKS_THEN_REMOVES;
    StoresOfThisProcess.Flawed.flaw = flaw;
    StoresOfThisProcess.Flawed.maxEntries = full ? 1 : Integer.MAX_VALUE;
    assertThatThrownBy(
            () ->
                Search.check(
                    modelChecking(),
                    SEARCHES,
                    List.of(Scenarios.thatShows(flaw)),
                    full ? StoresOfThisProcess.FullModel.class : StoresOfThisProcess.Model.class,
                    StoresOfThisProcess.Flawed.class))
        .isInstanceOf(LincheckAssertionError.class);
  }

  private static ModelCheckingOptions modelChecking() {
    ModelCheckingOptions options = new ModelCheckingOptions();
    // Keys are looked at letter by letter: that is no thread that waits for another.
    options.loopIterationsBeforeThreadSwitch(100).loopBound(1_000);
    // What no other thread sees need not be followed, and the model is under a lock.
    options.addGuarantee(
        forClasses(
                "io.github.semel.heap.HeapStoreProvider",
                "io.github.semel.compact.CompactStoreProvider")
            .methods("open")
            .ignore());
    options.addGuarantee(
        forClasses(
                StoreModel.class.getName(),
                "io.github.semel.ClaimRequest",
                "io.github.semel.ClaimTerms",
                "io.github.semel.Limits",
                "io.github.semel.Outcome",
                "io.github.semel.Owner",
                "io.github.semel.Micros",
                "io.github.semel.compact.Key",
                "io.github.semel.compact.KeyCodec",
                "io.github.semel.compact.KeyHash",
                "java.time.Duration",
                "java.time.Instant")
            .allMethods()
            .ignore());
    options.addGuarantee(
        forClasses(Calls.class.getName()).methods("request", "name", "since", "bytes").ignore());
    options.addGuarantee(forClasses(FlawedStore.class.getName()).methods("pause", "note").ignore());
    options.addGuarantee(forClasses(ManualClock.class.getName()).allMethods().treatAsAtomic());
    // Lincheck does not know arrays of bytes that are read as longs.
    options.addGuarantee(forClasses("io.github.semel.compact.Words").allMethods().treatAsAtomic());
    return options;
  }
}
