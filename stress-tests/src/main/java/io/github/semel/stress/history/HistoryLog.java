package io.github.semel.stress.history;

import io.github.semel.StoreOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The calls of one client in a mapped file: entered before they are made, and their answers when
 * they have come. What is entered outlives the process. For one thread.
 *
 * <p>A call takes 17 words of 64 bits. The eighth is written last at the beginning, and tells that
 * there is a call; the last is written last at the end, and tells that there is an answer.
 */
final class HistoryLog {

  private static final int WORDS = 17;
  private static final int BYTES = WORDS * Long.BYTES;
  private static final int ASKED = 7;
  private static final int ENDED = 16;
  private static final int SEGMENT = 8_192 * BYTES;
  private static final String PREFIX = "client-";
  private static final StoreOperation[] OPERATIONS = StoreOperation.values();
  private static final Answer[] ANSWERS = Answer.values();
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Path file;
  private MappedByteBuffer segment;
  private long segments;
  private int at;

  HistoryLog(Path folder, int client) {
    this.file = folder.resolve(PREFIX + client);
    this.segment = nextSegment();
  }

  /** A channel would be closed by an interrupt, and interrupts are among the faults. */
  private MappedByteBuffer nextSegment() {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
          MappedByteBuffer mapped =
              channel.map(FileChannel.MapMode.READ_WRITE, segments * SEGMENT, SEGMENT);
          segments++;
          at = 0;
          return mapped;
        } catch (ClosedByInterruptException e) {
          // Once more.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Enters the beginning of a call; returns where, for {@link #end}. */
  Entry begin(Call call) {
    if (at == SEGMENT) {
      segment = nextSegment();
    }
    Entry entry = new Entry(segment, at);
    at += BYTES;
    entry.put(0, call.key);
    entry.put(1, call.begun);
    entry.put(2, call.from);
    entry.put(3, call.owner);
    entry.put(4, call.fence);
    entry.put(5, call.lease << 32 | call.ttl);
    entry.put(6, call.outcome);
    entry.publish(
        ASKED,
        call.operation.ordinal() + 1
            | (long) call.fingerprint << 8
            | (long) call.label << 16
            | (long) call.amendments << 32);
    return entry;
  }

  /** Where a call stands in the memory of a log. */
  record Entry(ByteBuffer memory, int at) {

    private void put(int word, long value) {
      LONG.set(memory, at + word * Long.BYTES, value);
    }

    private void publish(int word, long value) {
      LONG.setRelease(memory, at + word * Long.BYTES, value);
    }

    /** Plain: who reads has waited for the end of the thread or of the process that wrote. */
    private long get(int word) {
      return (long) LONG.get(memory, at + word * Long.BYTES);
    }

    /** Enters the answer. */
    void end(Call call) {
      put(2, call.from);
      put(8, call.to);
      put(
          9,
          call.answer.ordinal()
              | (call.givenFingerprint & 0xFFL) << 8
              | (call.givenLabel & 0xFFL) << 16
              | (call.givenAmendments & 0xFFL) << 24
              | (long) call.givenAttempt << 32);
      put(10, call.givenFence);
      put(11, call.givenOwner);
      put(12, call.givenOutcome);
      put(13, call.since);
      put(14, call.until);
      put(15, call.retained);
      publish(ENDED, call.ended);
    }

    /** The call; without an end where there is no answer. */
    private Call read(int client) {
      Call call = new Call();
      call.client = client;
      long asked = get(ASKED);
      call.operation = OPERATIONS[(int) (asked & 0xFF) - 1];
      call.fingerprint = (int) (asked >>> 8 & 0xFF);
      call.label = (int) (asked >>> 16 & 0xFF);
      call.amendments = (int) (asked >>> 32);
      call.key = get(0);
      call.begun = get(1);
      call.from = get(2);
      call.owner = get(3);
      call.fence = get(4);
      call.lease = get(5) >>> 32;
      call.ttl = get(5) & 0xFFFFFFFFL;
      call.outcome = get(6);
      long ended = get(ENDED);
      if (ended == 0) {
        return call;
      }
      call.ended = ended;
      call.to = get(8);
      long answer = get(9);
      call.answer = ANSWERS[(int) (answer & 0xFF)];
      call.givenFingerprint = (byte) (answer >>> 8);
      call.givenLabel = (byte) (answer >>> 16);
      call.givenAmendments = (byte) (answer >>> 24);
      call.givenAttempt = (int) (answer >>> 32);
      call.givenFence = get(10);
      call.givenOwner = get(11);
      call.givenOutcome = get(12);
      call.since = get(13);
      call.until = get(14);
      call.retained = get(15);
      return call;
    }
  }

  /** All calls in the logs of a folder, in no particular order. */
  static List<Call> read(Path folder) throws IOException {
    List<Call> calls = new ArrayList<>();
    for (Path log : logs(folder)) {
      int client = Integer.parseInt(log.getFileName().toString().substring(PREFIX.length()));
      ByteBuffer memory = ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.nativeOrder());
      for (int at = 0; at + BYTES <= memory.capacity(); at += BYTES) {
        Entry entry = new Entry(memory, at);
        if (memory.getLong(at + ASKED * Long.BYTES) == 0) {
          break;
        }
        calls.add(entry.read(client));
      }
    }
    return calls;
  }

  /** Removes the logs of a folder. */
  static void delete(Path folder) throws IOException {
    for (Path log : logs(folder)) {
      Files.delete(log);
    }
  }

  private static List<Path> logs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(PREFIX)).toList();
    }
  }
}
