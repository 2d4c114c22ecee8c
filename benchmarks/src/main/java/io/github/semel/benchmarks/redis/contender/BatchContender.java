package io.github.semel.benchmarks.redis.contender;

import java.util.List;

/** A way to claim many keys at a time. For one thread. */
public interface BatchContender extends AutoCloseable {

  /**
   * Claims keys.
   *
   * @return how many of them were free
   */
  int claimAll(List<String> keys);

  /** Lets go of its connections. */
  @Override
  void close();
}
