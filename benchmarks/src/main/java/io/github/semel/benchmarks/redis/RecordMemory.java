package io.github.semel.benchmarks.redis;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.CompletionRequest;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.Outcome;
import io.github.semel.redis.RedisStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The memory that completed records take on the server, as the server tells it.
 *
 * @param records how many there were, with UUIDs for keys
 * @param valueBytes how large the outcome of each was
 * @param bytes by how much the memory in use grew
 */
public record RecordMemory(int records, int valueBytes, long bytes) {

  private static final int BATCH = 500;
  private static final Duration TTL = Duration.ofHours(1);
  private static final ClaimTerms TERMS = ClaimTerms.of(Duration.ofMinutes(1), TTL);

  /** Fills an empty server, measures, and empties it again. */
  public static RecordMemory of(RedisTarget target, int records, int valueBytes) {
    target.empty();
    try (IdempotencyStore store = RedisStore.standalone(target.host(), target.port()).build()) {
      // What a client and its scripts take once is no record's.
      record(store, 1, valueBytes);
      target.empty();
      long before = target.usedMemory();
      for (int i = 0; i < records; i += BATCH) {
        record(store, Math.min(BATCH, records - i), valueBytes);
      }
      return new RecordMemory(records, valueBytes, target.usedMemory() - before);
    } finally {
      target.empty();
    }
  }

  private static void record(IdempotencyStore store, int records, int valueBytes) {
    List<ClaimRequest> claims = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      claims.add(ClaimRequest.of(UUID.randomUUID().toString(), Fingerprint.NONE, TERMS));
    }
    List<CompletionRequest> completions = new ArrayList<>();
    for (ItemResult<ClaimResult> result : store.claimAll(claims)) {
      completions.add(
          new CompletionRequest(
              ((ClaimResult.Acquired) result.get()).ticket(),
              Outcome.success(new byte[valueBytes]),
              TTL));
    }
    store.completeAll(completions).forEach(ItemResult::get);
  }

  /** As one object of a JSON array. */
  public String toJson() {
    return "{\"records\": %d, \"valueBytes\": %d, \"bytes\": %d}"
        .formatted(records, valueBytes, bytes);
  }
}
