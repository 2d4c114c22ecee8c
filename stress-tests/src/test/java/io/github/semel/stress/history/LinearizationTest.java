package io.github.semel.stress.history;

import static io.github.semel.stress.history.HandWritten.KEPT;
import static io.github.semel.stress.history.HandWritten.LEASE;
import static io.github.semel.stress.history.HandWritten.TTL;
import static io.github.semel.stress.history.Linearization.Verdict.ALLOWED;
import static io.github.semel.stress.history.Linearization.Verdict.FORBIDDEN;
import static io.github.semel.stress.history.Linearization.Verdict.UNDECIDED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Histories written by hand: for each rule one that it allows, and one that breaks it. */
class LinearizationTest {

  /** Owner 1 has acquired the key at 100. */
  private static HandWritten held() {
    return new HandWritten().at(100).acquired(1, 100, 1);
  }

  /** Owner 1 has completed the key at 105 with outcome 17. */
  private static HandWritten done() {
    return held().at(105).recorded(1, 100, 17);
  }

  private static void allowed(HandWritten history) {
    assertThat(history.verdict()).as("%s", history.calls()).isEqualTo(ALLOWED);
  }

  private static void forbidden(HandWritten history) {
    assertThat(history.verdict()).as("%s", history.calls()).isEqualTo(FORBIDDEN);
  }

  @Nested
  class Claims {

    @Test
    @DisplayName("claim 1: a fresh key is a first attempt")
    void fresh() {
      allowed(held());
      forbidden(new HandWritten().at(100).acquired(1, 100, 2));
      forbidden(new HandWritten().at(100).inProgress(1, 1, 0, LEASE));
      forbidden(new HandWritten().at(100).replayed(1, 17, 90, KEPT));
      forbidden(new HandWritten().at(100).mismatch(1, 0, 1));
    }

    @Test
    @DisplayName("claim 2: sent again, the same ticket, also when it has lapsed")
    void again() {
      allowed(held().acquired(1, 100, 1).at(150).acquired(1, 100, 1));
      allowed(held().acquiredWithFingerprint(1, 100, 1, 2));
      forbidden(held().acquired(1, 101, 1));
      forbidden(held().acquired(1, 101, 2));
      forbidden(held().inProgress(1, 1, 0, LEASE));
    }

    @Test
    @DisplayName("claim 3: another fingerprint changes nothing, in any state")
    void mismatch() {
      allowed(held().mismatch(2, 1, 0).at(150).mismatch(2, 1, 0));
      allowed(done().mismatch(2, 1, 0));
      forbidden(held().at(150).acquiredWithFingerprint(2, 150, 2, 1));
      forbidden(held().mismatch(2, 0, 0));
      forbidden(held().mismatch(2, 1, 2));
      forbidden(held().mismatch(2, 1, 0).at(150).inProgress(2, 1, 50, 1));
    }

    @Test
    @DisplayName("claim 4, invariant 1: live, and nobody else acquires")
    void live() {
      allowed(held().at(109).inProgress(2, 1, 9, 1));
      forbidden(held().at(109).acquired(2, 109, 2));
      forbidden(held().at(109).acquired(2, 109, 1));
      forbidden(held().at(110).inProgress(2, 1, 10, 0));
      forbidden(held().at(109).inProgress(2, 1, 9, 2));
      forbidden(held().at(109).inProgress(2, 1, 8, 1));
    }

    @Test
    @DisplayName("claim 5: lapsed, and taken over as another attempt")
    void takeover() {
      allowed(held().at(110).acquired(2, 110, 2).at(120).acquired(3, 120, 3));
      forbidden(held().at(110).acquired(2, 110, 1));
      forbidden(held().at(110).acquired(2, 110, 3));
    }

    @Test
    @DisplayName("claim 6, invariant 2: the outcome, as it was recorded, until it expires")
    void replay() {
      allowed(done().at(205).replayed(2, 17, 105, KEPT - 100).at(300).replayed(3, 17, 105, 805));
      forbidden(done().at(205).replayed(2, 18, 105, KEPT - 100));
      forbidden(done().at(205).replayed(2, 17, 106, KEPT - 100));
      forbidden(done().at(205).replayed(2, 17, 105, KEPT));
      forbidden(done().at(205).acquired(2, 205, 1));
      forbidden(done().at(205).absent());
    }

