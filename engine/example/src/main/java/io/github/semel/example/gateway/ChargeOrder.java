package io.github.semel.example.gateway;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What the gateway is asked to charge.
 *
 * @param key the caller's name for this charge; the same for every attempt at one payment
 * @param account who is to get the money
 * @param payment the caller's payment
 * @param reference what the payment is for, in the words of the one who pays; may be empty
 * @param amount in units of the currency
 * @param currency its ISO 4217 code
 * @param paymentMethod what is charged
 * @param requestedAt when the payment was asked for
 */
public record ChargeOrder(
    String key,
    String account,
    String payment,
    String reference,
    BigDecimal amount,
    String currency,
    String paymentMethod,
    Instant requestedAt) {}
