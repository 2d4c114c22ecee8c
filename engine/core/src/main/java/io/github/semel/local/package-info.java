/**
 * What the stores inside one process share: their room, and what they tell those who wait. Not
 * exported: for the packages of this module alone.
 */
@NullMarked
package io.github.semel.local;

import org.jspecify.annotations.NullMarked;