    @Test
    @DisplayName("invariant 4: fences increase, and are no less than the time")
    void fences() {
      allowed(held().released(1, 100, true).acquired(2, 101, 1));
      forbidden(held().released(1, 100, true).acquired(2, 100, 1));
      forbidden(held().released(1, 100, true).at(200).acquired(2, 199, 1));
      forbidden(held().at(111).acquired(2, 99, 2));
    }

    @Test
    @DisplayName("invariant 5: a full store refuses new keys, and no others")
    void full() {
      allowed(new HandWritten().at(100).full(1));
      allowed(done().at(105 + KEPT).full(2));
      forbidden(held().full(2));
      forbidden(held().at(110).full(2));
      forbidden(done().full(2));
    }
  }

  @Nested
  class Holders {

    @Test
    @DisplayName("complete 1: recorded, also when the lease has lapsed")
    void complete() {
      allowed(held().at(150).recorded(1, 100, 17).replayed(2, 17, 150, KEPT));
      allowed(held().tooLarge(1, 100).inProgress(2, 1, 0, LEASE));
      forbidden(held().supersededByNothing(1, 100));
      forbidden(held().at(150).supersededByNothing(1, 100));
    }

    @Test
    @DisplayName("complete 2: sent again, it changes nothing")
    void completeAgain() {
      allowed(done().at(200).recorded(1, 100, 18).replayed(2, 17, 105, 905));
      forbidden(done().at(200).recorded(1, 100, 18).replayed(2, 18, 200, KEPT));
    }

    @Test
    @DisplayName("complete 3, invariant 3: superseded, and nothing changes")
    void superseded() {
      HandWritten taken = held().at(110).acquired(2, 110, 2);
      forbidden(taken.recorded(1, 100, 17));
      allowed(held().released(1, 100, true).supersededByNothing(1, 100));
      forbidden(held().released(1, 100, true).recorded(1, 100, 17));
      forbidden(held().at(110 + TTL).recorded(1, 100, 17));
      allowed(held().at(110 + TTL).supersededByNothing(1, 100));
    }

    @Test
    @DisplayName("renew: the lease ends later, or sooner")
    void renew() {
      allowed(held().at(105).renewed(1, 100, true).at(114).inProgress(2, 1, 14, 1));
      allowed(held().at(150).renewed(1, 100, true).at(151).inProgress(2, 1, 51, 9));
      forbidden(held().at(105).renewed(1, 100, true).at(114).acquired(2, 114, 2));
      forbidden(held().at(105).renewed(1, 100, true).at(115).inProgress(2, 1, 15, 0));
      forbidden(held().renewed(1, 100, false));
      forbidden(done().renewed(1, 100, true));
      forbidden(held().at(110).acquired(2, 110, 2).renewed(1, 100, true));
    }

    @Test
    @DisplayName("release: absent, as if it had never been")
    void release() {
      allowed(held().released(1, 100, true).absent().acquired(2, 101, 1));
      allowed(held().at(150).released(1, 100, true).absent());
      forbidden(held().released(1, 100, true).acquired(2, 101, 2));
      forbidden(held().released(1, 100, true).inProgress(2, 1, 0, LEASE));
      forbidden(held().released(1, 100, true).released(1, 100, true));
      forbidden(held().released(1, 100, false));
      forbidden(done().released(1, 100, true));
    }
  }

  @Nested
  class Operators {

    @Test
    @DisplayName("find: the record, whole")
    void find() {
      allowed(held().at(150).pending(1, 100, 1, 100, 110));
      allowed(done().at(150).completed(1, 100, 1, 0, 17, 105));
      forbidden(held().pending(2, 100, 1, 100, 110));
      forbidden(held().pending(1, 101, 1, 100, 110));
      forbidden(held().pending(1, 100, 2, 100, 110));
      forbidden(held().pending(1, 100, 1, 100, 111));
      forbidden(done().pending(1, 100, 1, 100, 110));
      forbidden(held().completed(1, 100, 1, 0, 17, 105));
      forbidden(held().threw());
    }

