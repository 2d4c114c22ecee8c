package io.github.semel.stress.chronicle;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyStore;
import io.github.semel.RecordVersion;
import io.github.semel.Ticket;
import io.github.semel.chronicle.ChronicleMapStore;
import io.github.semel.chronicle.ChronicleMapStoreBuilder;
import io.github.semel.stress.Parent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The process that is killed: opens the file and works through its keys until then. */
final class Victim {

  static final Fingerprint FINGERPRINT = Fingerprint.of("campaign");
  static final Duration LEASE = Duration.ofDays(1);
  static final Duration TTL = Duration.ofDays(7);
  static final ClaimTerms TERMS = ClaimTerms.of(LEASE, TTL);

  private final IdempotencyStore store;
  private final KeyPlan plan;
  private final ProgressLog log;

  private Victim(IdempotencyStore store, KeyPlan plan, ProgressLog log) {
    this.store = store;
    this.plan = plan;
    this.log = log;
  }

  /** The options of a campaign's store. */
  static ChronicleMapStoreBuilder settings(ChronicleMapStoreBuilder builder) {
    return builder
        .averageKeyBytes(8)
        .reservedOutcomeBytes(KeyPlan.RESERVED_BYTES)
        .maxOutcomeBytes(4_096);
  }

  /** Arguments: the store's file, its entries, the log's file, threads, seed. */
  public static void main(String[] arguments) throws IOException {
    Parent.endWithIt();
    IdempotencyStore store =
        settings(ChronicleMapStore.file(Path.of(arguments[0]), Long.parseLong(arguments[1])))
            .open();
    int threads = Integer.parseInt(arguments[3]);
    ProgressLog log = new ProgressLog(Path.of(arguments[2]), threads);
    Victim victim = new Victim(store, new KeyPlan(Long.parseLong(arguments[4])), log);
    for (int thread = 0; thread < threads; thread++) {
      int number = thread;
      new Thread(() -> victim.workOrDie(number)).start();
    }
  }

  private void workOrDie(int thread) {
    try {
      for (long number = log.number(thread); ; number++) {
        work(thread, number);
      }
    } catch (Throwable e) {
      e.printStackTrace();
      // Whoever waits for this process to be killed sees that it ended by itself.
      Runtime.getRuntime().halt(1);
    }
  }

  private void work(int thread, long number) {
    String key = plan.key(thread, number);
    ClaimResult result =
        store.claim(new ClaimRequest(key, FINGERPRINT, TERMS, plan.owner(thread, number)));
    Ticket ticket = ((ClaimResult.Acquired) result).ticket();
    require(ticket.attempt() == 1, "a first attempt");
    log.at(thread, number, 1);
    switch (KeyPlan.fate(number)) {
      case HELD -> {}
      case RENEWED -> require(store.renew(ticket, LEASE), "renewed");
      case RELEASED -> require(store.release(ticket), "released");
      case RECORDED, GROWN -> complete(ticket, thread, number);
      case AMENDED -> {
        complete(ticket, thread, number);
        log.at(thread, number, 2);
        require(
            store.amend(key, new RecordVersion(ticket.fence(), 0), plan.outcome(thread, number, 3)),
            "amended");
      }
    }
    log.at(thread, number + 1, 0);
  }

  private void complete(Ticket ticket, int thread, long number) {
    Completion completion = store.complete(ticket, plan.outcome(thread, number, 2), TTL);
    require(completion instanceof Completion.Recorded, "recorded");
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError("was not " + what);
    }
  }
}
