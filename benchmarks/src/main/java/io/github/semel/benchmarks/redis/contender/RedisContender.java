package io.github.semel.benchmarks.redis.contender;

/** A way to take keys on a server. Safe for any number of threads, like what stands behind it. */
public interface RedisContender extends AutoCloseable {

  /**
   * Takes a key, by a claim or by a whole operation, as the benchmark wants it.
   *
   * @return whether it was free
   */
  boolean take(String key);

  /** Lets go of its connections. */
  @Override
  void close();
}
