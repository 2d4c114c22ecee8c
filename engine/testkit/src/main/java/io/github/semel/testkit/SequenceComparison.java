package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.StoreFullException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of a sequence to a store and to the model, under one clock, and compares what
 * they say. A difference fails with the whole sequence and both answers to each call.
 */
final class SequenceComparison {

  private static final Fingerprint[] FINGERPRINTS = {
    Fingerprint.of("first"), Fingerprint.of("second"), Fingerprint.NONE
  };

  private final StoreFixture fixture;
  private final OptionalLong maxEntries;
  private final ManualClock clock = new ManualClock();
  private final List<String> keys = new ArrayList<>();
  private final List<ClaimRequest> requests = new ArrayList<>();
  private final StringBuilder transcript = new StringBuilder();

  SequenceComparison(StoreFixture fixture, OptionalLong maxEntries) {
    this.fixture = fixture;
    this.maxEntries = maxEntries;
    ContractKeys fresh = new ContractKeys();
    for (int i = 0; i < SequenceStep.KEYS; i++) {
      keys.add(fresh.next());
    }
  }

  void run(List<SequenceStep> sequence) throws Exception {
    try (IdempotencyStore store = fixture.open(new StoreSetup(clock, maxEntries))) {
      int maxOutcomeBytes = store.maxOutcomeBytes();
      SequenceSide tested = new SequenceSide(store, keys);
      SequenceSide model =
          new SequenceSide(new StoreModel(clock, maxEntries, maxOutcomeBytes), keys);
      for (SequenceStep step : sequence) {
        compare(step, tested, model);
      }
      for (int key = 0; key < keys.size(); key++) {
        compare(new SequenceStep.Find(key), tested, model);
      }
    }
  }

  private void compare(SequenceStep step, SequenceSide tested, SequenceSide model) {
    transcript.append('\n').append(step);
    if (step instanceof SequenceStep.Advance advance) {
      clock.advance(advance.step());
      return;
    }
    if (step instanceof SequenceStep.AdvanceToEdge edge) {
      advanceTo(edge, model);
      return;
    }
    SequenceSide.Call call = call(step, model);
    if (call == null) {
      transcript.append("  (no ticket yet)");
      return;
    }
    String expected = answer(call, model);
    transcript.append("\n    model: ").append(expected);
    String actual = answer(call, tested);
    transcript.append("\n    store: ").append(actual);
    assertThat(actual)
        .as("the last answer of this sequence, #n being the n-th ticket:%s\n", transcript)
        .isEqualTo(expected);
  }

  private String answer(SequenceSide.Call call, SequenceSide side) {
    try {
      return call.on(side);
    } catch (StoreFullException e) {
      return "store full";
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "the last call of this sequence failed: " + e.getMessage() + transcript, e);
    }
  }

  /** The call that a step stands for; null when it needs a ticket and there is none. */
  private SequenceSide.@Nullable Call call(SequenceStep step, SequenceSide model) {
    if (step instanceof SequenceStep.Claim claim) {
      return claim(claim);
    }
    if (step instanceof SequenceStep.Find find) {
      return side -> side.find(keys.get(find.key()));
    }
    if (step instanceof SequenceStep.Scan scan) {
      return side -> side.scan(scan.olderThan(), scan.limit());
    }
    if (step instanceof SequenceStep.ResendClaim resend) {
      if (requests.isEmpty()) {
        return null;
      }
      ClaimRequest request = requests.get(requests.size() - 1 - resend.ago() % requests.size());
      return side -> side.claim(request);
    }
    return model.tickets() == 0 ? null : callWithTicket(step, model);
  }

  private SequenceSide.Call claim(SequenceStep.Claim step) {
    ClaimTerms terms = ClaimTerms.of(step.lease(), step.ttl());
    ClaimTerms labelled = step.labelled() ? terms.withLabel("claim " + requests.size()) : terms;
    String key = keys.get(step.key());
    Fingerprint fingerprint = FINGERPRINTS[step.fingerprint()];
    if (step.everyday()) {
      return side -> side.claim(key, fingerprint, labelled);
    }
    ClaimRequest request = new ClaimRequest(key, fingerprint, labelled, Owner.random());
    requests.add(request);
    return side -> side.claim(request);
  }

  private static SequenceSide.Call callWithTicket(SequenceStep step, SequenceSide model) {
    if (step instanceof SequenceStep.Complete complete) {
      int index = model.ticketAgo(complete.ago());
      return side -> side.complete(index, complete.rebuilt(), complete.outcome(), complete.ttl());
    }
    if (step instanceof SequenceStep.Renew renew) {
      int index = model.ticketAgo(renew.ago());
      return side -> side.renew(index, renew.rebuilt(), renew.lease());
    }
    if (step instanceof SequenceStep.Release release) {
      int index = model.ticketAgo(release.ago());
      return side -> side.release(index, release.rebuilt());
    }
    if (step instanceof SequenceStep.Amend amend) {
      int index = model.ticketAgo(amend.ago());
      int amendments = Math.max(0, model.amendments(index) + amend.versionsOff());
      Outcome outcome = amend.outcome();
      return side -> side.amend(index, amendments, outcome);
    }
    if (step instanceof SequenceStep.Forget forget) {
      int index = model.ticketAgo(forget.ago());
      return side -> side.forget(index);
    }
    throw new AssertionError("a step of a kind that is not called: " + step);
  }

  private void advanceTo(SequenceStep.AdvanceToEdge edge, SequenceSide model) {
    IdempotencyRecord record = model.record(keys.get(edge.key()));
    if (record == null) {
      return;
    }
    Instant end =
        record instanceof IdempotencyRecord.Pending pending
            ? edge.endOfRecord() ? pending.retainUntil() : pending.leaseUntil()
            : ((IdempotencyRecord.Completed) record).expiresAt();
    Duration step = Duration.between(clock.instant(), end);
    if (edge.justBefore()) {
      step = step.minusNanos(1_000);
    }
    if (!step.isNegative()) {
      clock.advance(step);
    }
  }
}
