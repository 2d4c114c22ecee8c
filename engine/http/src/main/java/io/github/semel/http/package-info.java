/**
 * Idempotency keys for HTTP, whatever the server: which key a request has, what makes two requests
 * the same, what duplicates are told, and what of a response is stored and replayed.
 *
 * <p>Everything meets in {@link io.github.semel.http.HttpIdempotency}. A server is brought in by an
 * adapter that presents its requests as {@link io.github.semel.http.HttpCall}s; this package knows
 * the engine and the JDK's base module, and neither of the adapters in the packages below it.
 */
@NullMarked
package io.github.semel.http;

import org.jspecify.annotations.NullMarked;