    @Test
    @DisplayName("amend: the version that was read, and the ttl stays")
    void amend() {
      allowed(done().amended(100, 0, 18, true).at(200).completed(1, 100, 1, 1, 18, 105));
      allowed(done().amended(100, 1, 18, false).amended(99, 0, 18, false));
      forbidden(done().amended(100, 0, 18, true).amended(100, 0, 19, true));
      forbidden(done().amended(100, 0, 18, true).at(200).replayed(2, 17, 105, 905));
      forbidden(done().amended(100, 0, 18, false));
      forbidden(held().amended(100, 0, 18, true));
    }

    @Test
    @DisplayName("forget: the record with that fence")
    void forget() {
      allowed(done().forgotten(100, true).absent().acquired(2, 105, 1));
      allowed(held().forgotten(99, false));
      forbidden(held().forgotten(99, true));
      forbidden(held().forgotten(100, false));
      forbidden(done().forgotten(100, true).at(200).replayed(2, 17, 105, 905));
    }

    @Test
    @DisplayName("invariant 7: as good as absent at the instant of expiry, and not before")
    void expiry() {
      allowed(done().at(105 + KEPT).absent().acquired(2, 105 + KEPT, 1));
      allowed(held().at(110 + TTL).acquired(2, 110 + TTL, 1));
      forbidden(done().at(104 + KEPT).absent());
      forbidden(done().at(105 + KEPT).replayed(2, 17, 105, 0));
      forbidden(held().at(109 + TTL).acquired(2, 109 + TTL, 1));
      forbidden(held().at(110 + TTL).acquired(2, 110 + TTL, 2));
    }
  }

  @Nested
  class Doubt {

    @Test
    @DisplayName("the store's time may be any between two readings, the same for all answers")
    void bounds() {
      HandWritten early = new HandWritten().between(100, 110).acquired(1, 110, 1);
      allowed(early.at(111).acquired(2, 111, 2));
      forbidden(
          new HandWritten()
              .between(100, 110)
              .acquired(1, 110, 1)
              .at(111)
              .acquired(2, 111, 2)
              .at(112)
              .acquired(2, 111, 2)
              .at(109)
              .inProgress(3, 1, 1, 9));
      forbidden(
          new HandWritten().between(100, 110).acquired(1, 110, 1).at(109).acquired(2, 110, 2));
    }

    @Test
    @DisplayName("calls at the same time took place in some order")
    void overlapping() {
      allowed(
          new HandWritten().at(100).inProgress(2, 1, 0, LEASE).acquired(1, 100, 1).overlapping(2));
      forbidden(new HandWritten().at(100).inProgress(2, 1, 0, LEASE).acquired(1, 100, 1));
      forbidden(new HandWritten().at(100).acquired(1, 100, 1).acquired(2, 101, 1).overlapping(2));
    }

    @Test
    @DisplayName("invariant 6: a call that was unavailable took place once or not at all")
    void unavailable() {
      allowed(new HandWritten().at(100).claimUnavailable(1).absent());
      allowed(new HandWritten().at(100).claimUnavailable(1).at(105).inProgress(2, 1, 5, 5));
      allowed(
          new HandWritten()
              .at(100)
              .claimUnavailable(1)
              .absent()
              .at(105)
              .acquired(2, 105, 1)
              .released(2, 105, true)
              .at(120)
              .inProgress(3, 1, 1, 9));
      allowed(new HandWritten().at(100).claimUnavailable(1).at(105).acquired(1, 100, 1));
      forbidden(
          new HandWritten()
              .at(100)
              .claimUnavailable(1)
              .at(105)
              .acquired(1, 105, 1)
              .released(1, 105, true)
              .at(106)
              .inProgress(2, 1, 0, LEASE)
              .at(300)
              .inProgress(2, 1, 0, LEASE));
      HandWritten seen =
          held().completeUnavailable(1, 100, 17).at(103).replayed(2, 17, 103, KEPT).at(104);
      forbidden(seen.inProgress(3, 1, 4, 6));
      assertThat(seen.verdictOnAForgetfulServer()).isEqualTo(ALLOWED);
    }

