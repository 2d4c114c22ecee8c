/**
 * The command line: {@link io.github.semel.stress.Main} has a command for each kind of evidence.
 * {@link io.github.semel.stress.Campaign} runs scenarios against stores and real servers, breaks
 * what the stores depend on, and counts every answer that the protocol does not allow; {@code
 * redis} and {@code chronicle} have the scenarios of those stores. {@code races} puts calls of the
 * stores inside the process against each other, under jcstress. {@code history} records what
 * clients see while things fail, and judges it afterwards; {@code soak} watches memory.
 */
@NullMarked
package io.github.semel.stress;

import org.jspecify.annotations.NullMarked;
