package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.IdempotencyRecord;
import io.github.semel.Outcome;
import io.github.semel.OutcomeTooLargeException;
import io.github.semel.Ticket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Outcomes are kept byte for byte, up to the store's limit, and nobody's array is shared. */
abstract class OutcomeContract extends ContractSection {

  private static final int LARGEST_TESTED = 64 << 20;

  private int limit() {
    int limit = store().maxOutcomeBytes();
    assertThat(limit).isPositive();
    Assumptions.assumeTrue(
        limit <= LARGEST_TESTED,
        () -> "the limit of " + limit + " bytes is too large to be tried; open a smaller store");
    return limit;
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private void assertKept(Outcome outcome) {
    String key = key();
    complete(acquire(key), outcome);
    assertThat(completed(claim(key)).outcome().bytes()).isEqualTo(outcome.bytes());
    assertThat(completed(claim(key)).outcome()).isEqualTo(outcome);
    assertThat(completedRecord(key).outcome()).isEqualTo(outcome);
  }

  @Test
  @DisplayName("outcomes of no bytes, of one, and of every size near a power of two are kept")
  void smallOutcomesAreKept() {
    int limit = limit();
    assertKept(Outcome.success(new byte[0]));
    for (int power = 1; power <= 1 << 16; power *= 2) {
      for (int length = Math.max(1, power - 1); length <= Math.min(limit, power + 1); length++) {
        assertKept(Outcome.success(random(length, length)));
      }
    }
  }

  @Test
  @DisplayName("every value of a byte is kept")
  void everyByteIsKept() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    assertKept(Outcome.success(bytes));
    assertKept(Outcome.failure(bytes));
    assertKept(Outcome.success(new byte[1_000]));
  }

  @Test
  @DisplayName("an outcome of exactly the limit is kept, by completion and by amendment")
  void outcomeAtTheLimitIsKept() {
    int limit = limit();
    assertKept(Outcome.success(random(limit, 1)));

    String key = key();
    complete(acquire(key), outcome("paid"));
    Outcome amended = Outcome.failure(random(limit, 2));
    assertThat(store().amend(key, version(key), amended)).isTrue();
    assertThat(completed(claim(key)).outcome()).isEqualTo(amended);
  }

  @Test
  @DisplayName("an outcome over the limit is refused, and its claim is still held and completable")
  void outcomeOverTheLimitIsRefused() {
    Outcome large = Outcome.success(random(limit() + 1, 3));
    String key = key();
    Ticket ticket = acquire(key);
    IdempotencyRecord before = pendingRecord(key);

    assertThatThrownBy(() -> store().complete(ticket, large, TTL))
        .isInstanceOf(OutcomeTooLargeException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(String.valueOf(large.length()))
        .hasMessageContaining(String.valueOf(limit()));

    assertThat(store().find(key)).contains(before);
    inProgress(claim(key));
    complete(ticket, Outcome.omitted());
    assertThat(completed(claim(key)).outcome()).isEqualTo(Outcome.omitted());
  }

  @Test
  @DisplayName("an amendment over the limit is refused, and the outcome stays")
  void amendmentOverTheLimitIsRefused() {
    Outcome large = Outcome.failure(random(limit() + 1, 4));
    String key = key();
    complete(acquire(key), outcome("paid"));
    IdempotencyRecord.Completed before = completedRecord(key);

    assertThatThrownBy(() -> store().amend(key, before.version(), large))
        .isInstanceOf(OutcomeTooLargeException.class)
        .hasMessageContaining(key);

    assertThat(store().find(key)).contains(before);
  }

  @Test
  @DisplayName("what the caller does to its array after the completion changes nothing")
  void callersArrayIsNotShared() {
    byte[] mine = random(300, 5);
    byte[] copy = mine.clone();
    String key = key();
    complete(acquire(key), Outcome.success(mine));

    Arrays.fill(mine, (byte) 0);

    assertThat(completed(claim(key)).outcome().bytes()).isEqualTo(copy);
  }

  @Test
  @DisplayName("what a reader does to the array it got changes nothing")
  void readersArrayIsNotShared() {
    byte[] original = random(300, 6);
    String key = key();
    complete(acquire(key), Outcome.success(original));

    Arrays.fill(completed(claim(key)).outcome().bytes(), (byte) 0);
    Arrays.fill(completedRecord(key).outcome().bytes(), (byte) 0);

    assertThat(completed(claim(key)).outcome().bytes()).isEqualTo(original);
    assertThat(completed(claim(key)).outcome().buffer().isReadOnly()).isTrue();
  }

  @Test
  @DisplayName("an outcome that a reader got does not change when its record goes")
  void readOutcomeOutlivesItsRecord() {
    byte[] original = random(300, 7);
    String key = key();
    Ticket ticket = acquire(key);
    complete(ticket, Outcome.success(original));
    Outcome held = completed(claim(key)).outcome();

    store().amend(key, version(key), Outcome.success(random(300, 8)));
    store().forget(key, ticket.fence());
    for (int i = 0; i < 200; i++) {
      complete(acquire(key()), Outcome.success(random(300, 9)));
    }

    assertThat(held.bytes()).isEqualTo(original);
  }

  @Test
  @DisplayName("the outcomes of many keys do not run into one another")
  void outcomesAreKeptApart() {
    Random random = new Random(10);
    List<String> keys = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      keys.add(key());
      outcomes.add(Outcome.success(random(random.nextInt(400), i)));
      complete(acquire(keys.get(i)), outcomes.get(i));
      if (i % 3 == 0) {
        // Holes to be filled by those that follow.
        String gone = keys.get(i);
        assertThat(store().forget(gone, completedRecord(gone).fence())).isTrue();
      }
    }
    for (int i = 0; i < keys.size(); i++) {
      if (i % 3 == 0) {
        assertAbsent(keys.get(i));
      } else {
        assertThat(completed(claim(keys.get(i))).outcome()).isEqualTo(outcomes.get(i));
      }
    }
  }
}
