package io.github.semel.redis.connection;

import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisClientConfig;

/**
 * How a connection to a server is made and used.
 *
 * @param client timeouts, credentials, encryption and names, as Jedis takes them
 * @param replicas how many replicas are to confirm a durable write; 0 for none
 * @param replicaTimeoutMillis how long they have for it
 * @param stallNanos how long an exchange may take before its connection is given up
 * @param mustBeMaster whether a server that says that it is a replica is refused
 * @param manyKeys whether keys that travel together may be one command's; a cluster refuses that
 * @param sentinels who must name the server as the master; null where there are none
 */
public record LinkSettings(
    JedisClientConfig client,
    int replicas,
    long replicaTimeoutMillis,
    long stallNanos,
    boolean mustBeMaster,
    boolean manyKeys,
    @Nullable Sentinels sentinels) {}
