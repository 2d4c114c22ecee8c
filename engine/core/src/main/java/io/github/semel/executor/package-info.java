/**
 * The executor: work of a service under a claim, with typed results, handling of duplicates and of
 * doubt, and a kept lease.
 *
 * <p>This package knows the protocol package and the JDK, and works with any store.
 */
@NullMarked
package io.github.semel.executor;

import org.jspecify.annotations.NullMarked;
