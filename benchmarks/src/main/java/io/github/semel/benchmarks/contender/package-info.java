/**
 * The stores and libraries that are compared, behind one small adapter each: {@link
 * io.github.semel.benchmarks.contender.Contender}.
 *
 * <p>A store of Semel's protocol is named by its URI and found on the class path; a rival, which
 * solves part of the problem with other means, has a short name. What a rival lacks is told by its
 * {@link io.github.semel.benchmarks.contender.Traits}, and every table shows it.
 */
@NullMarked
package io.github.semel.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
