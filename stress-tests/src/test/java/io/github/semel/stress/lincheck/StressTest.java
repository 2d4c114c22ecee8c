package io.github.semel.stress.lincheck;

import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores are linearizable with their threads run as they come. */
class StressTest {

  @ParameterizedTest
  @DisplayName("stores are linearizable under stress")
  @ValueSource(
      classes = {
        StoresOfThisProcess.Heap.class,
        StoresOfThisProcess.Compact.class,
        StoresOfThisProcess.Chronicle.class
      })
  void stress(Class<?> store) {
    Search.check(new StressOptions(), Scenarios.all(), StoresOfThisProcess.Model.class, store);
  }

  @ParameterizedTest
  @DisplayName("full stores are linearizable under stress")
  @ValueSource(
      classes = {
        StoresOfThisProcess.FullHeap.class,
        StoresOfThisProcess.FullCompact.class,
        StoresOfThisProcess.FullChronicle.class
      })
  void stressOfFullStores(Class<?> store) {
    Search.check(
        new StressOptions(), Scenarios.ofFullStores(), StoresOfThisProcess.FullModel.class, store);
  }
}
