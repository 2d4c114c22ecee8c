/**
 * The benchmarks of the store on Redis and of what people use instead, over real servers: one
 * server alone, and a master that a replica follows ({@link
 * io.github.semel.benchmarks.redis.RedisTarget}). All clients, the servers and the benchmark share
 * one machine and talk over its loopback: what a network would add is the same for each round trip.
 *
 * <p>Every benchmark has the parameter {@code store}, the name of a contender.
 */
@NullMarked
package io.github.semel.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
