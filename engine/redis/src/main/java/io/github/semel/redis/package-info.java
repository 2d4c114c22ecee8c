/**
 * The store on Redis and what its users set: where the servers are, how they are reached, and how
 * sure a write must be. The scripts beside these classes are the protocol; {@link
 * io.github.semel.redis.RecordFormat} is their record. Knows the API of the engine, and Redis
 * through the package {@code connection} alone.
 */
package io.github.semel.redis;
