package io.github.semel.stress;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Threads that do the same at the same time, each knowing its number. */
public final class Crew {

  /** The kinds of threads. */
  public enum Kind {
    /** Platform threads. */
    PLATFORM,
    /** Virtual threads, or platform threads on a JVM before 21. */
    VIRTUAL
  }

  // Found by name: the code is compiled for Java 17.
  private static final Optional<MethodHandle> START_VIRTUAL = startVirtual();

  private final CountDownLatch ended;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private Crew(int threads) {
    this.ended = new CountDownLatch(threads);
  }

  private static Optional<MethodHandle> startVirtual() {
    try {
      return Optional.of(
          MethodHandles.publicLookup()
              .findStatic(
                  Thread.class,
                  "startVirtualThread",
                  MethodType.methodType(Thread.class, Runnable.class)));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return Optional.empty();
    }
  }

  /** What the threads of a kind are on this JVM, for the tables. */
  public static String title(Kind kind) {
    return isVirtual(kind) ? "virtual" : "platform";
  }

  private static boolean isVirtual(Kind kind) {
    return kind == Kind.VIRTUAL && START_VIRTUAL.isPresent();
  }

  /** Starts threads that run {@code work} with 0 to {@code threads - 1}, each once. */
  public static Crew start(int threads, Kind kind, IntConsumer work) {
    Crew crew = new Crew(threads);
    for (int i = 0; i < threads; i++) {
      int number = i;
      start(
          kind,
          "stress-" + number,
          () -> {
            try {
              work.accept(number);
            } catch (Throwable e) {
              crew.failure.compareAndSet(null, e);
            } finally {
              crew.ended.countDown();
            }
          });
    }
    return crew;
  }

  /** As {@link #start}, and waits for the end. */
  public static void run(int threads, Kind kind, IntConsumer work) throws InterruptedException {
    start(threads, kind, work).join();
  }

  private static void start(Kind kind, String name, Runnable work) {
    if (isVirtual(kind)) {
      try {
        Thread started = (Thread) START_VIRTUAL.orElseThrow().invokeExact(work);
        started.setName(name);
      } catch (Throwable e) {
        throw new AssertionError("a virtual thread could not be started", e);
      }
    } else {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * Waits for the end of all.
   *
   * @throws AssertionError when one of them threw
   */
  public void join() throws InterruptedException {
    ended.await();
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new AssertionError("a thread of the load failed: " + thrown, thrown);
    }
  }
}
