/**
 * Semel for Spring Boot 3.5 and 4: auto-configuration of the store and the servlet filter, {@link
 * io.github.semel.spring.Idempotent} on controllers and on any bean's method, meters and health.
 */
@NullMarked
package io.github.semel.spring;

import org.jspecify.annotations.NullMarked;
