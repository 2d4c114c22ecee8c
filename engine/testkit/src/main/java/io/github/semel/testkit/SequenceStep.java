package io.github.semel.testkit;

import io.github.semel.Outcome;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * One call in a random sequence. Keys are numbers; a ticket is picked by how many tickets ago it
 * was issued, so stale ones are picked too.
 */
sealed interface SequenceStep {

  /** How many keys a sequence uses: few, so that calls meet. */
  int KEYS = 4;

  int MAX_STEPS = 60;

  /** A claim under a new owner; in the everyday form when there is no owner of its own. */
  record Claim(
      int key, int fingerprint, Duration lease, Duration ttl, boolean labelled, boolean everyday)
      implements SequenceStep {}

  /** A claim sent again, with the owner that an earlier one had. */
  record ResendClaim(int ago) implements SequenceStep {}

  record Complete(int ago, boolean rebuilt, Outcome outcome, Duration ttl)
      implements SequenceStep {}

  record Renew(int ago, boolean rebuilt, Duration lease) implements SequenceStep {}

  record Release(int ago, boolean rebuilt) implements SequenceStep {}

  record Find(int key) implements SequenceStep {}

  /**
   * An amendment of the key of a ticket, under its fence, so many amendments off the current one.
   */
  record Amend(int ago, int versionsOff, Outcome outcome) implements SequenceStep {}

  /** Drops the record of a ticket's key under the ticket's fence. */
  record Forget(int ago) implements SequenceStep {}

  record Scan(Duration olderThan, int limit) implements SequenceStep {}

  record Advance(Duration step) implements SequenceStep {}

  /** Moves the clock to where the lease or the record of a key ends, or a microsecond before. */
  record AdvanceToEdge(int key, boolean endOfRecord, boolean justBefore) implements SequenceStep {}

  /** Sequences of up to {@link #MAX_STEPS} steps. */
  static Arbitrary<List<SequenceStep>> sequences() {
    return steps().list().ofMaxSize(MAX_STEPS).withSizeDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<SequenceStep> steps() {
    Arbitrary<Integer> key = Arbitraries.integers().between(0, KEYS - 1);
    Arbitrary<Integer> ago =
        Arbitraries.frequency(
            Tuple.of(8, 0), Tuple.of(5, 1), Tuple.of(3, 2), Tuple.of(2, 3), Tuple.of(1, 7));
    Arbitrary<Boolean> either = Arbitraries.of(false, true);
    Arbitrary<Integer> fingerprint =
        Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(1, 1), Tuple.of(1, 2));
    return Arbitraries.frequencyOf(
        Tuple.of(
            10,
            Combinators.combine(key, fingerprint, durations(), durations(), either, either)
                .as(Claim::new)),
        Tuple.of(3, ago.map(ResendClaim::new)),
        Tuple.of(6, Combinators.combine(ago, either, outcomes(), durations()).as(Complete::new)),
        Tuple.of(3, Combinators.combine(ago, either, durations()).as(Renew::new)),
        Tuple.of(3, Combinators.combine(ago, either).as(Release::new)),
        Tuple.of(2, key.map(Find::new)),
        Tuple.of(
            3, Combinators.combine(ago, Arbitraries.of(0, 0, 0, 1, -1), outcomes()).as(Amend::new)),
        Tuple.of(2, ago.map(Forget::new)),
        Tuple.of(1, Combinators.combine(durations(), Arbitraries.of(1, 2, 100)).as(Scan::new)),
        Tuple.of(2, durations().map(Advance::new)),
        Tuple.of(1, Arbitraries.just(new Advance(Duration.ZERO))),
        Tuple.of(6, Combinators.combine(key, either, either).as(AdvanceToEdge::new)));
  }

  /** Leases, ttls and steps of the clock: equal ones meet, and long ones outlive short ones. */
  private static Arbitrary<Duration> durations() {
    return Arbitraries.of(
        Duration.ofNanos(1_000),
        Duration.ofNanos(999_000),
        Duration.ofMillis(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofMinutes(1),
        Duration.ofHours(3),
        Duration.ofDays(300));
  }

  private static Arbitrary<Outcome> outcomes() {
    return Arbitraries.of(
        Outcome.success(new byte[0]),
        Outcome.success(new byte[] {1}),
        Outcome.success(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}),
        Outcome.failure(new byte[] {1}),
        Outcome.omitted(),
        Outcome.inDoubt());
  }
}
