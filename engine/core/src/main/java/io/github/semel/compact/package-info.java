/**
 * The compact store on the Java heap, for one process with many keys.
 *
 * <p>{@link io.github.semel.compact.StripedStore} spreads its keys over stripes. A stripe has an
 * index of addresses ({@link io.github.semel.compact.Index}), records of 48 bytes in chunks ({@link
 * io.github.semel.compact.RecordView}), and a slab for what has no fixed size ({@link
 * io.github.semel.compact.Slab}). Every change happens under the stripe's monitor; duplicates are
 * answered without it, under sequence locks ({@link io.github.semel.compact.Versions}).
 *
 * <p>This package knows the protocol package, what in-process stores share, and the JDK.
 */
@NullMarked
package io.github.semel.compact;

import org.jspecify.annotations.NullMarked;
