package io.github.semel.chronicle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sole right to a store's file: a lock on the file beside it, {@code <file>.state}, which also
 * holds the {@link StoreState}. The system gives the lock back when the process ends, however it
 * ends. The file is never deleted: whoever waits for its lock would hold one that others do not
 * see.
 *
 * <p>A lock of POSIX is the process's, and ends when the process closes <em>any</em> channel to the
 * file, also one by which it was refused the lock. So within a process it is {@link #OWNED} that
 * excludes, before the file is touched.
 */
final class Ownership implements AutoCloseable {

  private static final String STATE = ".state";
  private static final String CREATING = ".creating";

  /** No longer than the others: what could be made can be recovered. */
  private static final String RECOVERING = ".recover";

  private static final List<String> BESIDE = List.of(STATE, CREATING, RECOVERING);

  /** The files that this process owns. */
  private static final Set<Path> OWNED = ConcurrentHashMap.newKeySet();

  /** Channels that must not be closed, by the collector either. */
  private static final Set<FileChannel> LEFT_OPEN = ConcurrentHashMap.newKeySet();

  private final Path owned;
  private final FileChannel channel;
  private final FileLock lock;
  private final MappedByteBuffer memory;
  private final boolean fresh;

  private Ownership(
      Path owned, FileChannel channel, FileLock lock, MappedByteBuffer memory, boolean fresh) {
    this.owned = owned;
    this.channel = channel;
    this.lock = lock;
    this.memory = memory;
    this.fresh = fresh;
  }

  /** The file beside a store's file. */
  static Path stateOf(Path file) {
    return beside(file, STATE);
  }

  /** A store's file that is not made yet. */
  static Path unfinished(Path file) {
    return beside(file, CREATING);
  }

  /** A copy that is being recovered. */
  static Path copyOf(Path file) {
    return beside(file, RECOVERING);
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /**
   * Takes the right to {@code file}.
   *
   * @param file by its {@link #real} name
   * @param recordBytes the most that has to be kept for an undo
   * @throws UnusableFileException when somebody else has it, or the folder cannot be written
   */
  static Ownership take(Path file, int recordBytes) {
    Path owned = file;
    if (!OWNED.add(owned)) {
      throw inUse(file, "process " + ProcessHandle.current().pid() + ", this one");
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              stateOf(file),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      return take(file, owned, channel, recordBytes);
    } catch (OverlappingFileLockException e) {
      // Another class loader of this process has it. The channel stays open: closing it would end
      // the other's lock.
      if (channel != null) {
        LEFT_OPEN.add(channel);
      }
      OWNED.remove(owned);
      throw inUse(file, "this process, through another class loader");
    } catch (IOException e) {
      close(owned, channel);
      throw new UnusableFileException(
          file, stateOf(file) + " beside it cannot be written: " + e, e);
    } catch (RuntimeException e) {
      close(owned, channel);
      throw e;
    }
  }

  /**
   * The one name of the file, whatever links lead to it. The names of the files beside a store are
   * refused: who reads another store's state, and closes it again, ends that one's lock.
   *
   * @throws UnusableFileException when there can be no store of this name
   */
  static Path real(Path file) {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    Path name = absolute.getFileName();
    if (folder == null || name == null) {
      throw new UnusableFileException(file, "it is no file", null);
    }
    try {
      Path real =
          Files.exists(absolute) ? absolute.toRealPath() : folder.toRealPath().resolve(name);
      if (BESIDE.stream().anyMatch(real.toString()::endsWith)) {
        throw new UnusableFileException(
            file,
            "names that end in one of " + BESIDE + " are those of files beside a store",
            null);
      }
      if (Files.isSymbolicLink(real)) {
        throw new UnusableFileException(file, "it is a link that leads nowhere", null);
      }
      return real;
    } catch (IOException e) {
      throw new UnusableFileException(file, "its folder cannot be read: " + e, e);
    }
  }

  private static Ownership take(Path file, Path owned, FileChannel channel, int recordBytes)
      throws IOException {
    FileLock lock = channel.tryLock();
    if (lock == null) {
      throw inUse(file, owner(channel));
    }
    boolean fresh = channel.size() < StoreState.HEADER_BYTES;
    int length = StoreState.HEADER_BYTES + recordBytes;
    // Written, not skipped: a page without a place on the disk would end the process when it is
    // touched and the disk is full.
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.max(0, length - channel.size()));
    while (zeros.hasRemaining()) {
      channel.write(zeros, channel.size());
    }
    MappedByteBuffer memory = channel.map(MapMode.READ_WRITE, 0, length);
    long magic = memory.getLong(StoreState.MAGIC_AT);
    fresh |= magic == 0;
    if (!fresh && magic != StoreState.MAGIC) {
      throw new UnusableFileException(
          file,
          stateOf(file) + " beside it is none of this version's: is it of a newer one?",
          null);
    }
    memory.putLong(StoreState.PROCESS_AT, ProcessHandle.current().pid());
    return new Ownership(owned, channel, lock, memory, fresh);
  }

  private static UnusableFileException inUse(Path file, String owner) {
    return new UnusableFileException(
        file,
        "it is in use by "
            + owner
            + ". A file has one owner at a time: close it there, or use Redis where processes share"
            + " their keys",
        null);
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
    boolean known = channel.read(word, StoreState.PROCESS_AT) == Long.BYTES;
    return known ? "process " + word.getLong(0) : "another process";
  }

  /** The memory that is mapped from the state file. */
  ByteBuffer memory() {
    return memory;
  }

  /** Where the files are. */
  Path folder() {
    Path folder = owned.getParent();
    if (folder == null) {
      throw new AssertionError("a file without a folder is refused");
    }
    return folder;
  }

  /** Whether there was no state. */
  boolean fresh() {
    return fresh;
  }

  /** Has the state reach the disk, and lets the file go. */
  @Override
  public void close() {
    try {
      memory.force();
      lock.release();
    } catch (IOException | UncheckedIOException e) {
      // Closing the channel releases the lock too, and the system writes the memory in its time.
    } finally {
      close(owned, channel);
    }
  }

  private static void close(Path owned, @Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // There is nothing left that could be done.
      }
    }
    OWNED.remove(owned);
  }
}
