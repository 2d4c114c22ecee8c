package io.github.semel;

import java.util.function.Supplier;

/**
 * The result of one item of a batch.
 *
 * @param <T> what the single operation returns
 */
public sealed interface ItemResult<T> {

  /**
   * The operation took place.
   *
   * @param <T> what the single operation returns
   * @param value what it returned
   */
  record Done<T>(T value) implements ItemResult<T> {

    @Override
    public T get() {
      return value;
    }
  }

  /**
   * The operation threw.
   *
   * @param <T> what the single operation returns
   * @param exception what it threw
   */
  record Failed<T>(IdempotencyException exception) implements ItemResult<T> {

    @Override
    public T get() {
      throw exception;
    }
  }

  /** What the operation returned; throws what it threw. */
  T get();

  /** Runs one operation and keeps what becomes of it. */
  static <T> ItemResult<T> of(Supplier<T> operation) {
    try {
      return new Done<>(operation.get());
    } catch (IdempotencyException e) {
      return new Failed<>(e);
    }
  }
}