    @Test
    @DisplayName("what was confirmed is not forgotten by a server that forgets the rest")
    void forgetful() {
      HandWritten confirmed = done().at(106).inProgress(3, 1, 6, 4);
      assertThat(confirmed.verdictOnAForgetfulServer()).isEqualTo(FORBIDDEN);
      HandWritten sentAgain =
          held()
              .completeUnavailable(1, 100, 17)
              .recorded(1, 100, 17)
              .at(104)
              .inProgress(3, 1, 4, 6);
      assertThat(sentAgain.verdictOnAForgetfulServer()).isEqualTo(FORBIDDEN);
    }

    @Test
    @DisplayName("a forgetful server may undo a release, and end a claim that was not confirmed")
    void undone() {
      HandWritten released = held().released(1, 100, true).at(105).inProgress(2, 1, 5, 5);
      forbidden(released);
      assertThat(released.verdictOnAForgetfulServer()).isEqualTo(ALLOWED);
      HandWritten ended =
          held()
              .at(110)
              .claimUnavailable(2)
              .at(112)
              .pending(2, 110, 2, 110, 120)
              .at(114)
              .acquired(3, 114, 3);
      forbidden(ended);
      assertThat(ended.verdictOnAForgetfulServer()).isEqualTo(ALLOWED);
      HandWritten live = held().at(105).acquired(3, 105, 2);
      assertThat(live.verdictOnAForgetfulServer()).isEqualTo(FORBIDDEN);
    }

    @Test
    @DisplayName("what a killed process had under way takes place before its end, or not at all")
    void killed() {
      allowed(new HandWritten().at(100).claimKilled(1).killed().at(105).inProgress(2, 1, 4, 6));
      allowed(new HandWritten().at(100).claimKilled(1).killed().absent());
      forbidden(
          new HandWritten()
              .at(100)
              .claimKilled(1)
              .killed()
              .absent()
              .at(105)
              .inProgress(2, 1, 1, 9));
    }

    @Test
    @DisplayName("a look without a lock may precede a change that read the clock first")
    void looks() {
      HandWritten renewed = held().at(105).renewed(1, 100, true);
      allowed(renewed.at(108).inProgress(2, 1, 8, 2).overlapping(2));
      HandWritten kept = held().between(105, 300).recorded(1, 100, 17).at(250).absent();
      forbidden(kept.overlapping(2).at(310).replayed(2, 17, 105, 795));
    }

    @Test
    @DisplayName("too many doubtful calls are given up, and said to be")
    void tangled() {
      HandWritten tangled = new HandWritten().at(100);
      for (int i = 0; i < 65; i++) {
        tangled.claimUnavailable(i);
      }
      assertThat(tangled.verdict()).isEqualTo(UNDECIDED);
    }

    @Test
    @DisplayName("a history that is too long for the stack is given up, one that is long is not")
    void tooLong() {
      HandWritten history = new HandWritten().at(100);
      for (int i = 0; i < 1_500; i++) {
        history.absent();
      }
      assertThat(history.verdict()).isEqualTo(ALLOWED);
      assertThat(history.absent().verdict()).isEqualTo(UNDECIDED);
    }
  }

  @Test
  @DisplayName("what is printed is as little as shows the fault")
  void smallest() {
    HandWritten history =
        new HandWritten()
            .at(50)
            .absent()
            .acquired(7, 50, 1)
            .released(7, 50, true)
            .at(100)
            .acquired(1, 100, 1)
            .inProgress(3, 1, 0, LEASE)
            .at(105)
            .recorded(1, 100, 17)
            .mismatch(4, 1, 0)
            .at(106)
            .inProgress(5, 1, 6, 4)
            .at(107)
            .replayed(6, 17, 105, 998);
    assertThat(Shrinking.smallest(history.calls(), false))
        .extracting(call -> call.answer)
        .containsExactly(Answer.ACQUIRED, Answer.RECORDED, Answer.IN_PROGRESS);
  }
}
