package io.github.semel.redis;

import io.github.semel.StoreListener;
import io.github.semel.StoreOperation;

/**
 * A listener that also hears of the servers. {@link #serverFound}, {@link #keysEvicted} and {@link
 * #becameUnsuitable} are called by the thread that opens the store or by the one that watches the
 * servers; everything else as {@link StoreListener} says.
 */
public interface RedisStoreListener extends StoreListener {

  /** A master was looked at: when the store was opened, and each time it is another server. */
  default void serverFound(ServerReport report) {}

  /**
   * A server has evicted keys since it was last looked at: its own choice of them, live claims and
   * recorded outcomes included. The guarantees of this store do not hold on such a server.
   *
   * @param count how many, positive
   */
  default void keysEvicted(RedisAddress address, long count) {}

  /** A server was found that the store must not use; claims are refused until it is put right. */
  default void becameUnsuitable(ServerReport report, UnsuitableServerException reason) {}

  /**
   * A write stands on the master, and too few replicas have confirmed it.
   *
   * @param wanted how many were to
   * @param confirmed how many have
   */
  default void underReplicated(String key, StoreOperation operation, int wanted, int confirmed) {}
}
