package io.github.semel.chronicle;

import io.github.semel.StoreClock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a store must know beyond its records: the newest time that it has gone by, and the highest
 * fence that has left it; and, for the one change that has to take a record out before the new one
 * can go in, the old record. For a store in a file it lies in a file of its own beside the map,
 * mapped, so it survives a process that is killed.
 *
 * <pre>
 *   0 ..   7 "SEMEL\0\0\1": what this is, and its format
 *   8 ..  15 1 in use, 2 closed
 *  16 ..  23 process id of the owner
 *  24 ..  31 newest time
 *  32 ..  39 highest fence that has left
 *  40 ..  47 0
 *  48 ..  55 length of the map's file
 *  56 ..  59 undo: bytes of the old record that mean something; 0 when there is nothing to undo
 *  60 ..  63 undo: size of its value
 *  64 ..  79 undo: its key in the map
 *  80 .. 127 the map's header, should the map lose it
 * 128 ..     undo: the record
 * </pre>
 */
final class StoreState implements StoreClock {

  private static final int MAP_HEADER_AT = 80;

  static final int HEADER_BYTES = MAP_HEADER_AT + FileHeader.BYTES;

  static final long MAGIC = 0x53454D454C000001L;
  static final int MAGIC_AT = 0;
  static final int USE_AT = 8;
  static final int PROCESS_AT = 16;
  static final int MAP_LENGTH_AT = 48;

  static final long IN_USE = 1;
  static final long CLOSED = 2;

  private static final int TIME_AT = 24;
  private static final int FENCE_AT = 32;
  private static final int UNDO_USED_AT = 56;
  private static final int UNDO_SIZE_AT = 60;
  private static final int UNDO_KEY_AT = 64;

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final ByteBuffer memory;
  private final StoreClock source;

  /** A state in {@code memory}, which is direct, so that it can be changed atomically. */
  StoreState(ByteBuffer memory, StoreClock source) {
    this.memory = memory;
    this.source = source;
  }

  /** The state of a store that ends with its process. */
  static StoreState inMemory(StoreClock source) {
    return new StoreState(ByteBuffer.allocateDirect(HEADER_BYTES), source);
  }

  long get(int offset) {
    return (long) LONG.getVolatile(memory, offset);
  }

  void set(int offset, long value) {
    LONG.setVolatile(memory, offset, value);
  }

  /** The store was closed, and the map with it. A record that is out is put back by a recovery. */
  void closed() {
    if (memory.getInt(UNDO_USED_AT) == 0) {
      set(USE_AT, CLOSED);
    }
  }

  /** Keeps the header of the map. */
  void keepMapHeader(byte[] header) {
    memory.put(MAP_HEADER_AT, header);
  }

  /** The header of the map, or zeros. */
  byte[] mapHeader() {
    byte[] header = new byte[FileHeader.BYTES];
    memory.get(MAP_HEADER_AT, header);
    return header;
  }

  /**
   * The time of the store's clock, or the newest that the store has gone by, if that is later.
   * Never goes backwards, whatever the clock does and however often the file is opened.
   */
  @Override
  public long micros() {
    return raise(TIME_AT, source.micros());
  }

  /** How far the clock is behind the store's time, in microseconds; 0 when it is not. */
  long clockIsBehindBy() {
    return Math.max(0, get(TIME_AT) - source.micros());
  }

  /** Has the time be this at least; for the times in a file whose state was lost. */
  void timeIsAtLeast(long micros) {
    raise(TIME_AT, micros);
  }

  /**
   * The highest fence of the records that have left with a fence that was not in the past. A key
   * that is claimed again starts above it, also when the clock stood still in between.
   */
  long highestFenceGone() {
    return get(FENCE_AT);
  }

  /** A record leaves. */
  void leaves(long fence, long now) {
    if (fence >= now) {
      raise(FENCE_AT, fence);
    }
  }

  /** Has a word be {@code value} at least; returns what it is then. */
  private long raise(int offset, long value) {
    long current = (long) LONG.getVolatile(memory, offset);
    while (value > current) {
      long witness = (long) LONG.compareAndExchange(memory, offset, current, value);
      if (witness == current) {
        return value;
      }
      current = witness;
    }
    return current;
  }

  // --- undo, under the monitor of this ---

  /** Keeps a record that is about to be taken out. */
  void keep(MapKey key, RecordImage record) {
    memory.putLong(UNDO_KEY_AT, key.first());
    memory.putLong(UNDO_KEY_AT + 8, key.second());
    memory.putInt(UNDO_SIZE_AT, (int) record.size());
    memory.put(HEADER_BYTES, record.buffer(), 0, record.used());
    VarHandle.releaseFence();
    memory.putInt(UNDO_USED_AT, record.used());
    VarHandle.releaseFence();
  }

  /** The record that was kept is in the map again, or its successor is. */
  void drop() {
    VarHandle.releaseFence();
    memory.putInt(UNDO_USED_AT, 0);
  }

  /** Reads the record that a process left out when it was killed; false when there is none. */
  boolean kept(MapKey key, RecordImage record) {
    int used = memory.getInt(UNDO_USED_AT);
    if (used == 0) {
      return false;
    }
    key.set(memory.getLong(UNDO_KEY_AT), memory.getLong(UNDO_KEY_AT + 8));
    byte[] bytes = new byte[used];
    memory.get(HEADER_BYTES, bytes);
    record.copy(bytes, used, memory.getInt(UNDO_SIZE_AT));
    return true;
  }
}
