package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.Ticket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;

/**
 * What all sections of the contract stand on: a store opened for the test, a clock to move, and
 * keys that no other test uses. The timeout only turns a deadlock into a failure.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class ContractSection {

  static final Duration MICRO = Duration.ofNanos(1_000);
  static final Duration LEASE = Duration.ofMinutes(10);
  static final Duration TTL = Duration.ofHours(24);
  static final ClaimTerms TERMS = ClaimTerms.of(LEASE, TTL);
  static final Fingerprint FINGERPRINT = Fingerprint.of("pay 10 to Ann");
  static final Fingerprint OTHER_FINGERPRINT = Fingerprint.of("pay 99 to Bob");

  final ManualClock clock = new ManualClock();

  private final ContractKeys keys = new ContractKeys();
  private final List<IdempotencyStore> opened = new ArrayList<>();
  private volatile @Nullable IdempotencyStore store;

  abstract StoreFixture fixture();

  /** Aborts the test, visibly, when the store under test declares that it lacks a capability. */
  final void requires(Capability... needed) {
    for (Capability capability : needed) {
      Assumptions.assumeTrue(
          fixture().capabilities().contains(capability),
          () -> "missing capability: " + capability + " is not declared by this store's fixture");
    }
  }

  /** The store that most tests use, without a bound; opened by the first thread that asks. */
  final IdempotencyStore store() {
    IdempotencyStore shared = store;
    if (shared == null) {
      synchronized (this) {
        shared = store;
        if (shared == null) {
          shared = open(OptionalLong.empty());
          store = shared;
        }
      }
    }
    return shared;
  }

  /** A store that admits so many records. */
  final IdempotencyStore bounded(long maxEntries) {
    requires(Capability.BOUNDED);
    return open(OptionalLong.of(maxEntries));
  }

  private IdempotencyStore open(OptionalLong maxEntries) {
    try {
      IdempotencyStore fresh = fixture().open(new StoreSetup(clock, maxEntries));
      opened.add(fresh);
      return fresh;
    } catch (Exception e) {
      throw new AssertionError("the fixture did not open a store", e);
    }
  }

  @AfterEach
  final void closeStores() {
    for (IdempotencyStore each : opened) {
      each.close();
    }
  }

  /** Moves the store's time; the test is aborted where it cannot be moved. */
  final void advance(Duration step) {
    requires(Capability.MANUAL_CLOCK);
    clock.advance(step);
  }

  /** A key that no other test uses, in this run or another. */
  final String key() {
    return keys.next();
  }

  static Outcome outcome(String text) {
    return Outcome.success(text.getBytes(StandardCharsets.UTF_8));
  }

  final ClaimResult claim(String key) {
    return store().claim(key, FINGERPRINT, TERMS);
  }

  final Ticket acquire(String key) {
    return acquired(claim(key));
  }

  final Ticket acquire(String key, ClaimTerms terms) {
    return acquired(store().claim(key, FINGERPRINT, terms));
  }

  /** Lets the lease that {@link #TERMS} give lapse, and has somebody else take the key over. */
  final Ticket takeOver(String key) {
    advance(LEASE);
    return acquire(key);
  }

  final void complete(Ticket ticket, Outcome outcome) {
    assertRecorded(store().complete(ticket, outcome, TTL));
  }

  final ClaimRequest request(String key) {
    return new ClaimRequest(key, FINGERPRINT, TERMS, Owner.random());
  }

  /** The same proof, without whatever else the store put into its ticket. */
  static Ticket rebuilt(Ticket ticket) {
    return Ticket.of(ticket.key(), ticket.owner(), ticket.fence(), ticket.attempt());
  }

  final IdempotencyRecord.Pending pendingRecord(String key) {
    return assertThat(store().find(key))
        .get()
        .isInstanceOf(IdempotencyRecord.Pending.class)
        .extracting(IdempotencyRecord.Pending.class::cast)
        .actual();
  }

  final IdempotencyRecord.Completed completedRecord(String key) {
    return assertThat(store().find(key))
        .get()
        .isInstanceOf(IdempotencyRecord.Completed.class)
        .extracting(IdempotencyRecord.Completed.class::cast)
        .actual();
  }

  final RecordVersion version(String key) {
    return completedRecord(key).version();
  }

  final void assertAbsent(String key) {
    assertThat(store().find(key)).as("record of \"%s\"", key).isEmpty();
  }

  static Ticket acquired(ClaimResult result) {
    return as(ClaimResult.Acquired.class, result).ticket();
  }

  static ClaimResult.InProgress inProgress(ClaimResult result) {
    return as(ClaimResult.InProgress.class, result);
  }

  static ClaimResult.Completed completed(ClaimResult result) {
    return as(ClaimResult.Completed.class, result);
  }

  static ClaimResult.Mismatch mismatch(ClaimResult result) {
    return as(ClaimResult.Mismatch.class, result);
  }

  static void assertRecorded(Completion completion) {
    as(Completion.Recorded.class, completion);
  }

  static Completion.Superseded superseded(Completion completion) {
    return as(Completion.Superseded.class, completion);
  }

  private static <T> T as(Class<T> type, Object answer) {
    assertThat(answer).isInstanceOf(type);
    return type.cast(answer);
  }
}
