/**
 * What idempotency keys take from an HTTP server: a server of the JDK with and without them, under
 * the same load in the same process. Knows {@code semel-http} and the JDK.
 */
@NullMarked
package io.github.semel.benchmarks.http;

import org.jspecify.annotations.NullMarked;
