package io.github.semel.redis;

/**
 * What a server says of itself in {@code INFO}.
 *
 * @param address where it is
 * @param version its version, for example {@code 7.0.15}
 * @param mode {@code standalone}, {@code sentinel} or {@code cluster}
 * @param role {@code master} or {@code slave}
 * @param maxMemoryPolicy what it does when its memory is full
 * @param maxMemoryBytes how much memory it may use; 0 for no bound
 * @param usedMemoryBytes how much it uses
 * @param appendOnlyFile whether every write goes to a file
 * @param replicas how many are connected
 * @param keys how many keys the store's database holds, others' included
 * @param evictedKeys how many keys it has evicted since it was started
 * @param expiredKeys how many keys it has expired since it was started
 */
public record ServerReport(
    RedisAddress address,
    String version,
    String mode,
    String role,
    String maxMemoryPolicy,
    long maxMemoryBytes,
    long usedMemoryBytes,
    boolean appendOnlyFile,
    int replicas,
    long keys,
    long evictedKeys,
    long expiredKeys) {}
