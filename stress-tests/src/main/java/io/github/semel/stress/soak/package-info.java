/**
 * A steady load for as long as asked, and whether memory is flat under it: {@link
 * io.github.semel.stress.soak.Slope} says so with its error, not by looking.
 */
@NullMarked
package io.github.semel.stress.soak;

import org.jspecify.annotations.NullMarked;
