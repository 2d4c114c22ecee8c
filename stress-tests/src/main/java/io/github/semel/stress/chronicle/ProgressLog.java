package io.github.semel.stress.chronicle;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How far each thread is, in a mapped file that outlives the process: the number of the key that it
 * is at, all before being done with, and how many calls on it were acknowledged. One word a thread,
 * 64 bytes apart: number in the upper 56 bits, calls in the lower 8.
 */
final class ProgressLog {

  private static final int LINE = 64;
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MappedByteBuffer memory;

  ProgressLog(Path file, int threads) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) threads * LINE);
    }
  }

  /** The thread is at this key; so many calls on it were acknowledged. */
  void at(int thread, long number, int acknowledged) {
    LONG.setVolatile(memory, thread * LINE, (number << 8) | acknowledged);
  }

  long number(int thread) {
    return word(thread) >>> 8;
  }

  int acknowledged(int thread) {
    return (int) word(thread) & 0xFF;
  }

  private long word(int thread) {
    return (long) LONG.getVolatile(memory, thread * LINE);
  }
}
