/**
 * The JMH benchmarks, one class a question, and what they are made of: {@link
 * io.github.semel.benchmarks.suite.KeyRing} and {@link io.github.semel.benchmarks.suite.Zipf} make
 * the load outside the measured path, {@link io.github.semel.benchmarks.suite.SteadyState} keeps
 * the number of live entries the same for every contender.
 *
 * <p>Every benchmark has the parameter {@code store}, the name of a contender.
 */
@NullMarked
package io.github.semel.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
