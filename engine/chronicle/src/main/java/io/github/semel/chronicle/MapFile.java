package io.github.semel.chronicle;

import io.github.semel.Micros;
import io.github.semel.StoreClock;
import io.github.semel.StoreUnavailableException;
import io.github.semel.callback.Callbacks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapAbsentEntry;
import net.openhft.chronicle.map.MapEntry;

/** Opens the map of a store: makes it, or opens it again, after a crash too. */
final class MapFile {

  /** Chronicle Map's own header: a checksum in 8 bytes, then a word with its size. */
  private static final int SIZE_WORD_AT = 8;

  /** In the highest byte of the word, which is little-endian: whoever writes is not done yet. */
  private static final int NOT_READY = 0x80;

  /** Behind the word; how the text begins that describes the map. */
  private static final int HEADER_TEXT_AT = 12;

  /** In the word: how long the text is. */
  private static final int SIZE_BITS = 0x3FFF_FFFF;

  /** Stands in the text of no other map. */
  private static final String OURS = MapKeyAccess.class.getName();

  private final Path file;
  private final MapShape shape;
  private final StoreClock clock;
  private final ChronicleStoreListener listener;

  MapFile(Path file, MapShape shape, StoreClock clock, ChronicleStoreListener listener) {
    this.file = Ownership.real(file);
    this.shape = shape;
    this.clock = clock;
    this.listener = listener;
  }

  /** A map that ends with its process. */
  static OpenMap inMemory(MapShape shape, StoreClock clock) {
    ChronicleMap<MapKey, byte[]> map;
    try {
      map = shape.builder("semel").create();
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new StoreUnavailableException(
          "there is no memory for a store of maxEntries " + shape.maxEntries() + ": " + e, e);
    }
    return new OpenMap(
        map, FileHeader.create(shape), StoreState.inMemory(clock), 0, false, () -> {});
  }

  /**
   * Opens the file, made first where there is none.
   *
   * @throws UnusableFileException when that cannot be done; a file that was there is as it was, or
   *     recovered
   */
  OpenMap open() {
    // Before anything is written beside it.
    if (Files.exists(file) && (!Files.isRegularFile(file) || !Files.isWritable(file))) {
      throw new UnusableFileException(file, "it is no file, or cannot be written", null);
    }
    Ownership ownership = Ownership.take(file, shape.maxRecordBytes());
    try {
      return open(ownership);
    } catch (IOException e) {
      ownership.close();
      throw new UnusableFileException(file, e.toString(), e);
    } catch (Throwable e) {
      ownership.close();
      throw e;
    }
  }

  private OpenMap open(Ownership ownership) throws IOException {
    StoreState state = new StoreState(ownership.memory(), clock);
    boolean closed;
    if (Files.exists(file)) {
      requireWhole(state, ownership.fresh());
      closed = !ownership.fresh() && state.get(StoreState.USE_AT) == StoreState.CLOSED;
    } else {
      create(state);
      closed = true;
    }
    return closed ? reopen(ownership, state) : recover(ownership, state);
  }

  /**
   * Chronicle Map would make a file that was cut off as long as it was, with nothing in what is
   * missing, and would wait a minute for a file of something else to become a map.
   */
  private void requireWhole(StoreState state, boolean stateIsFresh) throws IOException {
    long expected = stateIsFresh ? 0 : state.get(StoreState.MAP_LENGTH_AT);
    long length = Files.size(file);
    if (length < expected) {
      throw new UnusableFileException(
          file,
          "it has "
              + length
              + " bytes, and had "
              + expected
              + ": it was cut off; put back a copy, with its state",
          null);
    }
    if (!headerText(length).contains(OURS)) {
      throw new UnusableFileException(file, "it is not the file of such a store", null);
    }
  }

