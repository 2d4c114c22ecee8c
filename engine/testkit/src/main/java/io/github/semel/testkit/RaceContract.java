package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many threads that claim: what must not happen in any interleaving. */
abstract class RaceContract extends RaceSection {

  @Test
  @DisplayName("of threads that claim one key at once, exactly one acquires it")
  void oneWinnerForAFreshKey() throws InterruptedException {
    String[] keys = freshKeys(rounds());
    AtomicIntegerArray winners = new AtomicIntegerArray(rounds());

    Race.run(
        THREADS,
        rounds(),
        (thread, round) -> {
          ClaimResult result = claim(keys[round]);
          if (result instanceof ClaimResult.Acquired won) {
            assertThat(won.ticket().attempt()).isEqualTo(1);
            winners.incrementAndGet(round);
          } else {
            inProgress(result);
          }
        });

    for (int round = 0; round < rounds(); round++) {
      assertThat(winners.get(round)).as("acquisitions of key %d", round).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("of threads that claim many keys at once, in different orders, one acquires each")
  void oneWinnerForEachOfManyKeys() throws InterruptedException {
    String[] keys = freshKeys(5 * rounds() / 2);
    AtomicReferenceArray<Ticket> winners = new AtomicReferenceArray<>(keys.length);

    Race.run(
        THREADS,
        1,
        (thread, round) -> {
          for (int i = 0; i < keys.length; i++) {
            int pick = thread % 2 == 0 ? i : keys.length - 1 - i;
            if (claim(keys[pick]) instanceof ClaimResult.Acquired won) {
              assertThat(winners.compareAndSet(pick, null, won.ticket())).isTrue();
            }
          }
        });

    for (int i = 0; i < keys.length; i++) {
      assertThat(winners.get(i)).as("winner of key %d", i).isNotNull();
      complete(winners.get(i), outcome(keys[i]));
    }
  }

  @Test
  @DisplayName(
      "of threads that meet a lapsed claim, exactly one takes it over, and the old holder is out")
  void oneWinnerForALapsedKey() throws InterruptedException {
    requires(Capability.MANUAL_CLOCK);
    String[] keys = freshKeys(rounds());
    Ticket[] old = acquireAll(keys);
    advance(LEASE);
    AtomicIntegerArray winners = new AtomicIntegerArray(rounds());

    Race.run(
        THREADS,
        rounds(),
        (thread, round) -> {
          ClaimResult result = claim(keys[round]);
          if (result instanceof ClaimResult.Acquired won) {
            assertThat(won.ticket().attempt()).isEqualTo(2);
            assertThat(won.ticket().fence()).isGreaterThan(old[round].fence());
            winners.incrementAndGet(round);
          } else {
            assertThat(inProgress(result).attempt()).isEqualTo(2);
          }
        });

    for (int round = 0; round < rounds(); round++) {
      assertThat(winners.get(round)).as("takeovers of key %d", round).isEqualTo(1);
      superseded(store().complete(old[round], outcome("x"), TTL));
    }
  }

  @Test
  @DisplayName("of threads that meet an expired outcome, exactly one claims the key anew")
  void oneWinnerForAnExpiredKey() throws InterruptedException {
    requires(Capability.MANUAL_CLOCK);
    String[] keys = freshKeys(rounds());
    for (Ticket ticket : acquireAll(keys)) {
      complete(ticket, outcome("old"));
    }
    advance(TTL);
    AtomicIntegerArray winners = new AtomicIntegerArray(rounds());

    Race.run(
        THREADS,
        rounds(),
        (thread, round) -> {
          if (claim(keys[round]) instanceof ClaimResult.Acquired won) {
            assertThat(won.ticket().attempt()).isEqualTo(1);
            winners.incrementAndGet(round);
          }
        });

    for (int round = 0; round < rounds(); round++) {
      assertThat(winners.get(round)).as("acquisitions of key %d", round).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("when one claim is sent from many threads, all get the same ticket")
  void resentClaimsMeet() throws InterruptedException {
    ClaimRequest[] requests = new ClaimRequest[rounds()];
    for (int i = 0; i < rounds(); i++) {
      requests[i] = request(key());
    }
    AtomicReferenceArray<Ticket> seen = new AtomicReferenceArray<>(rounds());

    Race.run(
        THREADS,
        rounds(),
        (thread, round) -> {
          Ticket ticket = acquired(store().claim(requests[round]));
          Ticket first = seen.compareAndExchange(round, null, ticket);
          assertThat(first == null ? ticket : first).isEqualTo(ticket);
        });
  }

  @Test
  @DisplayName("in a storm of claims and releases no two threads hold the key, and fences increase")
  void stormOfClaimsAndReleases() throws InterruptedException {
    String key = key();
    AtomicInteger holders = new AtomicInteger();
    long[] newest = {Long.MIN_VALUE};

    Race.run(
        THREADS,
        10 * rounds(),
        (thread, round) -> {
          ClaimResult result = claim(key);
          if (result instanceof ClaimResult.Acquired won) {
            assertThat(holders.incrementAndGet()).as("holders of the key").isEqualTo(1);
            // Plain memory: the claim is the only lock on it.
            assertThat(won.ticket().fence()).as("fence").isGreaterThan(newest[0]);
            newest[0] = won.ticket().fence();
            if (round % 16 == 0) {
              Race.giveWay();
            }
            holders.decrementAndGet();
            assertThat(store().release(won.ticket())).as("own release").isTrue();
          } else {
            inProgress(result);
          }
        });
  }

  @Test
  @DisplayName(
      "while the clock moves no claim has a negative age, or more time left than it was given")
  void timeIsReadInsideTheStep() throws InterruptedException {
    requires(Capability.MANUAL_CLOCK);
    String[] keys = freshKeys(rounds());

    Race.run(
        THREADS,
        rounds(),
        (thread, round) -> {
          advance(MICRO.multipliedBy(3));
          ClaimResult result = claim(keys[round]);
          if (result instanceof ClaimResult.Acquired won) {
            advance(MICRO);
            assertRecorded(store().complete(won.ticket(), outcome("paid"), TTL));
          }
          for (int i = 0; i < 3; i++) {
            if (result instanceof ClaimResult.InProgress running) {
              assertThat(running.age()).as("age").isGreaterThanOrEqualTo(Duration.ZERO);
              assertThat(running.remainingLease()).as("lease").isLessThanOrEqualTo(LEASE);
            } else if (result instanceof ClaimResult.Completed done) {
              assertThat(done.remainingTtl()).as("ttl").isLessThanOrEqualTo(TTL);
            }
            result = claim(keys[round]);
          }
        });
  }

  @Test
  @DisplayName("threads that work on keys of their own do not disturb one another")
  void keysOfOnesOwn() throws InterruptedException {
    String[] keys = freshKeys(THREADS * rounds());

    Race.run(
        THREADS,
        1,
        (thread, round) -> {
          for (int i = thread; i < keys.length; i += THREADS) {
            Ticket ticket = acquire(keys[i]);
            assertThat(store().renew(ticket, LEASE)).isTrue();
            if (i % 3 == 0) {
              assertThat(store().release(ticket)).isTrue();
              ticket = acquire(keys[i]);
            }
            complete(ticket, outcome(keys[i]));
            assertThat(completed(claim(keys[i])).outcome()).isEqualTo(outcome(keys[i]));
          }
        });

    for (String key : keys) {
      assertThat(completed(claim(key)).outcome()).isEqualTo(outcome(key));
    }
  }
}
