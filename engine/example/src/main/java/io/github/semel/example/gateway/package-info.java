/**
 * A payment gateway as others run one, simulated: it charges whatever it is asked to charge, keeps
 * a record of it, says what it did for a key, and fails to order. It knows nothing of Semel.
 */
@NullMarked
package io.github.semel.example.gateway;

import org.jspecify.annotations.NullMarked;
