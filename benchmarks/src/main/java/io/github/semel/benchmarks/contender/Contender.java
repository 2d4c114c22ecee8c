package io.github.semel.benchmarks.contender;

import io.github.semel.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark asks of a store or of a rival. Safe for any number of threads, like what stands
 * behind it.
 */
public interface Contender extends AutoCloseable {

  /** What {@link #submit} returns for a key that was free. */
  Object CLAIMED = "claimed";

  /** What {@link #submit} returns for a key that somebody has claimed and not completed. */
  Object BUSY = "busy";

  /**
   * What a request does: claims the key and, if it was free, completes it at once with the response
   * that all requests share.
   *
   * @return {@link #CLAIMED}, {@link #BUSY}, or what the contender's interface returns for a
   *     completed key
   */
  Object submit(String key, Fingerprint fingerprint);

  /**
   * What a duplicate of a completed key does, in the cheapest way that the contender offers.
   *
   * @return what its interface returned; null when the key is not completed
   */
  @Nullable Object replay(String key, Fingerprint fingerprint);

  /** Reads one byte of the response in what {@link #replay} returned, through the interface. */
  byte read(Object replayed);

  /** Claims a key and completes it with a response of its own. */
  void record(String key, Fingerprint fingerprint, byte[] response);

  /** Removes a key, where {@link Traits.Bound#REMOVED} says that the harness has to. */
  default void remove(String key) {
    throw new UnsupportedOperationException(this + " bounds its size by itself");
  }

  /** How many entries it holds, expired ones included that still take memory. */
  long size();

  /** The object whose reachable memory is the contender's. */
  Object root();

  /** Lets go of what it holds. */
  @Override
  void close();
}
