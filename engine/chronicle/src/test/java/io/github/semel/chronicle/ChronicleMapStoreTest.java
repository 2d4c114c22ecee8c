package io.github.semel.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.Outcome;
import io.github.semel.OutcomeTooLargeException;
import io.github.semel.RecordVersion;
import io.github.semel.StoreClosedException;
import io.github.semel.StoreContext;
import io.github.semel.StoreFullException;
import io.github.semel.Stores;
import io.github.semel.Ticket;
import io.github.semel.testkit.ManualClock;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChronicleMapStoreTest {

  private static final Duration TTL = Duration.ofHours(24);
  private static final ClaimTerms TERMS = ClaimTerms.of(Duration.ofSeconds(30), TTL);
  private static final Fingerprint FINGERPRINT = Fingerprint.of("pay 10");

  @TempDir Path folder;

  private static Ticket acquire(IdempotencyStore store, String key) {
    return ((ClaimResult.Acquired) store.claim(key, FINGERPRINT, TERMS)).ticket();
  }

  private static Outcome outcome(int length) {
    return Outcome.success(new byte[length]);
  }

  @Test
  @DisplayName("a record that is found while it is renewed has one lease, the old or the new")
  void findBesideRenew() throws InterruptedException {
    try (IdempotencyStore store = ChronicleMapStore.inMemory(100).open()) {
      Ticket ticket = acquire(store, "order-1");
      AtomicBoolean over = new AtomicBoolean();
      Thread renewing =
          new Thread(
              () -> {
                for (long i = 0; !over.get(); i++) {
                  store.renew(ticket, Duration.ofSeconds(i % 2 == 0 ? 30 : 300));
                }
              });
      renewing.start();
      for (int i = 0; i < 300_000; i++) {
        IdempotencyRecord.Pending found =
            (IdempotencyRecord.Pending) store.find("order-1").orElseThrow();
        assertThat(Duration.between(found.leaseUntil(), found.retainUntil())).isEqualTo(TTL);
      }
      over.set(true);
      renewing.join();
    }
  }

  @Test
  @DisplayName("an outcome within the reserve always has room, also where everything is full")
  void reserveIsKept() {
    try (IdempotencyStore store =
        ChronicleMapStore.inMemory(500).reservedOutcomeBytes(100).open()) {
      List<Ticket> tickets = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        tickets.add(acquire(store, "order-" + i));
      }
      assertThatThrownBy(() -> acquire(store, "one more"))
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining("500");
      for (Ticket ticket : tickets) {
        assertThat(store.complete(ticket, outcome(100), TTL))
            .isEqualTo(Completion.Recorded.INSTANCE);
      }
    }
  }

  @Test
  @DisplayName("an outcome beyond the reserve that finds no room is refused, and its claim is held")
  void outgrownOutcome() {
    ManualClock clock = new ManualClock();
    try (IdempotencyStore store =
        ChronicleMapStore.inMemory(2_000)
            .reservedOutcomeBytes(0)
            .averageKeyBytes(0)
            .maxOutcomeBytes(4_000)
            .clock(clock)
            .open()) {
      List<Ticket> recorded = new ArrayList<>();
      Ticket refused = null;
      while (refused == null) {
        Ticket ticket = acquire(store, UUID.randomUUID().toString());
        try {
          store.complete(ticket, outcome(4_000), Duration.ofMinutes(1));
          recorded.add(ticket);
        } catch (OutcomeTooLargeException e) {
          refused = ticket;
        }
      }
      assertThat(recorded).isNotEmpty();
      // Nothing was lost on the way, and the claim goes on.
      for (Ticket ticket : recorded) {
        ClaimResult result = store.claim(ticket.key(), FINGERPRINT, TERMS);
        assertThat(((ClaimResult.Completed) result).outcome()).isEqualTo(outcome(4_000));
      }
      assertThat(store.claim(refused.key(), FINGERPRINT, TERMS))
          .isInstanceOf(ClaimResult.InProgress.class);
      assertThat(store.stats().entries()).isEqualTo(recorded.size() + 1);
      assertThat(store.complete(refused, Outcome.omitted(), TTL))
          .isEqualTo(Completion.Recorded.INSTANCE);
      // An amendment that finds no room changes nothing either.
      Ticket last = refused;
      assertThatThrownBy(
              () -> store.amend(last.key(), new RecordVersion(last.fence(), 0), outcome(4_000)))
          .isInstanceOf(OutcomeTooLargeException.class);
      assertThat(((IdempotencyRecord.Completed) store.find(last.key()).orElseThrow()).outcome())
          .isEqualTo(Outcome.omitted());
      // Room comes back with the instant at which the others expire.
      clock.advance(Duration.ofMinutes(1));
      assertThat(store.amend(last.key(), new RecordVersion(last.fence(), 0), outcome(4_000)))
          .isTrue();
    }
  }

  @Test
  @DisplayName("an interrupted thread's calls take place, also on a file, and it stays interrupted")
  void interrupts() {
    try (IdempotencyStore store = ChronicleMapStore.file(folder.resolve("store"), 100).open()) {
      Thread.currentThread().interrupt();
      Ticket ticket = acquire(store, "order-17");
      store.complete(ticket, outcome(5_000), TTL);
      assertThat(store.find("order-17")).isPresent();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(store.find("order-17")).isPresent();
    }
  }

  @Test
  @DisplayName("opening and closing leave an interrupt to the caller and the file whole")
  void interruptedOpening() {
    Path file = folder.resolve("store");
    Thread.currentThread().interrupt();
    IdempotencyStore store = ChronicleMapStore.file(file, 100).open();
    assertThat(Thread.interrupted()).isTrue();
    acquire(store, "order-17");
    Thread.currentThread().interrupt();
    store.close();
    assertThat(Thread.interrupted()).isTrue();
    try (IdempotencyStore again = ChronicleMapStore.file(file, 100).open()) {
      assertThat(again.find("order-17")).isPresent();
    }
  }

  @Test
  @DisplayName("closing while others call lets each of them finish or say so")
  void closesUnderLoad() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path file = folder.resolve("store" + round);
      IdempotencyStore store = ChronicleMapStore.file(file, 100_000).open();
      List<Thread> threads = new ArrayList<>();
      List<Throwable> unexpected = new ArrayList<>();
      CountDownLatch working = new CountDownLatch(4);
      for (int number = 0; number < 4; number++) {
        int thread = number;
        threads.add(
            new Thread(
                () -> {
                  try {
                    for (int i = 0; ; i++) {
                      store.complete(acquire(store, thread + "-" + i), outcome(10), TTL);
                      working.countDown();
                    }
                  } catch (StoreClosedException e) {
                    // As it should be.
                  } catch (Throwable e) {
                    synchronized (unexpected) {
                      unexpected.add(e);
                    }
                  }
                }));
      }
      threads.forEach(Thread::start);
      working.await();
      store.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(unexpected).isEmpty();
      Files.delete(file);
    }
  }

  @Test
  @DisplayName("a scheduler of the caller's takes expired records out while nobody claims")
  void sweeps() throws InterruptedException {
    ManualClock clock = new ManualClock();
    CountDownLatch swept = new CountDownLatch(100);
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    try (IdempotencyStore store =
        ChronicleMapStore.inMemory(1_000)
            .clock(clock)
            .listener(
                new ChronicleStoreListener() {
                  @Override
                  public void expired(long count) {
                    for (long i = 0; i < count; i++) {
                      swept.countDown();
                    }
                  }
                })
            .sweepWith(scheduler, Duration.ofMillis(1))
            .open()) {
      for (int i = 0; i < 100; i++) {
        store.complete(acquire(store, "order-" + i), outcome(10), Duration.ofMinutes(1));
      }
      clock.advance(Duration.ofMinutes(1));
      assertThat(swept.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(store.stats().entries()).isZero();
    } finally {
      scheduler.shutdownNow();
    }
  }

  @Test
  @DisplayName("the store itself allocates nothing for a duplicate: what is left is the answer")
  void duplicatesAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (IdempotencyStore store = ChronicleMapStore.inMemory(10_000).open()) {
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        keys.add(i % 2 == 0 ? UUID.randomUUID().toString() : "order-" + i);
        store.complete(acquire(store, keys.get(i)), outcome(200), TTL);
      }
      // The least of many rounds: until its code is compiled, a JVM allocates what it later does
      // not.
      long allocated = Long.MAX_VALUE;
      for (int round = 0; round < 1_000; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (String key : keys) {
          store.claim(key, FINGERPRINT, TERMS);
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / keys.size();
        allocated = Math.min(allocated, each);
      }
      // The request with its owner 56, the array 216, the outcome 24, the instant 24, the duration
      // 24, the result 32; and some for a JVM that lays objects out otherwise.
      assertThat(allocated).isBetween(200L, 440L);
    }
  }

  @Test
  @DisplayName("the heap does not grow with the keys")
  void heapDoesNotGrow() {
    try (IdempotencyStore small = ChronicleMapStore.inMemory(1_000_000).open()) {
      fill(small, 0, 1_000);
      long before = usedHeap();
      fill(small, 1_000, 300_000);
      // A record on the heap would take 100 bytes at least, so 30 MB together.
      assertThat(usedHeap() - before).isLessThan(2_000_000);
      assertThat(small.stats().entries()).isEqualTo(300_000);
    }
  }

  private static void fill(IdempotencyStore store, int from, int to) {
    for (int i = from; i < to; i++) {
      store.complete(acquire(store, "order-" + i), outcome(16), TTL);
    }
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  @Test
  @DisplayName("calls of virtual threads are made by the store's own threads, and answered")
  void platformThreads() throws Exception {
    try (IdempotencyStore store = ChronicleMapStore.inMemory(10_000).platformThreads(2).open()) {
      List<Thread> callers = new ArrayList<>();
      List<Ticket> tickets = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        String key = "order-" + i;
        callers.add(
            started(
                () -> {
                  Ticket ticket = acquire(store, key);
                  store.complete(ticket, outcome(10), TTL);
                  synchronized (tickets) {
                    tickets.add(ticket);
                  }
                }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(tickets).hasSize(500);
      assertThat(store.stats().entries()).isEqualTo(500);
    }
  }

  /** A virtual thread where there are any. */
  private static Thread started(Runnable work) throws ReflectiveOperationException {
    if (Runtime.version().feature() < 21) {
      Thread thread = new Thread(work);
      thread.start();
      return thread;
    }
    return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
  }

  @Test
  @DisplayName("stores are opened by URI, in memory and in a file")
  void byUri() {
    String file = folder.resolve("store").toUri().getRawPath();
    for (String uri :
        new String[] {
          "chronicle:?maxEntries=100",
          "chronicle:" + file + "?maxEntries=100&reservedOutcomeBytes=10&averageKeyBytes=5"
        }) {
      try (IdempotencyStore store = Stores.open(uri, StoreContext.standard())) {
        acquire(store, "order-17");
        assertThat(store.stats().maxEntries()).hasValue(100);
      }
    }
    assertThat(Files.exists(folder.resolve("store"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chronicle:",
        "chronicle:?maxEntries=0",
        "chronicle:?maxEntries=ten",
        "chronicle:?maxEntries=10&colour=red",
        "chronicle:?maxEntries=10&reservedOutcomeBytes=65537",
        "chronicle:?maxEntries=10&maxOutcomeBytes=-1",
        "chronicle:?maxEntries=10&averageKeyBytes=1025",
        "chronicle:?maxEntries=10&platformThreads=0",
        "chronicle://host/path?maxEntries=10",
        "chronicle:/path?maxEntries=10#fragment"
      })
  void badUris(String uri) {
    assertThatThrownBy(() -> Stores.open(uri, StoreContext.standard()))
        .isInstanceOf(InvalidArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "averageKeyBytes, 0, 1024",
    "reservedOutcomeBytes, 0, 65536",
    "maxOutcomeBytes, 0, 16777216",
    "platformThreads, 1, 1024"
  })
  @DisplayName("a number that is wrong is refused by its parameter's name, value and bounds")
  void numbersInUris(String name, long least, long most) {
    for (Object value : new Object[] {least - 1, most + 1, "99999999999999999999", "many"}) {
      assertThatThrownBy(() -> Stores.open("chronicle:?maxEntries=10&" + name + "=" + value))
          .hasMessageStartingWith(name + " must be ")
          .hasMessageContainingAll(least + " to " + most, "" + value);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chronicle://u:s3cret@h",
        "chronicle://u:s3cret@h?maxEntries=10",
        "chronicle:u:s3cret%00@h?maxEntries=10"
      })
  @DisplayName("a URI that is wrong is refused without what may be a password, in causes too")
  void secrets(String uri) {
    assertThatThrownBy(() -> Stores.open(uri))
        .isInstanceOfSatisfying(
            InvalidArgumentException.class,
            refused -> assertThat(Throwables.getStackTrace(refused)).doesNotContain("s3cret"));
  }
}
