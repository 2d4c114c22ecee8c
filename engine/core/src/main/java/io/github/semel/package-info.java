/**
 * The claim protocol as types: what a store does ({@link io.github.semel.IdempotencyStore}), what
 * is asked of it, and what it answers.
 *
 * <p>A key is <em>claimed</em>, the work is done, and the claim is <em>completed</em> with the
 * outcome, which every later claim of the key gets until the time to live ends. Expected answers
 * are values of sealed types; misuse is an {@link io.github.semel.InvalidArgumentException}, and
 * what a store cannot do is an {@link io.github.semel.IdempotencyException}.
 *
 * <p>This package knows the JDK and nothing else. The stores and the executor know this package; it
 * knows none of them, and finds stores by {@link java.util.ServiceLoader} alone.
 */
@NullMarked
package io.github.semel;

import org.jspecify.annotations.NullMarked;
