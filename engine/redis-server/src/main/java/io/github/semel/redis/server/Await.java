package io.github.semel.redis.server;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Bounded waits by polling: processes tell nobody when they are ready. */
final class Await {

  private static final long POLL_MILLIS = 5;

  private Await() {}

  /**
   * Polls until the condition holds. A condition that cannot reach its server, or gets an error
   * from it, does not hold yet.
   *
   * @throws RedisServerException when {@code bound} ends first; {@code failure} says what is wrong
   */
  static void until(Duration bound, Supplier<String> failure, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + bound.toNanos();
    while (true) {
      Exception last = null;
      try {
        if (condition.call()) {
          return;
        }
      } catch (UncheckedIOException | RespErrorException e) {
        last = e;
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new RedisServerException(failure.get(), e);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new RedisServerException(failure.get() + " after " + bound.toMillis() + " ms", last);
      }
      pause();
    }
  }

  /** One poll's pause. */
  static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisServerException("interrupted while waiting for a server", e);
    }
  }
}
