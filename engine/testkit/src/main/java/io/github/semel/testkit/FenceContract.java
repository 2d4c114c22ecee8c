package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimTerms;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The fences of one key strictly increase in the order of acquisition, whatever happens between.
 */
abstract class FenceContract extends ContractSection {

  private static void assertIncreasing(List<Long> fences) {
    for (int i = 1; i < fences.size(); i++) {
      assertThat(fences.get(i)).as("fence %d of %s", i, fences).isGreaterThan(fences.get(i - 1));
    }
  }

  @Test
  @DisplayName("fences increase across releases while the clock stands still")
  void increaseAcrossReleases() {
    String key = key();
    List<Long> fences = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Ticket ticket = acquire(key);
      fences.add(ticket.fence());
      assertThat(store().release(ticket)).isTrue();
    }
    assertIncreasing(fences);
  }

  @Test
  @DisplayName("fences increase across forgotten claims and outcomes while the clock stands still")
  void increaseAcrossForgets() {
    String key = key();
    List<Long> fences = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Ticket ticket = acquire(key);
      fences.add(ticket.fence());
      if (i % 2 == 0) {
        complete(ticket, outcome("paid"));
      }
      assertThat(store().forget(key, ticket.fence())).isTrue();
    }
    assertIncreasing(fences);
  }

  @Test
  @DisplayName("fences increase across releases of many keys in turn")
  void increaseAcrossReleasesOfManyKeys() {
    List<String> many = new ArrayList<>();
    List<List<Long>> fences = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(key());
      fences.add(new ArrayList<>());
    }
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < many.size(); i++) {
        Ticket ticket = acquire(many.get(i));
        fences.get(i).add(ticket.fence());
        assertThat(store().release(ticket)).isTrue();
      }
    }
    fences.forEach(FenceContract::assertIncreasing);
  }

  @Test
  @DisplayName("fences increase across takeovers")
  void increaseAcrossTakeovers() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    ClaimTerms shortest = ClaimTerms.of(MICRO, TTL);
    List<Long> fences = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      fences.add(acquire(key, shortest).fence());
      advance(MICRO);
    }
    assertIncreasing(fences);
  }

  @Test
  @DisplayName("fences increase when releases ran ahead of the clock and takeovers follow")
  void increaseWhenAheadOfTheClock() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    List<Long> fences = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Ticket ticket = acquire(key);
      fences.add(ticket.fence());
      store().release(ticket);
    }
    // The fences stepped past the clock; the clock now moves less than they did.
    ClaimTerms shortest = ClaimTerms.of(MICRO, MICRO);
    for (int i = 0; i < 20; i++) {
      fences.add(acquire(key, shortest).fence());
      advance(i % 2 == 0 ? MICRO : MICRO.multipliedBy(2));
    }
    assertIncreasing(fences);
  }

  @Test
  @DisplayName("fences increase across expired outcomes and expired claims")
  void increaseAcrossExpiry() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    List<Long> fences = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Ticket ticket = acquire(key, ClaimTerms.of(MICRO, MICRO));
      fences.add(ticket.fence());
      if (i % 2 == 0) {
        assertRecorded(store().complete(ticket, outcome("paid"), MICRO));
        advance(MICRO);
      } else {
        advance(MICRO.multipliedBy(2));
      }
    }
    assertIncreasing(fences);
  }

  @Test
  @DisplayName("renewal, completion and amendment keep the fence of the claim")
  void staysWithinAClaim() {
    String key = key();
    Ticket ticket = acquire(key);
    store().renew(ticket, LEASE);
    assertThat(pendingRecord(key).fence()).isEqualTo(ticket.fence());
    complete(ticket, outcome("paid"));
    assertThat(completedRecord(key).fence()).isEqualTo(ticket.fence());
    store().amend(key, version(key), outcome("refunded"));
    assertThat(completedRecord(key).fence()).isEqualTo(ticket.fence());
  }

  @Test
  @DisplayName("a key gets a higher fence also after others took its memory")
  void increaseAfterMemoryWasReused() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket first = acquire(key, ClaimTerms.of(MICRO, MICRO));
    store().release(first);
    Ticket second = acquire(key, ClaimTerms.of(MICRO, MICRO));
    advance(Duration.ofMillis(10));
    for (int i = 0; i < 500; i++) {
      complete(acquire(key()), outcome("other"));
    }

    Ticket third = acquire(key);

    assertIncreasing(List.of(first.fence(), second.fence(), third.fence()));
  }
}
