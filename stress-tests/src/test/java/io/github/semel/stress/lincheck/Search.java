package io.github.semel.stress.lincheck;

import java.util.List;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.Options;

/**
 * Looks for an answer that concurrent calls get and that the model gives to the same calls in no
 * order.
 *
 * <p>{@code -Dsemel.lincheck.iterations=100 -Dsemel.lincheck.invocations=2000} searches long.
 */
final class Search {

  /** Random scenarios, beside those of our own. */
  private static final int ITERATIONS = Integer.getInteger("semel.lincheck.iterations", 1);

  /** Runs of each scenario. */
  private static final int INVOCATIONS = Integer.getInteger("semel.lincheck.invocations", 30);

  private Search() {}

  /** Fails where there is one. */
  static void check(
      Options<?, ?> options,
      List<ExecutionScenario> scenarios,
      Class<? extends Calls> model,
      Class<?> store) {
    check(options, INVOCATIONS, scenarios, model, store);
  }

  /** The same with so many runs of each scenario, until one fails. */
  static void check(
      Options<?, ?> options,
      int invocations,
      List<ExecutionScenario> scenarios,
      Class<? extends Calls> model,
      Class<?> store) {
    options
        .iterations(ITERATIONS)
        .invocationsPerIteration(invocations)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(1)
        // A shorter history is not worth the time that it takes to find.
        .minimizeFailedScenario(false)
        .sequentialSpecification(model);
    scenarios.forEach(options::addCustomScenario);
    options.check(store);
  }
}