  /** The text in which Chronicle Map describes the map; empty when there is none. */
  private String headerText(long length) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
      if (length < HEADER_TEXT_AT) {
        return "";
      }
      access.seek(SIZE_WORD_AT);
      int size = Integer.reverseBytes(access.readInt()) & SIZE_BITS;
      byte[] text = new byte[(int) Math.min(size, length - HEADER_TEXT_AT)];
      access.readFully(text);
      return new String(text, StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * Makes the file under another name, so that whoever is killed meanwhile leaves nothing that
   * looks like a store.
   */
  private void create(StoreState state) throws IOException {
    Path unfinished = Ownership.unfinished(file);
    Files.deleteIfExists(unfinished);
    try {
      try (ChronicleMap<MapKey, byte[]> map =
              shape.builder(name()).createPersistedTo(unfinished.toFile());
          ExternalMapQueryContext<MapKey, byte[], ?> context = map.queryContext(MapKey.HEADER)) {
        context.updateLock().lock();
        byte[] header = FileHeader.create(shape).bytes();
        absent(context).doInsert(context.wrapValueAsData(header));
        state.keepMapHeader(header);
      }
      // Whatever an earlier file of this name has left in the state is over.
      state.drop();
      state.set(StoreState.MAP_LENGTH_AT, Files.size(unfinished));
      state.set(StoreState.USE_AT, StoreState.CLOSED);
      state.set(StoreState.MAGIC_AT, StoreState.MAGIC);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | InternalError e) {
      Files.deleteIfExists(unfinished);
      throw new UnusableFileException(
          file,
          "it cannot be made (the disk has "
              + Files.getFileStore(unfinished.toAbsolutePath().getParent()).getUsableSpace()
              + " bytes left): "
              + e,
          e);
    }
  }

  private static MapAbsentEntry<MapKey, byte[]> absent(
      ExternalMapQueryContext<MapKey, byte[], ?> context) {
    var absent = context.absentEntry();
    if (absent == null) {
      throw new IllegalStateException("an entry is there that should not be");
    }
    return absent;
  }

  private OpenMap reopen(Ownership ownership, StoreState state) throws IOException {
    readyAgain(file);
    ChronicleMap<MapKey, byte[]> map;
    try {
      map = shape.builder(name()).createPersistedTo(file.toFile());
    } catch (IOException | RuntimeException e) {
      throw new UnusableFileException(file, "Chronicle Map cannot read it: " + e, e);
    }
    return opened(ownership, state, map);
  }

  /**
   * Recovers a copy, and puts it in the place of the file when it is done: in between Chronicle Map
   * takes each record out of its tables for a moment, and a process that is killed meanwhile would
   * lose what the first one had kept.
   */
  private OpenMap recover(Ownership ownership, StoreState state) throws IOException {
    long start = System.nanoTime();
    Callbacks.run(() -> listener.recovering(file));
    Path copy = Ownership.copyOf(file);
    try {
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      RecoveryReport report = recoverCopy(copy, state, start);
      Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      state.drop();
      Callbacks.run(() -> listener.recovered(report));
    } catch (IOException | InternalError e) {
      throw new UnusableFileException(
          file,
          "it was not closed, and cannot be recovered (that takes a copy, and the disk has "
              + Files.getFileStore(ownership.folder()).getUsableSpace()
              + " bytes left): "
              + e,
          e);
    } finally {
      Files.deleteIfExists(copy);
    }
    return reopen(ownership, state);
  }

  private RecoveryReport recoverCopy(Path copy, StoreState state, long start) throws IOException {
    readyAgain(copy);
    Complaints complaints = new Complaints();
    try (ChronicleMap<MapKey, byte[]> map =
        shape.builder(name()).recoverPersistedTo(copy.toFile(), false, complaints)) {
      restoreHeader(map, state);
      header(map);
      Inspection inspection = new Inspection(map, state);
      int restored = inspection.undo();
      inspection.check((done, of) -> Callbacks.run(() -> listener.checking(file, done, of)));
      return new RecoveryReport(
          file,
          inspection.records(),
          inspection.damaged(),
          restored,
          complaints.texts(),
          Duration.ofNanos(System.nanoTime() - start));
    } catch (UnusableFileException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UnusableFileException(file, "Chronicle Map cannot recover it: " + e, e);
    }
  }

  /** Without its header, with the secret of the keys, no record could be found. */
  private static void restoreHeader(ChronicleMap<MapKey, byte[]> map, StoreState state) {
    byte[] kept = state.mapHeader();
    try (ExternalMapQueryContext<MapKey, byte[], ?> context = map.queryContext(MapKey.HEADER)) {
      context.updateLock().lock();
      var absent = context.absentEntry();
      if (absent != null && !Arrays.equals(kept, new byte[kept.length])) {
        absent.doInsert(context.wrapValueAsData(kept));
      }
    }
  }

  /**
   * A recovery that was killed leaves the file marked as unfinished, and the next would wait a
   * minute for whoever is at it. Nobody is: the file is ours.
   */
  private static void readyAgain(Path map) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(map.toFile(), "rw")) {
      int at = SIZE_WORD_AT + Integer.BYTES - 1;
      access.seek(at);
      int flags = access.read();
      if ((flags & NOT_READY) != 0) {
        access.seek(at);
        access.write(flags & ~NOT_READY);
      }
    }
  }

  private OpenMap opened(Ownership ownership, StoreState state, ChronicleMap<MapKey, byte[]> map)
      throws IOException {
    try {
      FileHeader header = header(map);
      long behind = state.clockIsBehindBy();
      if (behind > 0) {
        Callbacks.run(() -> listener.clockIsBehind(file, Micros.toDuration(behind)));
      }
      state.set(StoreState.MAP_LENGTH_AT, Files.size(file));
      state.set(StoreState.USE_AT, StoreState.IN_USE);
      state.set(StoreState.MAGIC_AT, StoreState.MAGIC);
      state.keepMapHeader(header.bytes());
      // All but the header.
      return new OpenMap(map, header, state, map.longSize() - 1, true, ownership::close);
    } catch (Throwable e) {
      map.close();
      throw e;
    }
  }

  private FileHeader header(ChronicleMap<MapKey, byte[]> map) {
    try (ExternalMapQueryContext<MapKey, byte[], ?> context = map.queryContext(MapKey.HEADER)) {
      MapEntry<MapKey, byte[]> entry = context.entry();
      return FileHeader.of(entry == null ? new byte[0] : entry.value().get(), file, shape);
    }
  }

  private String name() {
    return "semel " + file.getFileName();
  }
}
