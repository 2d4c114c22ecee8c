/**
 * The filter for the JDK's own HTTP server. Knows the core of this module and {@code
 * jdk.httpserver}, and nothing of servlets.
 */
@NullMarked
package io.github.semel.http.jdk;

import org.jspecify.annotations.NullMarked;
