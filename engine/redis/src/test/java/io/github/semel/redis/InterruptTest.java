package io.github.semel.redis;

import static io.github.semel.redis.Keys.acquire;
import static io.github.semel.redis.Keys.claim;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimResult;
import io.github.semel.IdempotencyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One caller's interrupt is that caller's alone. */
class InterruptTest {

  @Test
  @DisplayName("an interrupted caller gets its answer, and is still interrupted")
  void interruptedCaller() {
    for (RedisStoreBuilder builder :
        List.of(
            Servers.store(Servers.standalone()),
            Servers.store(Servers.standalone()).pooling(2, Duration.ofSeconds(1)))) {
      try (IdempotencyStore store = builder.prefix(Keys.fresh() + ":").build()) {
        Thread.currentThread().interrupt();
        assertThat(claim(store, "key")).isInstanceOf(ClaimResult.Acquired.class);
        assertThat(Thread.interrupted()).isTrue();
      }
    }
  }

  @Test
  @DisplayName("callers that are interrupted all the time disturb neither themselves nor others")
  void interruptedAllTheTime() throws InterruptedException {
    try (IdempotencyStore store =
        Servers.store(Servers.standalone()).prefix(Keys.fresh() + ":").build()) {
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger claims = new AtomicInteger();
      ThreadFactory threads = Threads.light();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Thread caller =
            threads.newThread(
                () -> {
                  try {
                    while (!stop.get()) {
                      acquire(store, Keys.fresh());
                      claims.incrementAndGet();
                    }
                  } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                  }
                });
        callers.add(caller);
        caller.start();
      }
      while (claims.get() < 3_000 && failure.get() == null) {
        // Half of them; the others share their connections.
        callers.subList(0, 8).forEach(Thread::interrupt);
      }
      stop.set(true);
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(failure.get()).isNull();
    }
  }
}
