/** Faults of a store in a file: its process is killed. */
@org.jspecify.annotations.NullMarked
package io.github.semel.stress.chronicle;
