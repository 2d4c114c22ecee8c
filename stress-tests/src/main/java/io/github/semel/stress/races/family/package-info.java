/**
 * One class a race: the invariant, who does what at which time, and every outcome that is
 * acceptable; any other is forbidden. The classes are public because the code that jcstress makes
 * from them needs it. They know {@link io.github.semel.stress.races.Contest} and nothing of the
 * store behind it.
 */
@NullMarked
package io.github.semel.stress.races.family;

import org.jspecify.annotations.NullMarked;
