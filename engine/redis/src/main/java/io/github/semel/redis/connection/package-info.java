/**
 * How commands get to the servers and answers back: lanes and pools of connections, who the masters
 * are, and what is sent again when. Knows Jedis and the protocol of Redis; knows nothing of claims.
 * Not for users: the module does not export it.
 */
package io.github.semel.redis.connection;
