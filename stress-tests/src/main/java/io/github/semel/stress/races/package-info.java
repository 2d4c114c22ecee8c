/**
 * Races between two or three calls, under jcstress: {@code family} has the races with all that may
 * come of them; {@link io.github.semel.stress.races.Contest} is the key that each is about; {@link
 * io.github.semel.stress.races.Subjects} knows the stores, and {@link
 * io.github.semel.stress.races.FlawedStore} is what each race is shown to catch. Knows stores by
 * their URI alone.
 */
@NullMarked
package io.github.semel.stress.races;

import org.jspecify.annotations.NullMarked;
