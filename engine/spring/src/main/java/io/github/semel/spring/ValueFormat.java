package io.github.semel.spring;

import io.github.semel.executor.Codec;
import java.lang.reflect.Type;

/**
 * How the results of {@link Idempotent} methods are stored, and how arguments are compared. The
 * application's JSON by Jackson 3 or 2, unless a bean of this type is given. Safe for any thread.
 */
public interface ValueFormat {

  /**
   * A codec for the results of a method.
   *
   * @param type what the method returns; of a stage, what that holds
   * @throws io.github.semel.InvalidArgumentException when results of that type cannot be kept
   */
  Codec<Object> codec(Type type);

  /**
   * Bytes that are the same for the same value, also in another process.
   *
   * @throws Exception when the value has none
   */
  byte[] canonical(Object value) throws Exception;
}
