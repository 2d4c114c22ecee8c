/**
 * Which store for which workload: {@link io.github.semel.benchmarks.choose.Chooser} judges {@link
 * io.github.semel.benchmarks.choose.Candidate}s, by need, by memory, by rate and by how long calls
 * take.
 *
 * <p>Knows figures only, not where they come from. {@code chooser.js} beside the page has the same
 * rules for a browser; a test holds the two together.
 */
@NullMarked
package io.github.semel.benchmarks.choose;

import org.jspecify.annotations.NullMarked;
