package io.github.semel.stress.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.IdempotencyStore;
import io.github.semel.stress.Count;
import io.github.semel.stress.Crew;
import io.github.semel.stress.Row;
import io.github.semel.stress.Sizes;
import io.github.semel.stress.redis.LostReplies.Connections;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LostRepliesTest {

  private static final int LOST = 100;
  private static final Sizes SIZES = new Sizes(1, 8, 100, LOST, 1, Duration.ofMillis(100));

  @ParameterizedTest
  @CsvSource({
    "COMBINING, 8, PLATFORM",
    "COMBINING, 100, VIRTUAL",
    "POOLING, 8, PLATFORM",
    "POOLING, 100, VIRTUAL"
  })
  void noCallerLosesToItselfAndNothingIsLost(Connections connections, int threads, Crew.Kind kind)
      throws Exception {
    Row row = new LostReplies().run(SIZES, connections, threads, kind);
    assertThat(row.breaches()).as("%s", row).isEmpty();
    assertThat(row.get(Count.LOST_CLAIM_REPLIES)).isGreaterThanOrEqualTo(LOST);
    assertThat(row.get(Count.LOST_COMPLETE_REPLIES)).isGreaterThanOrEqualTo(LOST);
    assertThat(row.get(Count.CUTS_WITHIN)).isPositive();
    assertThat(row.get(Count.CHALLENGES)).isPositive();
    // A timeout, the wait for a pooled connection, and a machine that has other things to do.
    assertThat(row.times().get(Row.LONGEST_CALL)).isLessThan(10_000);
  }

  @Test
  void aClaimThatIsSentAgainWithANewOwnerWouldBeNoticed() throws Exception {
    assertThat(broken(BrokenStores::resendingWithNewOwner).get(Count.SELF_LOSSES)).isPositive();
  }

  @Test
  void aClaimThatIsGrantedTwiceWouldBeNoticed() throws Exception {
    assertThat(broken(BrokenStores::takingLiveClaims).get(Count.DOUBLE_GRANTS)).isPositive();
  }

  @Test
  void anOutcomeThatIsConfirmedAndNotRecordedWouldBeNoticed() throws Exception {
    assertThat(broken(BrokenStores::confirmingTooEarly).get(Count.LOST_OUTCOMES)).isPositive();
  }

  @Test
  void aReleaseThatFindsNothingWouldBeNoticed() throws Exception {
    assertThat(broken(BrokenStores::releasingTwice).get(Count.LOST_CLAIMS)).isPositive();
  }

  private static Row broken(UnaryOperator<IdempotencyStore> mistake) throws Exception {
    Sizes little = new Sizes(1, 8, 8, 20, 1, Duration.ofMillis(100));
    Row row = new LostReplies(mistake).run(little, Connections.COMBINING, 8, Crew.Kind.PLATFORM);
    assertThat(row.breaches()).isNotEmpty();
    assertThat(row.examples()).isNotEmpty();
    return row;
  }
}
