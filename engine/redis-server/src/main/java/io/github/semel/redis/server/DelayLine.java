package io.github.semel.redis.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is under way in one direction of one connection. Each chunk leaves at its arrival plus the
 * delay at that time, in order: a long delay slows no throughput. When {@value #CAPACITY} bytes are
 * under way, the one who puts waits, as a sender does whose window is full.
 */
final class DelayLine {

  /** Bytes; 20 ms of 50 MB/s. */
  static final int CAPACITY = 1 << 20;

  /** An end of stream is a chunk too, without bytes: it must not overtake them. */
  static final class Chunk {
    private final byte[] bytes;
    private final boolean end;
    private final long dueNanos;

    private Chunk(byte[] bytes, boolean end, long dueNanos) {
      this.bytes = bytes;
      this.end = end;
      this.dueNanos = dueNanos;
    }

    byte[] bytes() {
      return bytes;
    }

    boolean end() {
      return end;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All under the lock.
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private long bytes;
  private boolean stalled;
  private boolean closed;

  /** Puts a chunk in; false when the line is closed and the chunk is lost. */
  boolean put(byte[] content, boolean end, long delayNanos) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && bytes > 0 && bytes + content.length > CAPACITY) {
        changed.await();
      }
      if (closed) {
        return false;
      }
      long due = System.nanoTime() + delayNanos;
      Chunk last = chunks.peekLast();
      // A delay that became shorter must not reorder.
      if (last != null && last.dueNanos - due > 0) {
        due = last.dueNanos;
      }
      chunks.addLast(new Chunk(content, end, due));
      bytes += content.length;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the first chunk is due and nothing stalls it; null when the line is closed. */
  @Nullable Chunk take() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        Chunk first = chunks.peekFirst();
        if (first == null || stalled) {
          changed.await();
          continue;
        }
        long left = first.dueNanos - System.nanoTime();
        if (left <= 0) {
          chunks.removeFirst();
          bytes -= first.bytes().length;
          changed.signalAll();
          return first;
        }
        changed.await(left, TimeUnit.NANOSECONDS);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing stalls the line; false when it is closed. */
  boolean awaitFlow() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && stalled) {
        changed.await();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Holds everything back, or lets it go on. */
  void stall(boolean on) {
    lock.lock();
    try {
      stalled = on;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Loses what is under way and wakes those who wait. */
  void close() {
    lock.lock();
    try {
      closed = true;
      chunks.clear();
      bytes = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
