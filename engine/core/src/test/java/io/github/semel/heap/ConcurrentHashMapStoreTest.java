package io.github.semel.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.SettlementNotifier;
import io.github.semel.StoreClosedException;
import io.github.semel.StoreListener;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is this store's own, beside the contract. */
class ConcurrentHashMapStoreTest {

  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final ClaimTerms TERMS = ClaimTerms.of(LEASE, TTL);
  private static final Outcome OUTCOME = Outcome.success(new byte[] {1, 2, 3});

  private final AtomicLong micros = new AtomicLong(1_767_225_600_000_000L);
  private final IdempotencyStore store =
      ConcurrentHashMapStore.builder().clock(micros::get).build();

  private void advance(Duration duration) {
    micros.addAndGet(Micros.of(duration));
  }

  private Ticket claim(String key) {
    return (Ticket) store.claim(key, Fingerprint.NONE, TERMS);
  }

  private long heapAfterCollection() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return used;
  }

  @Test
  @DisplayName("a million claims that expire leave the memory as it was, by count and by heap")
  void millionExpire() {
    claim("first");
    long before = heapAfterCollection();
    for (int i = 0; i < 1_000_000; i++) {
      Ticket ticket = claim("key " + i);
      if (i % 10 > 0) {
        store.complete(ticket, OUTCOME, TTL);
      }
    }
    assertThat(store.stats().entries()).isEqualTo(1_000_001);
    long full = heapAfterCollection();
    assertThat(full - before).isGreaterThan(100L << 20);
    // Each claim looks at four filings and makes one, so a fourth of the claims clears the round
    // before; each round begins past every end and the slack on top, a seventh.
    for (int claims = 600_000; claims > 100; claims /= 4) {
      advance(LEASE.plus(TTL).multipliedBy(8).dividedBy(7).plusMillis(10));
      for (int i = 0; i < claims; i++) {
        store.release(claim("later " + i));
      }
    }
    assertThat(store.stats().entries()).isZero();
    assertThat(store.stats().expired()).isEqualTo(1_000_001);
    assertThat(heapAfterCollection() - before).isLessThan(2L << 20);
  }

  @Test
  @DisplayName("under a steady load the store holds what the ttl admits, and a seventh more")
  void steadyLoad() {
    long everyMicros = 10_000;
    long admitted = Micros.of(TTL) / everyMicros;
    long most = 0;
    for (int i = 0; i < 4 * admitted; i++) {
      store.complete(claim("key " + i), OUTCOME, TTL);
      micros.addAndGet(everyMicros);
      if (i % 1_000 == 0) {
        most = Math.max(most, store.stats().entries());
      }
    }
    assertThat(most).isBetween(admitted, admitted * 8 / 7 + 1_000);
  }

  @Test
  @DisplayName("keys that come back after each expiry leave nothing behind")
  void recurringKeys() {
    claim("first");
    long before = heapAfterCollection();
    for (int round = 0; round < 2_000; round++) {
      for (int i = 0; i < 500; i++) {
        store.complete(claim("key " + i), OUTCOME, TTL);
      }
      advance(TTL);
    }
    assertThat(store.stats().entries()).isLessThan(1_000);
    assertThat(heapAfterCollection() - before).isLessThan(2L << 20);
  }

  @Test
  @DisplayName(
      "a completion more than 35 minutes after its claim keeps its times to the microsecond")
  void lateCompletion() {
    Ticket ticket =
        (Ticket)
            store.claim("k", Fingerprint.NONE, ClaimTerms.of(Limits.MAX_LEASE, Limits.MAX_TTL));
    advance(Duration.ofDays(300).plusNanos(7_000));
    store.complete(ticket, OUTCOME, Limits.MAX_TTL);
    IdempotencyRecord.Completed record =
        (IdempotencyRecord.Completed) store.find("k").orElseThrow();
    assertThat(record.completedAt()).isEqualTo(Micros.toInstant(micros.get()));
    assertThat(record.expiresAt()).isEqualTo(record.completedAt().plus(Limits.MAX_TTL));
  }

  @Test
  @DisplayName("claims that are released leave nothing behind, however long their lease would be")
  void releasedLeavesNothing() {
    ClaimTerms years = ClaimTerms.of(Limits.MAX_LEASE, Limits.MAX_TTL);
    claim("first");
    long before = heapAfterCollection();
    for (int i = 0; i < 1_000_000; i++) {
      Ticket ticket = (Ticket) store.claim("key " + i, Fingerprint.NONE, years);
      if (i % 2 == 0) {
        store.release(ticket);
      } else {
        store.forget(ticket.key(), ticket.fence());
      }
    }
    assertThat(store.stats().entries()).isEqualTo(1);
    assertThat(heapAfterCollection() - before).isLessThan(8L << 20);
  }

  @Test
  @DisplayName("a claim that meets a close in its middle is refused, not granted")
  void closedInTheMiddle() {
    Runnable[] atReading = {() -> {}};
    IdempotencyStore closing =
        ConcurrentHashMapStore.builder()
            .clock(
                () -> {
                  atReading[0].run();
                  return micros.get();
                })
            .build();
    closing.claim("k", Fingerprint.NONE, TERMS);
    advance(LEASE);
    // The first reading is that of the look without the monitor, which finds the lease lapsed.
    atReading[0] =
        () -> {
          atReading[0] = () -> {};
          closing.close();
        };
    assertThatThrownBy(() -> closing.claim("k", Fingerprint.NONE, TERMS))
        .isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(closing::stats).isInstanceOf(StoreClosedException.class);
  }

  @Test
  @Timeout(60)
  @DisplayName("a takeover never takes, even for a moment, the place that a new key could have")
  void takeoverTakesNoPlace() throws Exception {
    try (IdempotencyStore small =
        ConcurrentHashMapStore.builder().clock(micros::get).maxEntries(2).build()) {
      ClaimTerms shortest = ClaimTerms.of(Duration.ofNanos(1_000), TTL);
      small.claim("taken over", Fingerprint.NONE, shortest);
      CompletableFuture<Void> takeovers =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 200_000; i++) {
                  micros.incrementAndGet();
                  small.claim("taken over", Fingerprint.NONE, shortest);
                }
              });
      do {
        small.release((Ticket) small.claim("new", Fingerprint.NONE, TERMS));
      } while (!takeovers.isDone());
      takeovers.get();
    }
  }

  @Test
  @Timeout(60)
  @DisplayName("when many expire at once, as many new keys have room, whoever swept for them")
  void roomForAllThatExpired() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int round = 0; round < 50; round++) {
      try (IdempotencyStore full =
          ConcurrentHashMapStore.builder().clock(micros::get).maxEntries(400).build()) {
        for (int i = 0; i < 400; i++) {
          full.claim("old " + i, Fingerprint.NONE, TERMS);
        }
        advance(LEASE.plus(TTL));
        List<Future<?>> claims = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
          String prefix = "new " + t + " ";
          claims.add(
              threads.submit(
                  () -> {
                    for (int i = 0; i < 100; i++) {
                      full.claim(prefix + i, Fingerprint.NONE, TERMS);
                    }
                  }));
        }
        for (Future<?> claim : claims) {
          claim.get();
        }
      }
    }
    threads.shutdown();
  }

  @Test
  @DisplayName("what a listener or a waiter throws takes no claim away and stops no other")
  void throwingCallbacks() {
    List<Throwable> uncaught = new ArrayList<>();
    Thread thread = Thread.currentThread();
    Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler((where, failure) -> uncaught.add(failure));
    StoreListener throwing =
        new StoreListener() {
          @Override
          public void expired(long count) {
            throw new IllegalStateException("listener");
          }
        };
    try (IdempotencyStore told =
        ConcurrentHashMapStore.builder()
            .clock(micros::get)
            .maxEntries(1)
            .listener(throwing)
            .build()) {
      told.claim("a", Fingerprint.NONE, TERMS);
      advance(LEASE.plus(TTL));
      assertThat(told.claim("b", Fingerprint.NONE, TERMS)).isInstanceOf(Ticket.class);
      List<String> called = new ArrayList<>();
      SettlementNotifier notifier = told.notifier().orElseThrow();
      notifier.onSettled(
          "b",
          () -> {
            throw new IllegalStateException("waiter");
          });
      notifier.onSettled("b", () -> called.add("second"));
      assertThat(told.forget("b", told.find("b").orElseThrow().fence())).isTrue();
      assertThat(called).containsExactly("second");
      assertThat(uncaught).extracting(Throwable::getMessage).containsExactly("listener", "waiter");
    } finally {
      thread.setUncaughtExceptionHandler(handler);
    }
  }

  @Test
  @DisplayName("the ticket of another store proves nothing, even with the same key and fence")
  void foreignTicket() {
    try (IdempotencyStore other = ConcurrentHashMapStore.builder().clock(micros::get).build()) {
      Ticket here = claim("k");
      Ticket there = (Ticket) other.claim("k", Fingerprint.NONE, TERMS);
      assertThat(there).isEqualTo(here);
      assertThat(store.complete(there, OUTCOME, TTL)).isInstanceOf(Completion.Superseded.class);
      assertThat(store.renew(there, LEASE)).isFalse();
      assertThat(store.release(there)).isFalse();
      assertThat(other.find("k")).get().isInstanceOf(IdempotencyRecord.Pending.class);
      assertThat(store.complete(here, OUTCOME, TTL)).isEqualTo(Completion.Recorded.INSTANCE);
    }
  }

  @Test
  @DisplayName("a ticket put together from its parts proves the claim")
  void rebuiltTicket() {
    Ticket ticket = claim("k");
    Ticket rebuilt = Ticket.of(ticket.key(), ticket.owner(), ticket.fence(), ticket.attempt());
    assertThat(store.renew(rebuilt, LEASE)).isTrue();
    assertThat(store.complete(rebuilt, OUTCOME, TTL)).isEqualTo(Completion.Recorded.INSTANCE);
  }

  @Test
  @Timeout(60)
  @DisplayName("with a scheduler, memory comes back while no claims come")
  void sweepsOnSchedule() throws Exception {
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    CountDownLatch swept = new CountDownLatch(100);
    StoreListener listener =
        new StoreListener() {
          @Override
          public void expired(long count) {
            for (long i = 0; i < count; i++) {
              swept.countDown();
            }
          }
        };
    try (IdempotencyStore swept100 =
        ConcurrentHashMapStore.builder()
            .clock(micros::get)
            .listener(listener)
            .sweepWith(scheduler, Duration.ofMillis(1))
            .build()) {
      for (int i = 0; i < 100; i++) {
        swept100.claim("key " + i, Fingerprint.NONE, TERMS);
      }
      advance(TTL.multipliedBy(2));
      swept.await();
      assertThat(swept100.stats().entries()).isZero();
      assertThat(swept100.stats().expired()).isEqualTo(100);
    } finally {
      scheduler.shutdownNow();
      assertThat(scheduler.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @DisplayName("options out of their bounds are refused by name")
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void badOptions(long maxEntries) {
    assertThatThrownBy(() -> ConcurrentHashMapStore.builder().maxEntries(maxEntries))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("maxEntries must be 1 to");
    assertThatThrownBy(() -> ConcurrentHashMapStore.builder().maxOutcomeBytes(-1))
        .hasMessageStartingWith("maxOutcomeBytes must be 0 to");
  }

  @ParameterizedTest
  @DisplayName("a cursor that no page gave is refused")
  @ValueSource(strings = {"", "x", ":", "64:k", "-1:k", "99999999999:k", "1"})
  void badCursor(String cursor) {
    assertThatThrownBy(() -> store.pending(Duration.ZERO, 10, cursor))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("cursor must be");
  }

  @Test
  @DisplayName("a claim costs no object but its entry, whose common form is the smaller one")
  void smallEntries() {
    ClaimResult claimed = store.claim("k", Fingerprint.NONE, TERMS);
    assertThat(claimed).isExactlyInstanceOf(Entry.class).isInstanceOf(Ticket.class);
  }
}
