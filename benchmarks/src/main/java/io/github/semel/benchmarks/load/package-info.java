/**
 * Contenders under a steady load, each in a process of its own: what forks of a few seconds do not
 * show. How the cost of an operation grows with the number of live entries, what the collector
 * takes, and how long a request waits that comes at its own time.
 *
 * <p>Knows the contenders; measures without JMH, because what is asked for is what the process as a
 * whole does.
 */
@NullMarked
package io.github.semel.benchmarks.load;

import org.jspecify.annotations.NullMarked;
