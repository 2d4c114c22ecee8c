package io.github.semel.chronicle;

import io.github.semel.thread.VirtualThreads;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few platform threads that make the calls of virtual ones: Chronicle Map keeps about 4 KB for
 * each thread that has ever called it, and virtual threads are many and short-lived. Calls of
 * platform threads are made by themselves.
 */
final class PlatformThreads implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final ExecutorService pool;

  PlatformThreads(int threads) {
    pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "semel-chronicle-" + NUMBER.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  <T> T call(Supplier<T> call) {
    if (!VirtualThreads.isCurrent()) {
      return call.get();
    }
    Future<T> answer;
    try {
      answer = pool.submit(call::get);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: the call says so itself.
      return call.get();
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          // The call is bounded in time, and its answer is worth more than a doubt.
          interrupted = true;
        } catch (ExecutionException e) {
          throw thrown(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException thrown(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException exception) {
      return exception;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw new AssertionError("a supplier throws nothing else", cause);
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
