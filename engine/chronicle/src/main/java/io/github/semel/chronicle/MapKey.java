package io.github.semel.chronicle;

/**
 * The 16 bytes under which the map keeps a record. Mutable, so that one a thread is enough; the map
 * copies it.
 */
final class MapKey {

  /** Where the file's own description stands: no permuted UUID and no digest but one in 2^128. */
  static final MapKey HEADER = new MapKey();

  private long first;
  private long second;

  void set(long first, long second) {
    this.first = first;
    this.second = second;
  }

  long first() {
    return first;
  }

  long second() {
    return second;
  }
}
