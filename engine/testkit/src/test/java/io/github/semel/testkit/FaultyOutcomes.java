package io.github.semel.testkit;

import io.github.semel.Limits;
import io.github.semel.Outcome;
import io.github.semel.OutcomeTooLargeException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/** How {@link FaultyStore} keeps outcomes. */
final class FaultyOutcomes {

  static final int MAX_BYTES = 1 << 16;
  private static final int CUT = 1 << 15;

  private final StoreFault fault;
  private final ArrayDeque<byte[]> free = new ArrayDeque<>();
  private final Map<Outcome, byte[]> arrays = new IdentityHashMap<>();

  FaultyOutcomes(StoreFault fault) {
    this.fault = fault;
  }

  void requireFitting(String key, Outcome outcome) {
    Limits.requireNonNull("outcome", outcome);
    if (fault != StoreFault.LIMIT_IS_NOT_KEPT) {
      int limit = MAX_BYTES - (fault == StoreFault.LIMIT_IS_ONE_LOW ? 1 : 0);
      if (outcome.length() > limit) {
        throw new OutcomeTooLargeException(key, outcome.length(), MAX_BYTES);
      }
    }
  }

  Outcome kept(Outcome outcome) {
    if (outcome.length() == 0) {
      return outcome;
    }
    byte[] bytes = outcome.bytes();
    if (fault == StoreFault.LARGE_OUTCOME_IS_CUT) {
      bytes = Arrays.copyOf(bytes, Math.min(bytes.length, CUT));
    }
    if (fault == StoreFault.OUTCOME_SHARES_A_REUSED_ARRAY
        && !free.isEmpty()
        && free.peek().length == bytes.length) {
      byte[] reused = free.pop();
      System.arraycopy(bytes, 0, reused, 0, reused.length);
      bytes = reused;
    }
    Outcome kept = Outcome.adopt(outcome.status(), bytes);
    if (fault == StoreFault.OUTCOME_SHARES_A_REUSED_ARRAY) {
      arrays.put(kept, bytes);
    }
    return kept;
  }

  /** The array of an outcome that is dropped is used for the next one. */
  void release(Outcome outcome) {
    byte[] array = arrays.remove(outcome);
    if (array != null) {
      free.push(array);
    }
  }

  Outcome half(Outcome outcome) {
    return outcome.length() == 0
        ? outcome
        : Outcome.adopt(outcome.status(), Arrays.copyOf(outcome.bytes(), outcome.length() / 2));
  }

  Outcome read(Outcome outcome) {
    return fault == StoreFault.FAILURE_READS_AS_SUCCESS
            && outcome.status() == Outcome.Status.FAILURE
        ? Outcome.success(outcome.bytes())
        : outcome;
  }
}
