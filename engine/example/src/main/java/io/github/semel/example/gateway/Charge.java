package io.github.semel.example.gateway;

import java.time.Instant;

/**
 * What the gateway did.
 *
 * @param order what it was asked for
 * @param approved whether the money was taken; false where it was declined
 * @param decidedAt when
 */
public record Charge(ChargeOrder order, boolean approved, Instant decidedAt) {}
