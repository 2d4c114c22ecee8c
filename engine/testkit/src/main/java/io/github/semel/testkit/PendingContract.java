package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.IdempotencyRecord;
import io.github.semel.Limits;
import io.github.semel.PendingPage;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The scan of pending claims, page by page. Records of others may appear in it. */
abstract class PendingContract extends ContractSection {

  /** Far more pages than any scan here needs; ends a scan that would never end. */
  private static final int MOST_PAGES = 1_000_000;

  /** All pages of a scan, as records by key. */
  private Map<String, IdempotencyRecord.Pending> scan(Duration olderThan, int limit) {
    Map<String, IdempotencyRecord.Pending> found = new HashMap<>();
    Optional<String> cursor = Optional.empty();
    for (int i = 0; i < MOST_PAGES; i++) {
      PendingPage page = store().pending(olderThan, limit, cursor.orElse(null));
      assertThat(page.records()).hasSizeLessThanOrEqualTo(limit);
      page.records().forEach(record -> found.put(record.key(), record));
      cursor = page.next();
      if (cursor.isEmpty()) {
        return found;
      }
    }
    throw new AssertionError("the scan did not end after " + MOST_PAGES + " pages");
  }

  private Set<String> mine(Set<String> keys, Duration olderThan, int limit) {
    Set<String> found = new HashSet<>(scan(olderThan, limit).keySet());
    found.retainAll(keys);
    return found;
  }

  @Test
  @DisplayName("a pending claim is listed as find shows it")
  void listedAsFound() {
    String key = key();
    acquire(key, TERMS.withLabel("host-7"));

    assertThat(scan(Duration.ZERO, Limits.MAX_PAGE)).containsEntry(key, pendingRecord(key));
  }

  @Test
  @DisplayName("completed, released, forgotten and absent keys are not listed")
  void onlyPendingIsListed() {
    String recorded = key();
    String released = key();
    String forgotten = key();
    String absent = key();
    complete(acquire(recorded), outcome("paid"));
    store().release(acquire(released));
    store().forget(forgotten, acquire(forgotten).fence());

    assertThat(mine(Set.of(recorded, released, forgotten, absent), Duration.ZERO, 100)).isEmpty();
  }

  @Test
  @DisplayName("pages of any size together list every pending claim")
  void pagesAddUp() {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 150; i++) {
      String key = key();
      keys.add(key);
      acquire(key);
      complete(acquire(key()), outcome("paid"));
    }
    for (int limit : new int[] {1, 2, 7, 149, 150, 151, Limits.MAX_PAGE}) {
      assertThat(mine(keys, Duration.ZERO, limit)).as("limit %d", limit).isEqualTo(keys);
    }
  }

  @Test
  @DisplayName("what is pending throughout the scan is listed, whatever else comes and goes")
  void listedWhateverComesAndGoes() {
    for (int limit : new int[] {2, 3, 4, 7}) {
      scanWhileOthersAreSettled(limit);
    }
  }

  private void scanWhileOthersAreSettled(int limit) {
    Set<String> keys = new HashSet<>();
    Map<String, Ticket> others = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      String key = key();
      keys.add(key);
      acquire(key);
      String other = key();
      others.put(other, acquire(other));
    }
    Set<String> found = new HashSet<>();
    Optional<String> cursor = Optional.empty();
    do {
      PendingPage page = store().pending(Duration.ZERO, limit, cursor.orElse(null));
      for (IdempotencyRecord.Pending record : page.records()) {
        found.add(record.key());
        Ticket other = others.remove(record.key());
        if (other != null && others.size() % 2 == 0) {
          store().release(other);
        } else if (other != null) {
          complete(other, outcome("paid"));
        }
      }
      complete(acquire(key()), outcome("paid"));
      cursor = page.next();
    } while (cursor.isPresent());

    assertThat(found).as("found in pages of %d", limit).containsAll(keys);
  }

  @Test
  @DisplayName("a claim is listed from the instant that it is old enough")
  void listedFromItsAge() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);
    Duration age = Duration.ofSeconds(30);

    assertThat(mine(Set.of(key), Duration.ZERO, 100)).containsExactly(key);
    assertThat(mine(Set.of(key), MICRO, 100)).isEmpty();
    advance(age.minus(MICRO));
    assertThat(mine(Set.of(key), age, 100)).isEmpty();
    advance(MICRO);
    assertThat(mine(Set.of(key), age, 100)).containsExactly(key);
    assertThat(mine(Set.of(key), age.plus(MICRO), 100)).isEmpty();
  }

  @Test
  @DisplayName("the age that counts is that of the claim, not of its last renewal")
  void renewalDoesNotMakeYounger() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    Ticket ticket = acquire(key);
    advance(Duration.ofSeconds(30));
    store().renew(ticket, LEASE);

    assertThat(mine(Set.of(key), Duration.ofSeconds(30), 100)).containsExactly(key);
  }

  @Test
  @DisplayName("a lapsed claim is listed until it expires")
  void lapsedIsListedUntilItExpires() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);

    advance(LEASE.plus(TTL).minus(MICRO));
    assertThat(mine(Set.of(key), LEASE, 100)).containsExactly(key);
    advance(MICRO);
    assertThat(mine(Set.of(key), Duration.ZERO, 100)).isEmpty();
  }

  @Test
  @DisplayName("a taken-over claim is listed once, as its new holder's")
  void takeoverIsListedAsTheNewHolders() {
    requires(Capability.MANUAL_CLOCK);
    String key = key();
    acquire(key);
    Ticket second = takeOver(key);

    assertThat(scan(Duration.ZERO, 100).get(key))
        .isEqualTo(pendingRecord(key))
        .extracting(IdempotencyRecord.Pending::owner)
        .isEqualTo(second.owner());
    assertThat(mine(Set.of(key), LEASE, 100)).isEmpty();
  }

  @Test
  @DisplayName("the longest age may be asked for, and the records of a page cannot be changed")
  void longestAge() {
    acquire(key());

    assertThat(scan(Limits.MAX_TTL, 10)).isEmpty();
    assertThat(store().pending(Duration.ZERO, 10, null).records()).isUnmodifiable();
  }
}
