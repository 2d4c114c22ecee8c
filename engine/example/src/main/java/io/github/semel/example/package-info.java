/**
 * A payments API that charges once however often it is asked: the filter of {@code semel-http}
 * around one endpoint, and the executor of {@code semel-core} behind four others that handle
 * duplicates in different ways.
 */
@NullMarked
package io.github.semel.example;

import org.jspecify.annotations.NullMarked;
