package io.github.semel.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.opentest4j.TestAbortedException;

/**
 * Reports a property as aborted when the store lacks a capability that it needs. jqwik would call a
 * property whose every try is aborted a failure.
 */
final class SequenceCapabilities implements AroundPropertyHook {

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    IdempotencyStoreContract contract = (IdempotencyStoreContract) context.testInstance();
    Set<Capability> declared = contract.fixture().capabilities();
    List<Capability> missing =
        context
            .findAnnotation(SequenceNeeds.class)
            .map(needs -> Arrays.stream(needs.value()).filter(c -> !declared.contains(c)).toList())
            .orElse(List.of());
    PropertyExecutionResult result = property.execute();
    return missing.isEmpty()
        ? result
        : result.mapTo(
            PropertyExecutionResult.Status.ABORTED,
            new TestAbortedException(
                "missing capability: " + missing + " is not declared by this store's fixture"));
  }
}
