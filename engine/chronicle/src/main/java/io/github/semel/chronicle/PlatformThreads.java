package io.github.semel.chronicle;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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

  /** {@code Thread.isVirtual}, which came with Java 21. */
  private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

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

  private static @Nullable MethodHandle isVirtual() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** Whether there are virtual threads at all. */
  static boolean areOfUse() {
    return IS_VIRTUAL != null;
  }

  <T> T call(Supplier<T> call) {
    if (!isVirtual(Thread.currentThread())) {
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

  private static boolean isVirtual(Thread thread) {
    if (IS_VIRTUAL == null) {
      return false;
    }
    try {
      return (boolean) IS_VIRTUAL.invokeExact(thread);
    } catch (Throwable e) {
      throw new AssertionError("a thread knows whether it is virtual", e);
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
