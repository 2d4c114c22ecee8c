/**
 * The filter for Jakarta Servlet 6.0 and later. Knows the core of this module and the servlet API,
 * and no container.
 */
@NullMarked
package io.github.semel.http.servlet;

import org.jspecify.annotations.NullMarked;
