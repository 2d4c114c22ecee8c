package io.github.semel.spring;

import io.github.semel.http.HttpIdempotencyBuilder;

/**
 * Has the last word on the rules for HTTP requests, after the properties. All beans of this type
 * are called, in their order.
 */
@FunctionalInterface
public interface HttpIdempotencyCustomizer {

  /** Changes the rules before they are made. */
  void customize(HttpIdempotencyBuilder builder);
}
