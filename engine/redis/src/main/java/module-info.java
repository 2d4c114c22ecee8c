/** The store on Redis: one server, Sentinel or Cluster, for many processes and machines. */
@org.jspecify.annotations.NullMarked
module io.github.semel.redis {
  requires static transitive org.jspecify;
  requires transitive io.github.semel.core;
  requires redis.clients.jedis;

  exports io.github.semel.redis;

  provides io.github.semel.StoreProvider with
      io.github.semel.redis.RedisStoreProvider;
}
