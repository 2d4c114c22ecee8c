/**
 * What an implementer of {@link io.github.semel.IdempotencyStore} tests a store with.
 *
 * <p>{@link io.github.semel.testkit.IdempotencyStoreContract} is the protocol as tests: extend it,
 * say with a {@link io.github.semel.testkit.StoreFixture} how the store is opened, and declare what
 * the store can do. {@link io.github.semel.testkit.StoreModel} is the protocol as a plain
 * sequential program, to compare with. {@link io.github.semel.testkit.CheckedStore} watches a store
 * while many threads use it, and {@link io.github.semel.testkit.MixedLoad} is a load to watch it
 * under.
 *
 * <p>This package knows the API in {@code io.github.semel}, JUnit, AssertJ and jqwik. It knows no
 * store: the stores' own tests depend on it, never the other way round.
 */
@NullMarked
package io.github.semel.testkit;

import org.jspecify.annotations.NullMarked;
