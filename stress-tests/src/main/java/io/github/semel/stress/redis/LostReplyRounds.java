package io.github.semel.stress.redis;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.redis.server.RedisServer;
import io.github.semel.stress.Count;
import io.github.semel.stress.Crew;
import io.github.semel.stress.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of the same phases, each by all threads and with one kind of call, so that the replies
 * that were lost are known by kind: claims, renewals, completions and releases, amendments.
 */
final class LostReplyRounds {

  /** Turns the fault on and off. */
  @FunctionalInterface
  interface Switch {
    void set(boolean on);
  }

  /** A call that stays without an answer so often is given up, and the round fails. */
  private static final int SENDINGS = 200;

  private static final int RENEWED = 4;
  private static final int RELEASED = 8;
  private static final int AMENDED = 3;
  private static final int CONTESTED = 4;

  private final Caller faulty;
  private final IdempotencyStore clean;
  private final RedisServer server;
  private final int threads;
  private final Crew.Kind kind;
  private final Tally tally;
  // Calls that were answered; what the server has executed beyond them was executed for nobody.
  private final AtomicLong answered = new AtomicLong();

  LostReplyRounds(
      IdempotencyStore faulty,
      IdempotencyStore clean,
      RedisServer server,
      int threads,
      Crew.Kind kind,
      Tally tally) {
    this.faulty = new Caller(faulty, tally);
    this.clean = clean;
    this.server = server;
    this.threads = threads;
    this.kind = kind;
    this.tally = tally;
  }

  /** One round with {@code keys} keys for each thread. */
  void run(int round, int keys, Switch fault) throws InterruptedException {
    List<List<HeldKey>> held = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      held.add(new ArrayList<>());
    }
    List<AtomicInteger> winners = new ArrayList<>();
    int contested = Math.max(1, keys / CONTESTED);
    for (int i = 0; i < contested * ((threads + 1) / 2); i++) {
      winners.add(new AtomicInteger());
    }
    phase(
        fault,
        Count.LOST_CLAIM_REPLIES,
        thread -> {
          for (int i = 0; i < keys; i++) {
            claim("own:" + round + ":" + thread + ":" + i, held.get(thread));
          }
          // Two threads each want these.
          for (int i = 0; i < contested; i++) {
            int number = thread / 2 * contested + i;
            contest("contested:" + round + ":" + number, winners.get(number));
          }
        });
    judge(round, winners);
    List<HeldKey> all = held.stream().flatMap(List::stream).toList();
    Verification.run(clean, all, tally);
    phase(fault, Count.LOST_OTHER_REPLIES, thread -> each(held.get(thread), RENEWED, this::renew));
    phase(
        fault, Count.LOST_OTHER_REPLIES, thread -> each(held.get(thread), RELEASED, this::release));
    phase(
        fault,
        Count.LOST_COMPLETE_REPLIES,
        thread -> each(inState(held.get(thread), HeldKey.State.CLAIMED), 1, this::complete));
    phase(
        fault,
        Count.LOST_OTHER_REPLIES,
        thread -> each(inState(held.get(thread), HeldKey.State.RECORDED), AMENDED, this::amend));
    Verification.run(clean, all, tally);
  }

  private void phase(Switch fault, Count lost, IntConsumer work) throws InterruptedException {
    long executedBefore = executed(lost);
    answered.set(0);
    fault.set(true);
    try {
      Crew.run(threads, kind, work);
    } finally {
      fault.set(false);
    }
    tally.add(lost, Math.max(0, executed(lost) - executedBefore - answered.get()));
  }

  private long executed(Count lost) {
    return lost == Count.LOST_CLAIM_REPLIES
        ? ScriptStatistics.granted(server)
        : ScriptStatistics.onHeldKeys(server);
  }

  /** What a thread does with one of its keys. */
  @FunctionalInterface
  private interface Step {
    void take(HeldKey key);
  }

  private static void each(List<HeldKey> keys, int nth, Step step) {
    for (int i = 0; i < keys.size(); i += nth) {
      step.take(keys.get(i));
    }
  }

  private static List<HeldKey> inState(List<HeldKey> keys, HeldKey.State state) {
    return keys.stream().filter(key -> key.state() == state).toList();
  }

  private void claim(String key, List<HeldKey> held) {
    long began = System.nanoTime();
    ClaimResult answer = claim(key);
    if (answer != null) {
      HeldKey mine = HeldKey.of(key, answer, began, time -> false, tally);
      if (mine != null) {
        held.add(mine);
      }
    }
  }

  private void contest(String key, AtomicInteger winners) {
    ClaimResult answer = claim(key);
    if (answer instanceof ClaimResult.Acquired) {
      tally.add(Count.ACQUIRED);
      winners.incrementAndGet();
    } else if (!(answer instanceof ClaimResult.InProgress)) {
      tally.add(Count.WRONG_ANSWERS, "key " + key + " is claimed, and a claim was told " + answer);
    }
  }

  private void judge(int round, List<AtomicInteger> winners) {
    for (int i = 0; i < winners.size(); i++) {
      int won = winners.get(i).get();
      if (won == 0) {
        tally.add(Count.SELF_LOSSES, "nobody got key contested:" + round + ":" + i);
      } else if (won > 1) {
        tally.add(Count.DOUBLE_GRANTS, won + " threads got key contested:" + round + ":" + i);
      }
    }
  }

  private @Nullable ClaimResult claim(String key) {
    ClaimRequest request = Caller.request(key);
    ClaimResult answer = insist(() -> faulty.claim(request)).answer();
    if (answer != null && !(answer instanceof ClaimResult.Acquired)) {
      // The server's are counted where they were granted.
      answered.decrementAndGet();
    }
    return answer;
  }

  private void renew(HeldKey key) {
    key.renewed(insist(() -> faulty.renew(key.ticket())).answer(), tally);
  }

  private void release(HeldKey key) {
    Answer<Boolean> answer = insist(() -> faulty.release(key.ticket()));
    key.released(answer.answer(), answer.sendings() == 1, tally);
  }

  private void complete(HeldKey key) {
    Answer<Completion> answer = insist(() -> faulty.complete(key.ticket(), key.outcome()));
    key.completed(answer.answer(), tally);
  }

  private void amend(HeldKey key) {
    Outcome replacement = HeldKey.outcome(key.ticket().key(), ", amended");
    Answer<Boolean> answer = insist(() -> faulty.amend(key.ticket(), replacement));
    key.amended(replacement, answer.answer(), answer.sendings() == 1, tally);
  }

  /** What a call was told in the end, and how often its caller had to send it. */
  private record Answer<T>(@Nullable T answer, int sendings) {}

  private <T> Answer<T> insist(Supplier<@Nullable T> call) {
    for (int sendings = 1; sendings <= SENDINGS; sendings++) {
      T answer = call.get();
      if (answer != null) {
        answered.incrementAndGet();
        return new Answer<>(answer, sendings);
      }
    }
    tally.add(Count.GIVEN_UP);
    return new Answer<>(null, SENDINGS);
  }
}
