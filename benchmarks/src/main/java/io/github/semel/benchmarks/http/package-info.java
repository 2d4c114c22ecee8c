/**
 * What idempotency keys take from an HTTP server: the JDK's and Jetty with and without them, under
 * the same load in the same process. Knows {@code semel-http} and the servers.
 */
@NullMarked
package io.github.semel.benchmarks.http;

import org.jspecify.annotations.NullMarked;
