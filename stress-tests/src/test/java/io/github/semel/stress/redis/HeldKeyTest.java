package io.github.semel.stress.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.Ticket;
import io.github.semel.stress.Count;
import io.github.semel.stress.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each answer is taken for, by what the holder knows. */
class HeldKeyTest {

  private static final String KEY = "k";
  private static final ClaimResult RUNNING =
      new ClaimResult.InProgress(Optional.empty(), 1, Duration.ZERO, Duration.ofHours(1));

  private Tally tally = new Tally();
  private HeldKey key;
  private boolean forgiven;

  @BeforeEach
  void claim() {
    key =
        Objects.requireNonNull(
            HeldKey.of(KEY, ticket(1), System.nanoTime(), began -> forgiven, tally));
    assertThat(tally.counted()).isEqualTo(Map.of(Count.ACQUIRED, 1L));
    tally = new Tally();
  }

  @Test
  void aFreshKeyIsItsClaimants() {
    assertThat(HeldKey.of(KEY, RUNNING, 0, began -> false, tally)).isNull();
    HeldKey.of(KEY, ticket(2), 0, began -> false, tally);
    assertThat(tally.counted())
        .isEqualTo(Map.of(Count.ACQUIRED, 1L, Count.SELF_LOSSES, 1L, Count.WRONG_ATTEMPTS, 1L));
  }

  @Test
  void whileItRunsOthersAreToldSo() {
    key.challenged(RUNNING, tally);
    assertThat(tally.counted()).isEqualTo(Map.of(Count.CHALLENGES, 1L));
  }

  @Test
  void aSecondGrantIsCountedOnce() {
    key.challenged(ticket(1), tally);
    key.challenged(RUNNING, tally);
    assertThat(tally.counted()).isEqualTo(Map.of(Count.CHALLENGES, 1L, Count.DOUBLE_GRANTS, 1L));
  }

  @Test
  void aRecordedOutcomeIsReplayedByteForByte() {
    key.completed(Completion.Recorded.INSTANCE, tally);
    key.challenged(completed(key.outcome()), tally);
    assertThat(tally.get(Count.LOST_OUTCOMES)).isZero();
    key.challenged(completed(Outcome.success(new byte[] {1})), tally);
    assertThat(tally.get(Count.LOST_OUTCOMES)).isEqualTo(1);
  }

  @Test
  void aRecordedOutcomeThatIsGoneIsLost() {
    key.completed(Completion.Recorded.INSTANCE, tally);
    key.challenged(ticket(1), tally);
    assertThat(tally.get(Count.LOST_OUTCOMES)).isEqualTo(1);
    assertThat(tally.get(Count.DOUBLE_GRANTS)).isEqualTo(1);
  }

  @Test
  void aRecordedOutcomeDoesNotRunAgain() {
    key.completed(Completion.Recorded.INSTANCE, tally);
    key.challenged(RUNNING, tally);
    assertThat(tally.get(Count.LOST_OUTCOMES)).isEqualTo(1);
  }

  @Test
  void anUnansweredCompletionTookPlaceOrNot() {
    key.completed(null, tally);
    key.challenged(RUNNING, tally);
    key.challenged(completed(key.outcome()), tally);
    assertThat(tally.counted()).isEqualTo(Map.of(Count.CHALLENGES, 2L));
  }

  @Test
  void anOutcomeOutOfNowhereIsWrong() {
    key.challenged(completed(key.outcome()), tally);
    assertThat(tally.get(Count.WRONG_ANSWERS)).isEqualTo(1);
  }

  @Test
  void anAmendmentWithoutAnswerLeavesTwoOutcomes() {
    key.completed(Completion.Recorded.INSTANCE, tally);
    Outcome amended = HeldKey.outcome(KEY, "amended");
    key.amended(amended, null, true, tally);
    key.challenged(completed(key.outcome()), tally);
    key.challenged(completed(amended), tally);
    assertThat(tally.get(Count.LOST_OUTCOMES)).isZero();
  }

  @Test
  void aHolderIsNotRefused() {
    key.renewed(false, tally);
    key.released(false, true, tally);
    assertThat(tally.counted()).isEqualTo(Map.of(Count.LOST_CLAIMS, 2L));
  }

  @Test
  void whatWasReleasedIsAnybodys() {
    key.released(true, true, tally);
    key.challenged(ticket(1), tally);
    assertThat(tally.counted()).isEmpty();
  }

  @Test
  void whatWasForgottenWithTheDataIsCountedByItself() {
    forgiven = true;
    key.challenged(ticket(1), tally);
    assertThat(tally.counted()).isEqualTo(Map.of(Count.CHALLENGES, 1L, Count.FORGOTTEN, 1L));
  }

  @Test
  void anotherFingerprintIsNotToBeFound() {
    key.challenged(new ClaimResult.Mismatch(Fingerprint.NONE), tally);
    assertThat(tally.get(Count.WRONG_ANSWERS)).isEqualTo(1);
  }

  @Test
  void aChallengeWithoutAnswerIsSentAgainAsItWas() {
    assertThat(key.challenge()).isSameAs(key.challenge());
    var first = key.challenge();
    key.challenged(RUNNING, tally);
    assertThat(key.challenge().owner()).isNotEqualTo(first.owner());
  }

  private static Ticket ticket(int attempt) {
    return Ticket.of(KEY, Owner.random(), 1, attempt);
  }

  private static ClaimResult completed(Outcome outcome) {
    return new ClaimResult.Completed(outcome, Instant.EPOCH, Duration.ofHours(1));
  }
}
