package io.github.semel.redis;

import static io.github.semel.redis.Keys.acquire;
import static io.github.semel.redis.Keys.claim;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreUnavailableException;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Callers that use a connection of all in turn, and what that must not do to them. */
class LedLaneTest {

  private static final int CALLERS = 12;

  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServer.start(RedisBinary.find());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Whether the thread is in a read of a socket. */
  private static boolean reads(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("finish"));
  }

  @Test
  @DisplayName(
      "a caller alone reads its answer itself; one whose time is too short for that does not")
  void whoReads() throws InterruptedException {
    assertThat(stackWhilePaused(Duration.ofMinutes(2), Duration.ofMinutes(1))).isTrue();
    assertThat(stackWhilePaused(Duration.ofMinutes(1), Duration.ofMinutes(1))).isFalse();
  }

  private boolean stackWhilePaused(Duration timeout, Duration replyTimeout)
      throws InterruptedException {
    try (IdempotencyStore store =
        Servers.store(server).combining(1).timeout(timeout).replyTimeout(replyTimeout).build()) {
      acquire(store, Keys.fresh());
      server.pause();
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  acquire(store, Keys.fresh());
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      caller.start();
      while (!reads(caller) && caller.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      boolean reads = reads(caller);
      server.resume();
      caller.join();
      assertThat(failure.get()).isNull();
      return reads;
    }
  }

  /** Callers that claim a key each, and leave behind what they failed with. */
  private static List<Thread> startCallers(IdempotencyStore store, List<Throwable> failures) {
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      Thread caller =
          new Thread(
              () -> {
                try {
                  claim(store, Keys.fresh());
                } catch (Throwable e) {
                  failures.add(e);
                }
              });
      callers.add(caller);
      caller.start();
    }
    return callers;
  }

  @Test
  @DisplayName("a server that stands still: every caller hears of it, and all go on after it")
  void stall() throws InterruptedException {
    try (IdempotencyStore store =
        Servers.store(server)
            .combining(1)
            .timeout(Duration.ofSeconds(1))
            .replyTimeout(Duration.ofMillis(400))
            .build()) {
      acquire(store, Keys.fresh());
      server.pause();
      List<Throwable> failures = new CopyOnWriteArrayList<>();
      for (Thread caller : startCallers(store, failures)) {
        caller.join();
      }
      server.resume();
      assertThat(failures).hasSize(CALLERS).hasOnlyElementsOfType(StoreUnavailableException.class);
      acquire(store, Keys.fresh());
    }
  }

  @Test
  @DisplayName("closing the store ends the call of the caller that reads, and of those behind it")
  void closed() throws InterruptedException {
    IdempotencyStore store =
        Servers.store(server)
            .combining(1)
            .timeout(Duration.ofMinutes(2))
            .replyTimeout(Duration.ofMinutes(1))
            .build();
    acquire(store, Keys.fresh());
    server.pause();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> callers = startCallers(store, failures);
    while (callers.stream().noneMatch(LedLaneTest::reads)) {
      Thread.onSpinWait();
    }
    store.close();
    for (Thread caller : callers) {
      caller.join();
    }
    server.resume();
    assertThat(failures).hasSize(CALLERS);
    assertThatThrownBy(() -> claim(store, Keys.fresh())).isInstanceOf(RuntimeException.class);
  }

  @Test
  @DisplayName("callers that have no room on their stacks do not take the lane with them")
  void outOfStack() throws InterruptedException {
    try (IdempotencyStore store =
        Servers.store(server)
            .combining(1)
            .timeout(Duration.ofMillis(500))
            .replyTimeout(Duration.ofMillis(200))
            .build()) {
      int depth = 0;
      while (!overflows(store, depth)) {
        depth += 50;
      }
      int overflown = 0;
      for (depth -= 100; overflown < 60; depth++) {
        if (overflows(store, depth)) {
          overflown++;
          awaitAnswer(store);
        }
      }
    }
  }

  /** Whether a claim overflows the stack of a caller that has called so many methods before. */
  private static boolean overflows(IdempotencyStore store, int depth) throws InterruptedException {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread caller =
        new Thread(
            null,
            () -> {
              try {
                claimBelow(depth, store);
              } catch (Throwable e) {
                failure.set(e);
              }
            },
            "deep",
            200_000);
    caller.start();
    caller.join();
    return failure.get() instanceof StackOverflowError;
  }

  private static int claimBelow(int depth, IdempotencyStore store) {
    if (depth == 0) {
      acquire(store, Keys.fresh());
      return 0;
    }
    return 1 + claimBelow(depth - 1, store);
  }

  /** Returns when a claim is answered; what the overflow left behind may take a few seconds. */
  private static void awaitAnswer(IdempotencyStore store) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        acquire(store, Keys.fresh());
        return;
      } catch (StoreUnavailableException e) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }
}
