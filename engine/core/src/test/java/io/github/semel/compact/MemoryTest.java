package io.github.semel.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyStore;
import io.github.semel.Limits;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.OutcomeTooLargeException;
import io.github.semel.RecordVersion;
import io.github.semel.StoreFullException;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the store takes and gives back. */
class MemoryTest {

  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final ClaimTerms TERMS = ClaimTerms.of(LEASE, TTL);

  private final AtomicLong micros = new AtomicLong(1_767_225_600_000_000L);

  private StripedStore open(StripedStore.Builder builder) {
    return (StripedStore) builder.clock(micros::get).build();
  }

  private void advance(Duration duration) {
    micros.addAndGet(Micros.of(duration));
  }

  private static Ticket claim(IdempotencyStore store, String key) {
    return (Ticket) store.claim(key, Fingerprint.NONE, TERMS);
  }

  private static Outcome outcome(int length) {
    return Outcome.success(new byte[length]);
  }

  @Test
  @DisplayName("a live entry without a response takes 64 bytes, the index included")
  void bytesAnEntry() {
    StripedStore store = open(StripedStore.builder());
    double sum = 0;
    int samples = 0;
    // An index grows by a quarter: this is three growths long, in which it is seen at every load.
    for (int i = 1; i <= 200_000; i++) {
      store.complete(claim(store, new UUID(i, i).toString()), Outcome.omitted(), TTL);
      if (i > 100_000 && i % 2_000 == 0) {
        double bytes = (double) StoreProbe.heldBytes(store) / i;
        // While it grows, there are two of them.
        assertThat(bytes).isBetween(48.0 + 10, 64.0 + 10);
        sum += bytes;
        samples++;
      }
    }
    assertThat(sum / samples).isLessThanOrEqualTo(64.0);
  }

  @Test
  @DisplayName("responses of many sizes cost a tenth on top at most")
  void bytesOfResponses() {
    StripedStore without = open(StripedStore.builder());
    StripedStore with = open(StripedStore.builder());
    Random random = new Random(1);
    long responses = 0;
    for (int i = 0; i < 200_000; i++) {
      String key = new UUID(i, i).toString();
      int length = 200 + 8 * random.nextInt(10);
      responses += length;
      without.complete(claim(without, key), outcome(0), TTL);
      with.complete(claim(with, key), outcome(length), TTL);
    }
    assertThat((double) (StoreProbe.heldBytes(with) - StoreProbe.heldBytes(without)) / responses)
        .isLessThan(1.10);
  }

