package io.github.semel.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimRequest;
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
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.StoreListener;
import io.github.semel.Stores;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is this store's own, beside the contract; bounds and memory have tests of their own. */
class StripedStoreTest {

  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final ClaimTerms TERMS = ClaimTerms.of(LEASE, TTL);
  private static final Outcome OUTCOME = Outcome.success(new byte[] {1, 2, 3});

  private final AtomicLong micros = new AtomicLong(1_767_225_600_000_000L);
  private final StripedStore store =
      (StripedStore) StripedStore.builder().clock(micros::get).build();

  private void advance(Duration duration) {
    micros.addAndGet(Micros.of(duration));
  }

  private Ticket claim(String key) {
    return (Ticket) store.claim(key, Fingerprint.NONE, TERMS);
  }

  @ParameterizedTest
  @DisplayName("after any sequence of calls the index and the memory are in order")
  @ValueSource(longs = {1, 2, 3, 4})
  void randomSequence(long seed) {
    Random random = new Random(seed);
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String key = key(random);
      int which = random.nextInt(12);
      Ticket ticket =
          tickets.isEmpty() ? claim("first " + i) : tickets.get(random.nextInt(tickets.size()));
      switch (which) {
        case 0, 1, 2, 3, 4 -> {
          ClaimTerms terms = ClaimTerms.of(duration(random), duration(random));
          ClaimTerms labelled = random.nextBoolean() ? terms : terms.withLabel("label " + i);
          Fingerprint fingerprint = new Fingerprint(random.nextInt(2), 0);
          ClaimResult result =
              random.nextBoolean()
                  ? store.claim(key, fingerprint, labelled)
                  : store.claim(new ClaimRequest(key, fingerprint, labelled, Owner.random()));
          if (result instanceof Ticket claimed) {
            tickets.add(claimed);
          }
        }
        case 5, 6, 7 ->
            store.complete(ticket, Outcome.success(new byte[length(random)]), duration(random));
        case 8 -> store.renew(ticket, duration(random));
        case 9 -> store.release(ticket);
        case 10 ->
            store.amend(
                ticket.key(),
                new RecordVersion(ticket.fence(), random.nextInt(2)),
                Outcome.failure(new byte[length(random)]));
        default -> store.forget(ticket.key(), ticket.fence());
      }
      if (random.nextInt(20) == 0) {
        micros.addAndGet(random.nextInt(2_000_000));
      }
      if (i % 1_000 == 0) {
        store.assertValid();
      }
    }
    store.assertValid();
    assertThat(store.stats().expired()).isPositive();
  }

  private static String key(Random random) {
    int number = random.nextInt(3_000);
    return switch (number % 3) {
      case 0 -> new UUID(0, number).toString();
      case 1 -> "key " + number;
      default -> "long key " + "x".repeat(number % 900) + number;
    };
  }

  private static Duration duration(Random random) {
    // From a microsecond to beyond what a record holds without a block.
    return Duration.ofNanos(1_000L << random.nextInt(40));
  }

  private static int length(Random random) {
    return random.nextInt(4) == 0
        ? 0
        : random.nextInt(1 << random.nextInt(random.nextInt(50) == 0 ? 18 : 11));
  }

  @Test
  @DisplayName("what does not fit into a record is kept to the bit in a block")
  void uncommonRecords() {
    ClaimTerms longest = ClaimTerms.of(Limits.MAX_LEASE, Limits.MAX_TTL);
    Ticket ticket = (Ticket) store.claim("k", Fingerprint.NONE, longest);
    IdempotencyRecord.Pending pending = (IdempotencyRecord.Pending) store.find("k").orElseThrow();
    assertThat(pending.leaseUntil()).isEqualTo(pending.claimedAt().plus(Limits.MAX_LEASE));
    assertThat(pending.retainUntil()).isEqualTo(pending.leaseUntil().plus(Limits.MAX_TTL));
    // About the ends of what a record has room for: 2^31 and 2^32 µs to the completion.
    for (long elapsed : new long[] {1L << 31, 1L << 32, 1L << 45}) {
      for (long off = -1; off <= 1; off++) {
        for (int length : new int[] {0, 5}) {
          String key = elapsed + " " + off + " " + length;
          Ticket late = (Ticket) store.claim(key, Fingerprint.NONE, longest);
          micros.addAndGet(elapsed + off);
          Outcome outcome = Outcome.failure(new byte[length]);
          store.complete(late, outcome, TTL);
          IdempotencyRecord.Completed record =
              (IdempotencyRecord.Completed) store.find(key).orElseThrow();
          assertThat(record.completedAt()).isEqualTo(Micros.toInstant(micros.get()));
          assertThat(record.expiresAt()).isEqualTo(record.completedAt().plus(TTL));
          assertThat(record.outcome()).isEqualTo(outcome);
          assertThat(record.owner()).isEqualTo(late.owner());
        }
      }
    }
    assertThat(store.release(ticket)).isTrue();
    store.assertValid();
  }

  @Test
  @DisplayName("a lease at the edges of what a record has room for ends at its microsecond")
  void longLeases() {
    for (long lease : new long[] {(1L << 31) - 1, 1L << 31, (1L << 40) - 2, 1L << 40}) {
      for (long ttl : new long[] {1, (1L << 40) - 1 - lease, 1L << 40}) {
        if (ttl > 0) {
          String key = lease + " " + ttl;
          store.claim(
              key,
              Fingerprint.NONE,
              ClaimTerms.of(Micros.toDuration(lease), Micros.toDuration(ttl)));
          IdempotencyRecord.Pending record =
              (IdempotencyRecord.Pending) store.find(key).orElseThrow();
          assertThat(record.leaseUntil()).isEqualTo(Micros.toInstant(micros.get() + lease));
          assertThat(record.retainUntil()).isEqualTo(Micros.toInstant(micros.get() + lease + ttl));
        }
      }
    }
  }

  @Test
  @Timeout(120)
  @DisplayName("a reader never gets the bytes of another outcome, however fast they are recycled")
  void recycledBytes() throws InterruptedException {
    int keys = 256;
    String[] names = new String[keys];
    for (int i = 0; i < keys; i++) {
      names[i] = i % 2 == 0 ? new UUID(1, i).toString() : "key " + i;
    }
    CountDownLatch done = new CountDownLatch(1);
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    AtomicLong read = new AtomicLong();
    List<Thread> readers = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      long seed = t;
      Thread reader =
          new Thread(
              () -> {
                Random random = new Random(seed);
                while (done.getCount() > 0) {
                  int key = random.nextInt(keys);
                  ClaimResult result = store.claim(names[key], new Fingerprint(1, key), TERMS);
                  if (result instanceof ClaimResult.Completed completed) {
                    assertOwn(key, completed.outcome().bytes());
                    read.incrementAndGet();
                  } else if (result instanceof Ticket ticket) {
                    store.release(ticket);
                  } else {
                    assertThat(result).isInstanceOf(ClaimResult.InProgress.class);
                  }
                  store
                      .find(names[key])
                      .ifPresent(
                          record -> {
                            assertThat(record.key()).isEqualTo(names[key]);
                            assertThat(record.fingerprint()).isEqualTo(new Fingerprint(1, key));
                            if (record instanceof IdempotencyRecord.Completed completed) {
                              assertOwn(key, completed.outcome().bytes());
                            }
                          });
                }
              });
      reader.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      reader.start();
      readers.add(reader);
    }
    Random random = new Random(9);
    for (int i = 0; i < 300_000 && failures.isEmpty(); i++) {
      int key = random.nextInt(keys);
      ClaimResult result = store.claim(names[key], new Fingerprint(1, key), TERMS);
      if (result instanceof Ticket ticket) {
        store.complete(ticket, own(key, random), TTL);
      } else if (result instanceof ClaimResult.Completed) {
        IdempotencyRecord record = store.find(names[key]).orElse(null);
        if (record instanceof IdempotencyRecord.Completed completed && random.nextBoolean()) {
          store.amend(names[key], completed.version(), own(key, random));
        } else if (record != null) {
          store.forget(names[key], record.fence());
        }
      }
    }
    done.countDown();
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(failures).isEmpty();
    assertThat(read.get()).isPositive();
    store.assertValid();
  }

  /** Bytes that say whose they are, all along. */
  private static Outcome own(int key, Random random) {
    byte[] bytes = new byte[100 + random.nextInt(8)];
    Arrays.fill(bytes, (byte) key);
    return Outcome.success(bytes);
  }

  private static void assertOwn(int key, byte[] bytes) {
    for (byte b : bytes) {
      if (b != (byte) key) {
        throw new AssertionError("a byte of outcome " + b + " in that of key " + (byte) key);
      }
    }
  }

  @Test
  // Nothing else ends the wait for a monitor.
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @DisplayName("a duplicate is answered while another thread sits on the monitors of all stripes")
  void readersPassAHolder() throws Exception {
    for (int i = 0; i < 4_000; i++) {
      store.complete(claim(new UUID(2, i).toString()), OUTCOME, TTL);
    }
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch let = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () ->
                StoreProbe.holdMonitors(
                    store,
                    () -> {
                      held.countDown();
                      try {
                        let.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }));
    holder.start();
    held.await();
    for (int i = 0; i < 4_000; i++) {
      String key = new UUID(2, i).toString();
      assertThat(store.claim(key, Fingerprint.NONE, TERMS))
          .isInstanceOf(ClaimResult.Completed.class);
      assertThat(store.find(key)).isPresent();
    }
    let.countDown();
    holder.join();
  }

  @Test
  @DisplayName("keys made to meet in a hash table of strings spread over the stripes")
  void hostileKeys() {
    Set<Stripe> stripes = new HashSet<>();
    for (int bits = 0; bits < 1 << 12; bits++) {
      StringBuilder key = new StringBuilder();
      for (int bit = 0; bit < 12; bit++) {
        key.append((bits >> bit & 1) == 0 ? "Aa" : "BB");
      }
      assertThat(key.toString().hashCode()).isEqualTo("AaAaAaAaAaAaAaAaAaAaAaAa".hashCode());
      stripes.add(((StripedTicket) claim(key.toString())).stripe());
    }
    // At most 256 stripes, 16 keys each: that one stays empty has a chance of 3 in 100,000 there,
    // and of 10^-110 on two cores.
    assertThat(stripes).hasSize(store.stripes().length);
  }

  @Test
  @DisplayName("a store has eight stripes a processor, in powers of two from 16 to 256")
  void stripeCount() {
    assertThat(StripedStore.stripeCount(1)).isEqualTo(16);
    assertThat(StripedStore.stripeCount(2)).isEqualTo(16);
    assertThat(StripedStore.stripeCount(3)).isEqualTo(32);
    assertThat(StripedStore.stripeCount(8)).isEqualTo(64);
    assertThat(StripedStore.stripeCount(1_000)).isEqualTo(256);
  }

  @Test
  @DisplayName("a record has room for fences of 142 years, and no later one is given out")
  void lateFences() {
    micros.addAndGet((1L << 52) - 1);
    Ticket last = claim("k");
    assertThat(last.fence()).isEqualTo(micros.get());
    assertThat(store.find("k").orElseThrow().fence()).isEqualTo(last.fence());
    micros.incrementAndGet();
    assertThatThrownBy(() -> claim("l")).hasMessageContaining("142 years");
    store.assertValid();
  }

  @Test
  @DisplayName("each store spreads keys in its own way")
  void seeded() {
    try (IdempotencyStore other = StripedStore.create()) {
      List<Integer> here = new ArrayList<>();
      List<Integer> there = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        here.add(StoreProbe.stripeNumber(store, "key " + i));
        there.add(StoreProbe.stripeNumber((StripedStore) other, "key " + i));
      }
      assertThat(here).isNotEqualTo(there);
    }
  }

  @Test
  @DisplayName("the ticket of another store proves nothing, even with the same key and fence")
  void foreignTicket() {
    try (IdempotencyStore other = StripedStore.builder().clock(micros::get).build()) {
      Ticket here = claim("k");
      Ticket there = (Ticket) other.claim("k", Fingerprint.NONE, TERMS);
      assertThat(there.fence()).isEqualTo(here.fence());
      assertThat(store.complete(there, OUTCOME, TTL)).isInstanceOf(Completion.Superseded.class);
      assertThat(store.renew(there, LEASE)).isFalse();
      assertThat(store.release(there)).isFalse();
      assertThat(store.complete(here, OUTCOME, TTL)).isEqualTo(Completion.Recorded.INSTANCE);
    }
  }

  @Test
  @DisplayName("the ticket of a record whose place went to another key proves nothing")
  void placeOfAnother() {
    Ticket first = claim("k");
    assertThat(store.release(first)).isTrue();
    for (int i = 0; i < 1_000; i++) {
      Ticket next = claim("other " + i);
      assertThat(store.release(first)).isFalse();
      assertThat(store.complete(first, OUTCOME, TTL)).isInstanceOf(Completion.Superseded.class);
      assertThat(store.release(next)).isTrue();
    }
  }

  @Test
  @Timeout(60)
  @DisplayName("with a scheduler, memory comes back while no claims come")
  void sweepsOnSchedule() throws Exception {
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    CountDownLatch swept = new CountDownLatch(1_000);
    StoreListener listener =
        new StoreListener() {
          @Override
          public void expired(long count) {
            for (long i = 0; i < count; i++) {
              swept.countDown();
            }
          }
        };
    try (IdempotencyStore scheduled =
        StripedStore.builder()
            .clock(micros::get)
            .listener(listener)
            .sweepWith(scheduler, Duration.ofMillis(1))
            .build()) {
      for (int i = 0; i < 1_000; i++) {
        scheduled.claim("key " + i, Fingerprint.NONE, TERMS);
      }
      advance(TTL.multipliedBy(2));
      swept.await();
      assertThat(scheduled.stats().entries()).isZero();
      assertThat(scheduled.stats().expired()).isEqualTo(1_000);
    } finally {
      scheduler.shutdownNow();
      assertThat(scheduler.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @DisplayName("options out of their bounds are refused by name")
  void badOptions() {
    StripedStore.Builder builder = StripedStore.builder();
    for (long bad : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> builder.maxEntries(bad))
          .isInstanceOf(InvalidArgumentException.class)
          .hasMessageStartingWith("maxEntries must be 1 to");
      assertThatThrownBy(() -> builder.maxBytes(bad)).hasMessageStartingWith("maxBytes must be 1");
    }
    for (int bad : new int[] {-1, Integer.MIN_VALUE, (1 << 30) + 1}) {
      assertThatThrownBy(() -> builder.maxOutcomeBytes(bad))
          .hasMessageStartingWith("maxOutcomeBytes must be 0 to");
      assertThatThrownBy(() -> builder.reservedOutcomeBytes(bad))
          .hasMessageStartingWith("reservedOutcomeBytes must be 0 to");
    }
    assertThatThrownBy(() -> builder.clock(null)).hasMessageStartingWith("clock must be");
    assertThatThrownBy(() -> builder.listener(null)).hasMessageStartingWith("listener must be");
    assertThatThrownBy(() -> builder.sweepWith(null, LEASE)).hasMessageStartingWith("scheduler");
  }

  @Test
  @DisplayName("opens by URI, with its bounds, and refuses what a URI cannot say")
  void byUri() {
    try (IdempotencyStore opened =
        Stores.open("compact:?maxEntries=7&maxBytes=100000&maxOutcomeBytes=9")) {
      assertThat(opened).isInstanceOf(StripedStore.class);
      assertThat(opened.stats().maxEntries()).hasValue(7);
      assertThat(opened.maxOutcomeBytes()).isEqualTo(9);
    }
    for (String bad :
        new String[] {
          "compact:/path",
          "compact:?max=1",
          "compact:?maxBytes=0",
          "compact:?reservedOutcomeBytes=-1"
        }) {
      assertThatThrownBy(() -> Stores.open(bad)).isInstanceOf(InvalidArgumentException.class);
    }
  }

  @ParameterizedTest
  @DisplayName("a cursor that no page gave is refused")
  @ValueSource(strings = {"", "x", ":", "256:1", "-1:1", "99999999999:1", "1", "1:", "1:-1", "1:x"})
  void badCursor(String cursor) {
    assertThatThrownBy(() -> store.pending(Duration.ZERO, 10, cursor))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageStartingWith("cursor must be");
  }
}
