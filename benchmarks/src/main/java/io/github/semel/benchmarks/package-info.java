/**
 * The command line of the benchmarks: {@link io.github.semel.benchmarks.Compare} runs a {@link
 * io.github.semel.benchmarks.Plan} of JMH benchmarks, one fork at a time, and leaves files from
 * which the report is made.
 *
 * <p>{@link io.github.semel.benchmarks.ChooseCommand} asks {@code choose} for a store, and has a
 * {@link io.github.semel.benchmarks.Trial} measure what is in question.
 *
 * <p>{@code contender} has what is compared in memory, {@code suite} the benchmarks of it, {@code
 * redis} both for what is compared over Redis, {@code load} the loads of processes of their own,
 * {@code report} the way from files to tables, charts and pages.
 */
@NullMarked
package io.github.semel.benchmarks;

import org.jspecify.annotations.NullMarked;
