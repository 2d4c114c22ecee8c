package io.github.semel.stress.redis;

import io.github.semel.ClaimResult;
import io.github.semel.IdempotencyStore;
import io.github.semel.stress.Count;
import io.github.semel.stress.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Claims every acknowledged key once more, as somebody else, when the fault is over. Nobody else's
 * claim is granted unless the store has forgotten the first.
 */
final class Verification {

  private static final int BATCH = 256;
  private static final int TRIES = 60;

  private Verification() {}

  /** Judges each key by what the claim is told; the store's answers must come in the end. */
  static void run(IdempotencyStore store, List<HeldKey> held, Tally tally) {
    // Its own calls are no part of the load, nor of how long that had to wait.
    Tally aside = new Tally();
    Caller caller = new Caller(store, aside);
    for (int from = 0; from < held.size(); from += BATCH) {
      List<HeldKey> batch = held.subList(from, Math.min(held.size(), from + BATCH));
      List<@Nullable ClaimResult> answers =
          caller.claimAll(batch.stream().map(HeldKey::challenge).toList());
      for (int i = 0; i < batch.size(); i++) {
        HeldKey key = batch.get(i);
        ClaimResult answer = answers.get(i);
        for (int attempt = 0; answer == null && attempt < TRIES; attempt++) {
          answer = caller.claim(key.challenge());
        }
        if (answer == null) {
          tally.add(Count.WRONG_ANSWERS, "key " + key.ticket().key() + " cannot be verified");
        } else {
          key.challenged(answer, tally);
        }
      }
    }
    tally.add(Count.WRONG_ANSWERS, aside.get(Count.WRONG_ANSWERS));
  }
}
