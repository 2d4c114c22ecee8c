/**
 * The command line: {@link io.github.semel.stress.Main} has a command for each kind of evidence.
 * {@link io.github.semel.stress.Campaign} runs scenarios against stores and real servers, breaks
 * what the stores depend on, and counts every answer that the protocol does not allow. {@code
 * redis} has the scenarios of the store on Redis.
 */
@NullMarked
package io.github.semel.stress;

import org.jspecify.annotations.NullMarked;
