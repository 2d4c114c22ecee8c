/**
 * A client that retries well: one key a call, and for each attempt how long to wait before the
 * next, whether there may be one, and whether the server is to be left alone for a while.
 *
 * <p>Time and chance come from outside, so that every schedule can be tested. This package knows
 * the JDK alone, and no store.
 */
@NullMarked
package io.github.semel.client;

import org.jspecify.annotations.NullMarked;
