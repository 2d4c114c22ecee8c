package io.github.semel.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.StoreClock;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FindBesideChangeTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  @DisplayName("a record that a change under way keeps is not shown as expired meanwhile")
  void findWaitsForTheChangeThatReadTheClockBefore() {
    SlowClock clock = new SlowClock();
    try (IdempotencyStore store = ChronicleMapStore.inMemory(100).clock(clock).open()) {
      Ticket ticket =
          ((ClaimResult.Acquired)
                  store.claim("order-1", Fingerprint.NONE, ClaimTerms.of(SECOND, SECOND)))
              .ticket();
      CompletableFuture<Completion> completing =
          CompletableFuture.supplyAsync(
              () -> {
                clock.slow.set(true);
                return store.complete(ticket, Outcome.omitted(), Duration.ofHours(1));
              });
      clock.await(clock.read);
      // The completion has read the clock; now the claim it is of would have expired.
      clock.micros.addAndGet(3_000_000);
      CompletableFuture<Optional<IdempotencyRecord>> finding =
          CompletableFuture.supplyAsync(
              () -> {
                clock.told.set(true);
                return store.find("order-1");
              });
      clock.await(clock.readAgain);
      clock.goOn.countDown();
      assertThat(completing.join()).isInstanceOf(Completion.Recorded.class);
      assertThat(finding.join()).containsInstanceOf(IdempotencyRecord.Completed.class);
    }
  }

  /** A thread that said so waits between its reading and what it does with it. */
  private static final class SlowClock implements StoreClock {

    final AtomicLong micros = new AtomicLong(1_700_000_000_000_000L);
    final ThreadLocal<Boolean> slow = ThreadLocal.withInitial(() -> false);
    final ThreadLocal<Boolean> told = ThreadLocal.withInitial(() -> false);
    final CountDownLatch read = new CountDownLatch(1);
    final CountDownLatch readAgain = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public long micros() {
      long now = micros.get();
      if (slow.get()) {
        read.countDown();
        await(goOn);
      }
      if (told.get()) {
        readAgain.countDown();
      }
      return now;
    }

    void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
