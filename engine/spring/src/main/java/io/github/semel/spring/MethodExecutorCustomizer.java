package io.github.semel.spring;

import io.github.semel.executor.IdempotentExecutorBuilder;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Has the last word on how an {@link Idempotent} method is executed: which failures are final, what
 * happens in doubt, what duplicates get. All beans of this type are called, in their order, once
 * for each method before its first call.
 */
@FunctionalInterface
public interface MethodExecutorCustomizer {

  /**
   * Changes the options.
   *
   * @param method the annotated method, as the bean's class has it
   * @param builder over what the method returns, or what its stage holds; empty for null and where
   *     it returns nothing
   */
  void customize(Method method, IdempotentExecutorBuilder<Optional<Object>> builder);
}
