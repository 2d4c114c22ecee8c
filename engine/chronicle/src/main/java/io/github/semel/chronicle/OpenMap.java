package io.github.semel.chronicle;

import net.openhft.chronicle.map.ChronicleMap;

/**
 * A map that is open, with what belongs to it.
 *
 * @param map the records
 * @param header what it was made for, and the secret of its keys
 * @param state what the store must know beyond its records
 * @param records how many there are
 * @param persisted whether it outlives its process
 * @param release lets go of the file, once the map is closed
 */
record OpenMap(
    ChronicleMap<MapKey, byte[]> map,
    FileHeader header,
    StoreState state,
    long records,
    boolean persisted,
    Runnable release) {

  /** Closes the map and lets go of its file. */
  void close() {
    try {
      map.close();
      state.closed();
    } finally {
      release.run();
    }
  }
}
