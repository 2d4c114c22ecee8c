/**
 * Stores on the Java heap, for one process.
 *
 * <p>{@link io.github.semel.heap.ConcurrentHashMapStore} spreads its keys over stripes. A stripe is
 * a {@code ConcurrentHashMap}, an expiry wheel and a monitor: every change of a record happens
 * under the monitor of its key's stripe, and duplicates are answered without it.
 *
 * <p>This package knows the protocol package and the JDK.
 */
@NullMarked
package io.github.semel.heap;

import org.jspecify.annotations.NullMarked;
