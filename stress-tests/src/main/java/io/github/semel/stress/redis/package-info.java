/**
 * What a store on Redis goes through: lost replies, failovers, partitions, a cluster that changes
 * its shape, and servers that forget scripts, connections or everything. All servers and proxies
 * are on 127.0.0.1 and end with their scenario.
 */
@NullMarked
package io.github.semel.stress.redis;

import org.jspecify.annotations.NullMarked;
