package io.github.semel.stress.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Numbers in memory that all processes of a campaign have mapped, so that one that is killed takes
 * nothing with it. Each has a cache line of its own. Safe from any thread of any process.
 */
final class SharedWords {

  private static final int LINE = 64;
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final MappedByteBuffer memory;

  /** Maps the file, which is made with zeros when it is not there. */
  SharedWords(Path file, int words) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) words * LINE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot map " + file, e);
    }
  }

  long get(int word) {
    return (long) LONG.getVolatile(memory, word * LINE);
  }

  void set(int word, long value) {
    LONG.setVolatile(memory, word * LINE, value);
  }

  /** Adds, and returns the sum. */
  long add(int word, long delta) {
    return (long) LONG.getAndAdd(memory, word * LINE, delta) + delta;
  }

  boolean change(int word, long from, long to) {
    return LONG.compareAndSet(memory, word * LINE, from, to);
  }

  void raise(int word, long value) {
    long seen = get(word);
    while (seen < value && !change(word, seen, value)) {
      seen = get(word);
    }
  }

  /** Takes one, if there is any. */
  boolean take(int word) {
    long seen = get(word);
    while (seen > 0) {
      if (change(word, seen, seen - 1)) {
        return true;
      }
      seen = get(word);
    }
    return false;
  }
}
