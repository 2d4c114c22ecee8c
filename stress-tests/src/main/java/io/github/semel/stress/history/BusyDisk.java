package io.github.semel.stress.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Keeps the disk busy that a folder is on: writes and has what was written reach the disk, over and
 * over, so that whoever else writes there has to wait. What a user may do to make a disk slow.
 */
final class BusyDisk implements AutoCloseable {

  private static final int WRITE_BYTES = 4 << 20;
  private static final int WRITES_A_FILE = 16;

  private final FileChannel file;

  /** What is written: the constructor's, then the writing thread's alone. */
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(WRITE_BYTES);

  private final CompletableFuture<Void> writing;

  /** Set once, by {@link #close}. */
  private volatile boolean over;

  /** The disk is busy from here on. */
  BusyDisk(Path folder) throws IOException {
    file =
        FileChannel.open(
            folder.resolve("busy"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      write(0);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    writing = CompletableFuture.runAsync(this::writeOn, task -> new Thread(task, "disk").start());
  }

  private void writeOn() {
    try {
      for (int i = 1; !over; i++) {
        write(i % WRITES_A_FILE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(int part) throws IOException {
    bytes.clear();
    while (bytes.hasRemaining()) {
      file.write(bytes, (long) part * WRITE_BYTES + bytes.position());
    }
    file.force(true);
  }

  @Override
  public void close() throws IOException {
    over = true;
    try {
      writing.join();
    } catch (CompletionException e) {
      throw new IOException("the disk could not be kept busy", e);
    } finally {
      file.close();
    }
  }
}
