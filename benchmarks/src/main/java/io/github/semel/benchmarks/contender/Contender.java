package io.github.semel.benchmarks.contender;

import io.github.semel.Fingerprint;
import java.time.Duration;
import java.util.List;
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

  /**
   * Claims keys and completes those that were free with the response that all requests share: many
   * at a time where the contender can, else one after another.
   *
   * @param keys the keys, of which some may have come before
   * @param fingerprints one for each key
   * @return how many were free
   */
  default int submitAll(List<String> keys, List<Fingerprint> fingerprints) {
    int free = 0;
    for (int i = 0; i < keys.size(); i++) {
      if (submit(keys.get(i), fingerprints.get(i)) == CLAIMED) {
        free++;
      }
    }
    return free;
  }

  /** As {@link #record}, kept for a time of its own, where the contender can. */
  default void record(String key, Fingerprint fingerprint, byte[] response, Duration ttl) {
    throw new UnsupportedOperationException(this + " has one TTL for all");
  }

  /**
   * Claims a key and leaves it claimed.
   *
   * @return what {@link #complete} takes; null when the key was not free
   */
  @Nullable Object claim(String key, Fingerprint fingerprint);

  /** Completes what was claimed with the response that all requests share; nothing if it lapsed. */
  void complete(String key, Object claim);

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
