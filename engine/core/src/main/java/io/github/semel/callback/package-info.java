/**
 * Running other people's callbacks. Not exported: for the packages of this module alone, and it
 * knows the JDK alone.
 */
@NullMarked
package io.github.semel.callback;

import org.jspecify.annotations.NullMarked;
