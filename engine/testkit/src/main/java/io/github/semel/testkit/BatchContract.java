package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.IdempotencyStore;
import io.github.semel.InvalidArgumentException;
import io.github.semel.ItemResult;
import io.github.semel.Outcome;
import io.github.semel.OutcomeTooLargeException;
import io.github.semel.Owner;
import io.github.semel.StoreFullException;
import io.github.semel.Ticket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code claimAll} and {@code completeAll}: each item by itself, answers in the order asked. */
abstract class BatchContract extends ContractSection {

  private List<ItemResult<ClaimResult>> claimAll(ClaimRequest... requests) {
    return store().claimAll(List.of(requests));
  }

  @Test
  @DisplayName("an empty batch has an empty answer")
  void emptyBatch() {
    assertThat(store().claimAll(List.of())).isEmpty();
    assertThat(store().completeAll(List.of())).isEmpty();
  }

  @Test
  @DisplayName("claims of a batch are answered one by one, in the order asked")
  void claimsAreAnsweredInOrder() {
    ClaimRequest fresh = request(key());
    ClaimRequest held = request(key());
    ClaimRequest recorded = request(key());
    ClaimRequest mismatched = request(key());
    Ticket first = acquired(store().claim(held));
    complete(acquire(recorded.key()), outcome("paid"));
    acquired(store().claim(mismatched.key(), OTHER_FINGERPRINT, TERMS));

    List<ItemResult<ClaimResult>> results =
        claimAll(mismatched, held, recorded, request(held.key()), fresh);

    assertThat(results).hasSize(5);
    assertThat(mismatch(results.get(0).get()).recorded()).isEqualTo(OTHER_FINGERPRINT);
    assertThat(acquired(results.get(1).get())).isEqualTo(first);
    assertThat(completed(results.get(2).get()).outcome()).isEqualTo(outcome("paid"));
    assertThat(inProgress(results.get(3).get()).attempt()).isEqualTo(1);
    assertThat(acquired(results.get(4).get()).key()).isEqualTo(fresh.key());
    assertThat(acquired(results.get(4).get()).owner()).isEqualTo(fresh.owner());
  }

  @Test
  @DisplayName("a key that stands in a batch twice is acquired once, by the first")
  void sameKeyTwice() {
    String key = key();
    ClaimRequest first = request(key);

    List<ItemResult<ClaimResult>> results = claimAll(first, request(key), first);

    Ticket ticket = acquired(results.get(0).get());
    assertThat(ticket.owner()).isEqualTo(first.owner());
    inProgress(results.get(1).get());
    assertThat(acquired(results.get(2).get())).isEqualTo(ticket);
  }

  @Test
  @DisplayName("a large batch is acquired and completed, key by key")
  void largeBatch() {
    List<ClaimRequest> requests = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      requests.add(request(key()));
    }
    List<CompletionRequest> completions = new ArrayList<>();
    List<ItemResult<ClaimResult>> claimed = store().claimAll(requests);
    for (int i = 0; i < requests.size(); i++) {
      Ticket ticket = acquired(claimed.get(i).get());
      assertThat(ticket.key()).isEqualTo(requests.get(i).key());
      completions.add(new CompletionRequest(ticket, outcome(ticket.key()), TTL));
    }
    assertThat(store().completeAll(completions))
        .hasSize(1_000)
        .allSatisfy(result -> assertRecorded(result.get()));
    for (ClaimRequest request : requests) {
      assertThat(completed(claim(request.key())).outcome()).isEqualTo(outcome(request.key()));
    }
  }

  @Test
  @DisplayName("completions of a batch are answered one by one, in the order asked")
  void completionsAreAnsweredInOrder() {
    Ticket good = acquire(key());
    Ticket again = acquire(key());
    complete(again, outcome("before"));
    Ticket stale = acquire(key());
    store().release(stale);
    Ticket stranger = Ticket.of(good.key(), Owner.random(), good.fence(), 1);

    List<ItemResult<Completion>> results =
        store()
            .completeAll(
                List.of(
                    new CompletionRequest(stale, outcome("x"), TTL),
                    new CompletionRequest(good, outcome("good"), TTL),
                    new CompletionRequest(again, outcome("after"), TTL),
                    new CompletionRequest(stranger, outcome("x"), TTL)));

    assertThat(results).hasSize(4);
    assertThat(superseded(results.get(0).get()).current()).isEmpty();
    assertRecorded(results.get(1).get());
    assertRecorded(results.get(2).get());
    assertThat(superseded(results.get(3).get()).current()).contains(completedRecord(good.key()));
    assertThat(completed(claim(good.key())).outcome()).isEqualTo(outcome("good"));
    assertThat(completed(claim(again.key())).outcome()).isEqualTo(outcome("before"));
    assertAbsent(stale.key());
  }

  @Test
  @DisplayName("an outcome over the limit fails its own item and no other")
  void failureStaysWithItsItem() {
    int limit = store().maxOutcomeBytes();
    Assumptions.assumeTrue(
        limit <= 64 << 20, () -> "the limit of " + limit + " bytes is too large to be tried");
    Ticket one = acquire(key());
    Ticket two = acquire(key());
    Ticket three = acquire(key());
    Outcome large = Outcome.success(new byte[limit + 1]);

    List<ItemResult<Completion>> results =
        store()
            .completeAll(
                List.of(
                    new CompletionRequest(one, outcome("one"), TTL),
                    new CompletionRequest(two, large, TTL),
                    new CompletionRequest(three, outcome("three"), TTL)));

    assertRecorded(results.get(0).get());
    assertThat(results.get(1))
        .isInstanceOfSatisfying(
            ItemResult.Failed.class,
            failed -> assertThat(failed.exception()).isInstanceOf(OutcomeTooLargeException.class));
    assertThatThrownBy(() -> results.get(1).get()).isInstanceOf(OutcomeTooLargeException.class);
    assertRecorded(results.get(2).get());
    inProgress(claim(two.key()));
    complete(two, Outcome.omitted());
  }

  @Test
  @DisplayName("new keys that a full store refuses fail by themselves; held keys are answered")
  void fullStoreRefusesItemByItem() {
    IdempotencyStore small = bounded(2);
    ClaimRequest one = request(key());
    ClaimRequest two = request(key());

    List<ItemResult<ClaimResult>> results =
        small.claimAll(List.of(one, two, request(key()), request(one.key()), two));

    acquired(results.get(0).get());
    acquired(results.get(1).get());
    assertThatThrownBy(() -> results.get(2).get()).isInstanceOf(StoreFullException.class);
    inProgress(results.get(3).get());
    acquired(results.get(4).get());
  }

  @Test
  @SuppressWarnings("NullAway") // Null is the bad input that is tried.
  @DisplayName(
      "a batch that is null or holds a null is refused as a whole, before anything is touched")
  void nullInABatchIsRefused() {
    ClaimRequest request = request(key());
    Ticket ticket = acquire(key());
    CompletionRequest completion = new CompletionRequest(ticket, outcome("x"), TTL);

    assertThatThrownBy(() -> store().claimAll(null))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("requests");
    assertThatThrownBy(() -> store().completeAll(null))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("requests");
    assertThatThrownBy(() -> store().claimAll(Arrays.asList(request, null)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("requests[1]");
    assertThatThrownBy(() -> store().completeAll(Arrays.asList(completion, null)))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("requests[1]");

    assertAbsent(request.key());
    pendingRecord(ticket.key());
  }
}
