/**
 * What is compared over Redis: the store, the store's own claim script in the hands of bare
 * clients, and the rivals. {@link io.github.semel.benchmarks.redis.contender.RedisContenders} knows
 * them by name.
 */
@NullMarked
package io.github.semel.benchmarks.redis.contender;

import org.jspecify.annotations.NullMarked;
