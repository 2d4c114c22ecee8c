package io.github.semel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store of idempotency keys: for one key at most one holder has a live claim at any time, a
 * recorded outcome is neither changed nor forgotten before its time, and a holder that lost its
 * claim cannot write.
 *
 * <p>This is the extension point. A store implements the operations without a default, reads its
 * clock inside the atomic step that the reading decides, and passes the contract suite of the test
 * kit. Arguments that are types of this package were checked when they were made; the bare ones are
 * checked with {@link Limits} before anything is touched.
 *
 * <p>Every operation is atomic and linearizable per key, and every store is safe for use by any
 * number of threads. All operations may throw {@link StoreUnavailableException} (it took place once
 * or not at all, and may be sent again with the same owner), {@link StoreCorruptException} and,
 * after {@link #close}, {@link StoreClosedException}.
 */
public interface IdempotencyStore extends AutoCloseable {

  /**
   * Claims a key, or says who has it. A lapsed claim is taken over with {@link Ticket#attempt}
   * above 1; a request sent again with the same owner gets its own ticket again.
   *
   * @throws StoreFullException when the key is new and there is no room; nothing is ever evicted
   */
  ClaimResult claim(ClaimRequest request);

  /** Claims a key under a new owner: the everyday form, for a call that will not be sent again. */
  default ClaimResult claim(String key, Fingerprint fingerprint, ClaimTerms terms) {
    return claim(ClaimRequest.of(key, fingerprint, terms));
  }

  /**
   * Records the outcome of a claim, for every duplicate until {@code ttl} from now. Succeeds after
   * the lease has lapsed too, as long as nobody took the key over. Sent again, it changes nothing.
   *
   * @param ttl how long the outcome is kept; positive, at most {@link Limits#MAX_TTL}
   * @throws OutcomeTooLargeException when the outcome has more than {@link #maxOutcomeBytes} bytes;
   *     the claim is still held then
   */
  Completion complete(Ticket ticket, Outcome outcome, Duration ttl);

  /**
   * Has the lease end {@code lease} from now, later or sooner than it would have.
   *
   * @param lease positive, at most {@link Limits#MAX_LEASE}
   * @return false when the claim is no longer this ticket's; the holder should stop
   */
  boolean renew(Ticket ticket, Duration lease);

  /**
   * Gives a claim back as if it had never been made. Only for work of which nothing was executed.
   *
   * @return false when the claim is no longer this ticket's
   */
  boolean release(Ticket ticket);

  /** The record of a key, if there is one that has not expired. Changes nothing. */
  Optional<IdempotencyRecord> find(String key);

  /**
   * Replaces the outcome of a completed key, if it still has the version that the caller has read.
   * When it expires stays as it was.
   *
   * @return false when the key is not completed or has another version
   * @throws OutcomeTooLargeException as {@link #complete}
   */
  boolean amend(String key, RecordVersion version, Outcome outcome);

  /**
   * Drops the record of a key whatever its state, if it has this fence. An operator's tool: the
   * next claim of the key executes the work again.
   *
   * @return false when the key has no record or one with another fence
   */
  boolean forget(String key, long fence);

  /**
   * A page of the pending records that are at least {@code olderThan} old, for operators. Weakly
   * consistent: what is pending throughout the scan is listed at least once.
   *
   * @param olderThan time since the claim was made; zero to {@link Limits#MAX_AGE}
   * @param limit how many records at most; 1 to {@link Limits#MAX_PAGE}
   * @param cursor {@link PendingPage#next} of the page before, or null for the first
   * @throws InvalidArgumentException when an argument is out of its bounds, or the cursor is none
   *     of this store's
   */
  PendingPage pending(Duration olderThan, int limit, @Nullable String cursor);

  /**
   * Claims many keys. Each is atomic by itself; the results come in the order asked, and the
   * failure of one is that item's result.
   */
  default List<ItemResult<ClaimResult>> claimAll(List<ClaimRequest> requests) {
    Limits.requireItems("requests", requests);
    List<ItemResult<ClaimResult>> results = new ArrayList<>(requests.size());
    for (ClaimRequest request : requests) {
      results.add(ItemResult.of(() -> claim(request)));
    }
    return results;
  }

  /** Completes many claims, with the rules of {@link #claimAll}. */
  default List<ItemResult<Completion>> completeAll(List<CompletionRequest> requests) {
    Limits.requireItems("requests", requests);
    List<ItemResult<Completion>> results = new ArrayList<>(requests.size());
    for (CompletionRequest request : requests) {
      results.add(
          ItemResult.of(() -> complete(request.ticket(), request.outcome(), request.ttl())));
    }
    return results;
  }

  /** The largest outcome that this store takes, in bytes. */
  int maxOutcomeBytes();

  /** What the store holds now; cheap enough to be read every second. */
  StoreStats stats();

  /** A way to be told when a claim is settled, where the store has one; else callers poll. */
  default Optional<SettlementNotifier> notifier() {
    return Optional.empty();
  }

  /** Frees what the store holds. Calls under way finish or throw; closing twice does nothing. */
  @Override
  void close();
}
