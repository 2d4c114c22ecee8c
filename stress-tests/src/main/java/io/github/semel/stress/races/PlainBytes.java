package io.github.semel.stress.races;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where a {@link FlawedStore} keeps outcomes and uses their places again, without any care. */
final class PlainBytes {

  private static final int MOST = 1_024;

  private final Map<String, byte[]> places = new ConcurrentHashMap<>();
  private final Queue<byte[]> free = new ArrayDeque<>();

  /** A place for the outcome of a key. */
  byte[] take(String key, int length) {
    if (length > MOST) {
      throw new IllegalArgumentException("an outcome of " + length + " bytes");
    }
    byte[] recycled;
    synchronized (free) {
      recycled = free.poll();
    }
    byte[] place = recycled == null ? new byte[MOST] : recycled;
    places.put(key, place);
    return place;
  }

  void giveBack(String key) {
    byte[] place = places.remove(key);
    if (place != null) {
      synchronized (free) {
        free.add(place);
      }
    }
  }

  byte[] read(String key, int length) {
    byte @Nullable [] place = places.get(key);
    return place == null ? new byte[length] : Arrays.copyOf(place, length);
  }
}