  @Test
  @DisplayName("memory comes back as ttls end, and what is left is the reserve")
  void comesBack() {
    StripedStore store = open(StripedStore.builder());
    long before = StoreProbe.heldBytes(store);
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      Ticket ticket = claim(store, i % 2 == 0 ? new UUID(i, i).toString() : "key " + i);
      if (i % 10 > 0) {
        store.complete(ticket, outcome(random.nextInt(1_000)), TTL);
      }
    }
    assertThat(StoreProbe.heldBytes(store)).isGreaterThan(100L << 20);
    advance(LEASE.plus(TTL));
    // A step every second claim of a stripe, and 32 records a step: twice as many as it takes.
    for (int i = 0; i < 40_000; i++) {
      store.release(claim(store, "later " + i));
    }
    store.assertValid();
    assertThat(store.stats().entries()).isZero();
    assertThat(store.stats().expired()).isEqualTo(200_000);
    // At most a chunk of the least size for each size class that a stripe has used.
    assertThat(StoreProbe.heldBytes(store) - before)
        .isLessThan(128L * store.stripes().length * (3 << 10));
  }

  @Test
  @DisplayName("under a steady load of mixed leases and ttls no more than a sixteenth is expired")
  void mixedTtls() {
    StripedStore store = open(StripedStore.builder());
    Random random = new Random(2);
    Duration[] ttls = {
      Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(50), Duration.ofSeconds(20)
    };
    List<Long> ends = new ArrayList<>();
    for (int i = 0; i < 400_000; i++) {
      Duration ttl = ttls[random.nextInt(ttls.length)];
      ClaimTerms terms = ClaimTerms.of(ttls[random.nextInt(ttls.length)], ttl);
      Ticket ticket = (Ticket) store.claim("key " + i, Fingerprint.NONE, terms);
      long end = micros.get() + terms.leaseMicros() + terms.ttlMicros();
      if (random.nextInt(4) > 0) {
        store.complete(ticket, outcome(random.nextInt(100)), ttl);
        end = micros.get() + Micros.of(ttl);
      }
      ends.add(end);
      micros.addAndGet(500);
      if (i % 40_000 == 39_999) {
        ends.removeIf(each -> each <= micros.get());
        // The stated slack, and what a stripe has open: a group of 32.
        assertThat(store.stats().entries() - ends.size())
            .isBetween(0L, ends.size() / 16 + 32L * store.stripes().length);
      }
    }
    store.assertValid();
  }

  @Test
  @DisplayName("a steady load adds no chunk and gives none back")
  void steadyLoadRecycles() {
    StripedStore store = open(StripedStore.builder());
    long everyMicros = Micros.of(TTL) / 60_000;
    long added = 0;
    for (int i = 0; i < 300_000; i++) {
      store.complete(claim(store, new UUID(3, i).toString()), outcome(200), TTL);
      micros.addAndGet(everyMicros);
      if (i == 180_000) {
        added = StoreProbe.chunksAdded(store);
      }
    }
    // 120,000 records later: some chunks where a stripe has its busiest moment, by how the keys
    // happen to spread. Without recycling it would be one for every ten records.
    assertThat(StoreProbe.chunksAdded(store) - added).isLessThan(1_500);
  }

  @Test
  @DisplayName("a load that goes up and down adds no chunk again and again")
  void upAndDown() {
    StripedStore steady = open(StripedStore.builder());
    StripedStore wavering = open(StripedStore.builder());
    for (int i = 0; i < 40_000; i++) {
      steady.complete(claim(steady, new UUID(6, i).toString()), outcome(200), TTL);
      wavering.complete(claim(wavering, new UUID(6, i).toString()), outcome(200), TTL);
      for (int wave = 0; wave < 4; wave++) {
        Ticket ticket = claim(wavering, new UUID(7, wave).toString());
        wavering.complete(ticket, outcome(200), TTL);
        wavering.forget(ticket.key(), ticket.fence());
      }
    }
    // The clock stands still, so that each wave but the first has a claim whose fence is ahead of
    // it:
    // such a claim takes a block of a size that nothing else uses.
    assertThat(StoreProbe.chunksAdded(wavering))
        .isLessThan(StoreProbe.chunksAdded(steady) * 11 / 10);
  }

  @Test
  @DisplayName("claims that are released leave nothing behind, however long their lease would be")
  void releasedLeavesNothing() {
    StripedStore store = open(StripedStore.builder());
    ClaimTerms years = ClaimTerms.of(Limits.MAX_LEASE, Limits.MAX_TTL).withLabel("host 1");
    long before = StoreProbe.heldBytes(store);
    for (int i = 0; i < 300_000; i++) {
      Ticket ticket = (Ticket) store.claim("key " + i, Fingerprint.NONE, years);
      if (i % 2 == 0) {
        store.release(ticket);
      } else {
        store.forget(ticket.key(), ticket.fence());
      }
    }
    assertThat(store.stats().entries()).isZero();
    assertThat(StoreProbe.heldBytes(store) - before).isLessThan(2L << 20);
  }

  @Test
  @DisplayName(
      "a store bounded by bytes admits as many as its rule says, and then refuses new ones")
  void maxBytes() {
    // 64 for the record, and a block for 48 + 1,000 bytes, in steps of 64 from 1,024 on.
    long each = 64 + 1_088;
    StripedStore store =
        open(StripedStore.builder().reservedOutcomeBytes(1_000).maxBytes(10 * each));
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tickets.add(claim(store, new UUID(4, i).toString()));
    }
    assertThatThrownBy(() -> claim(store, new UUID(5, 0).toString()))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining("maxBytes " + 10 * each);
    assertThat(store.stats().refused()).isEqualTo(1);
    // Full to the last byte, every admitted claim is completed up to the reserved size.
    for (Ticket ticket : tickets) {
      assertThat(store.renew(ticket, LEASE)).isTrue();
      assertThat(store.complete(ticket, outcome(1_000), TTL))
          .isInstanceOf(Completion.Recorded.class);
    }
    assertThatThrownBy(() -> claim(store, new UUID(5, 0).toString()))
        .isInstanceOf(StoreFullException.class);
    // Exactly at the end of one there is room for one.
    advance(TTL.minusNanos(1_000));
    assertThatThrownBy(() -> claim(store, new UUID(5, 0).toString()))
        .isInstanceOf(StoreFullException.class);
    advance(Duration.ofNanos(1_000));
    for (int i = 0; i < 10; i++) {
      claim(store, new UUID(5, i).toString());
    }
    assertThatThrownBy(() -> claim(store, new UUID(6, 0).toString()))
        .isInstanceOf(StoreFullException.class);
    store.assertValid();
  }

  @Test
  @DisplayName("a full store has lapsed claims taken over and completed, with owners and labels")
  void takeoversWhenFull() {
    StripedStore store =
        open(StripedStore.builder().reservedOutcomeBytes(0).maxBytes(2 * (64 + 112)));
    claim(store, new UUID(4, 0).toString());
    claim(store, new UUID(4, 1).toString());
    assertThatThrownBy(() -> claim(store, new UUID(4, 2).toString()))
        .isInstanceOf(StoreFullException.class);
    advance(LEASE);
    for (int i = 0; i < 2; i++) {
      Ticket second =
          (Ticket)
              store.claim(
                  new UUID(4, i).toString(), Fingerprint.NONE, TERMS.withLabel("x".repeat(64)));
      assertThat(second.attempt()).isEqualTo(2);
      assertThat(store.complete(second, Outcome.omitted(), TTL))
          .isInstanceOf(Completion.Recorded.class);
    }
    store.assertValid();
  }

  @Test
  @DisplayName(
      "an outcome over the reserved size takes room if there is some, else it is too large")
  void overTheReservedSize() {
    long each = 64 + 1_088;
    StripedStore store =
        open(StripedStore.builder().reservedOutcomeBytes(1_000).maxBytes(3 * each));
    Ticket one = claim(store, new UUID(4, 0).toString());
    Ticket two = claim(store, new UUID(4, 1).toString());
    assertThat(store.complete(one, outcome(1_500), TTL)).isInstanceOf(Completion.Recorded.class);
    assertThatThrownBy(() -> store.complete(two, outcome(5_000), TTL))
        .isInstanceOf(OutcomeTooLargeException.class)
        .hasMessageContaining("5000")
        .hasMessageContaining("1000");
    assertThat(store.complete(two, outcome(1_000), TTL)).isInstanceOf(Completion.Recorded.class);
    assertThatThrownBy(
            () -> store.amend(two.key(), new RecordVersion(two.fence(), 0), outcome(5_000)))
        .isInstanceOf(OutcomeTooLargeException.class);
    assertThat(store.amend(two.key(), new RecordVersion(two.fence(), 0), outcome(900))).isTrue();
    store.assertValid();
  }

  @Test
  @DisplayName("whatever comes and goes, what is counted against the bound is what is held")
  void boundIsNotWornOut() {
    StripedStore store = open(StripedStore.builder().maxEntries(300).maxBytes(500_000));
    Random random = new Random(3);
    List<Ticket> tickets = new ArrayList<>();
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      try {
        tickets.add(claim(store, i % 2 == 0 ? new UUID(7, i).toString() : "key " + i));
      } catch (StoreFullException e) {
        refused++;
      }
      Ticket ticket = tickets.get(random.nextInt(tickets.size()));
      try {
        switch (random.nextInt(4)) {
          case 0 -> store.complete(ticket, outcome(random.nextInt(3_000)), LEASE);
          case 1 -> store.release(ticket);
          case 2 -> store.forget(ticket.key(), ticket.fence());
          default ->
              store.amend(
                  ticket.key(), new RecordVersion(ticket.fence(), 0), outcome(random.nextInt(500)));
        }
      } catch (OutcomeTooLargeException e) {
        assertThat(e).hasMessageContaining("1024");
      }
      micros.addAndGet(random.nextInt(500_000));
      if (tickets.size() > 1_000) {
        tickets.subList(0, 500).clear();
      }
    }
    assertThat(refused).isPositive();
    advance(LEASE.plus(TTL));
    // All of it has expired: one claim makes room, a few more sweep the rest.
    for (int i = 0; i < 20_000; i++) {
      store.release(claim(store, "later " + i));
    }
    assertThat(store.stats().entries()).isZero();
    assertThat(store.room().bytes.taken()).isZero();
    assertThat(store.room().entries.taken()).isZero();
    store.assertValid();
  }
}
