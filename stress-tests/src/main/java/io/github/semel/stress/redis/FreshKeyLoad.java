package io.github.semel.stress.redis;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.IdempotencyStore;
import io.github.semel.stress.Crew;
import io.github.semel.stress.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A load that goes on while servers come and go: each thread claims keys that nobody else uses,
 * completes some, and now and then claims one of its earlier keys as somebody else. Every second
 * thread does so in batches. A call whose answer was lost is sent again with the same owner, as
 * callers should. What was acknowledged is kept, to be claimed again afterwards.
 */
final class FreshKeyLoad {

  /** How a load goes about it. */
  record Plan(Keys keys, Crew.Kind kind, int threads, int batch, long seed) {

    /** Every second thread of {@code threads} in batches of 64. */
    static Plan of(String run, int threads, long seed) {
      return new Plan(
          (worker, n) -> run + ":" + worker + ":" + n, Crew.Kind.PLATFORM, threads, 64, seed);
    }

    Plan withKeys(Keys others) {
      return new Plan(others, kind, threads, batch, seed);
    }
  }

  /** Names the keys of a thread; no two alike. */
  @FunctionalInterface
  interface Keys {
    String key(int worker, long n);
  }

  private static final double COMPLETED = 0.4;
  private static final double CHALLENGED = 0.15;
  private static final int RESENDINGS = 50;
  private static final Duration POLL = Duration.ofMillis(2);

  private final Plan plan;
  private final Caller caller;
  private final Tally tally;
  private final LongPredicate forgiven;
  private final List<Worker> workers = new ArrayList<>();
  private final Crew crew;

  private volatile boolean stopping;
  // When recovery is measured from, in nanoTime, and how long it took; -1 while that is open.
  private volatile long marked = Long.MAX_VALUE;
  private final AtomicLong recovered = new AtomicLong(-1);

  private FreshKeyLoad(Plan plan, IdempotencyStore store, Tally tally, LongPredicate forgiven) {
    this.plan = plan;
    this.caller = new Caller(store, tally);
    this.tally = tally;
    this.forgiven = forgiven;
    for (int i = 0; i < plan.threads(); i++) {
      workers.add(new Worker(i));
    }
    this.crew = Crew.start(plan.threads(), plan.kind(), i -> workers.get(i).run());
  }

  /** Starts a load after which nothing may be lost. */
  static FreshKeyLoad start(Plan plan, IdempotencyStore store, Tally tally) {
    return start(plan, store, tally, began -> false);
  }

  /**
   * Starts a load.
   *
   * @param forgiven whether a claim that began at such a {@code nanoTime} may be forgotten by now
   */
  static FreshKeyLoad start(
      Plan plan, IdempotencyStore store, Tally tally, LongPredicate forgiven) {
    return new FreshKeyLoad(plan, store, tally, forgiven);
  }

  /** Recovery is measured from now: until the first claim that begins after now is acknowledged. */
  void mark() {
    recovered.set(-1);
    marked = System.nanoTime();
  }

  /** How long recovery took, once it has come within the bound; empty when it did not. */
  OptionalLong awaitRecoveryMillis(Duration bound) throws InterruptedException {
    long deadline = System.nanoTime() + bound.toNanos();
    while (recovered.get() < 0 && System.nanoTime() - deadline < 0) {
      Thread.sleep(POLL.toMillis());
    }
    long nanos = recovered.get();
    return nanos < 0 ? OptionalLong.empty() : OptionalLong.of(nanos / 1_000_000);
  }

  /** Lets every thread end its round; returns the keys whose claims were acknowledged. */
  List<HeldKey> stop() throws InterruptedException {
    stopping = true;
    crew.join();
    List<HeldKey> held = new ArrayList<>();
    workers.forEach(worker -> held.addAll(worker.held));
    return held;
  }

  private void acknowledged(long began) {
    long from = marked;
    if (began >= from && recovered.get() < 0) {
      recovered.compareAndSet(-1, System.nanoTime() - from);
    }
  }

  /** One thread's part. */
  private final class Worker {

    private final int number;
    private final Random random;
    private final List<HeldKey> held = new ArrayList<>();
    private long next;

    Worker(int number) {
      this.number = number;
      this.random = new Random(plan.seed() * 1_000 + number);
    }

    void run() {
      while (!stopping) {
        if (number % 2 == 0) {
          single();
        } else {
          batch();
        }
        if (!held.isEmpty() && random.nextDouble() < CHALLENGED) {
          challenge(held.get(random.nextInt(held.size())));
        }
      }
    }

    private void single() {
      HeldKey key = claim(fresh(), System.nanoTime());
      if (key != null && random.nextDouble() < COMPLETED) {
        complete(key);
      }
    }

    private void batch() {
      List<ClaimRequest> requests = new ArrayList<>(plan.batch());
      for (int i = 0; i < plan.batch(); i++) {
        requests.add(fresh());
      }
      long began = System.nanoTime();
      List<@Nullable ClaimResult> answers = caller.claimAll(requests);
      List<HeldKey> completing = new ArrayList<>();
      for (int i = 0; i < requests.size(); i++) {
        ClaimResult answer = answers.get(i);
        HeldKey key =
            answer == null ? again(requests.get(i), began) : hold(requests.get(i), answer, began);
        if (key != null && random.nextDouble() < COMPLETED) {
          completing.add(key);
        }
      }
      List<@Nullable Completion> completions =
          caller.completeAll(
              completing.stream()
                  .map(key -> new CompletionRequest(key.ticket(), key.outcome(), Caller.TTL))
                  .toList());
      for (int i = 0; i < completing.size(); i++) {
        HeldKey key = completing.get(i);
        Completion answer = completions.get(i);
        key.completed(answer == null ? again(key) : answer, tally);
      }
    }

    private ClaimRequest fresh() {
      return Caller.request(plan.keys().key(number, next++));
    }

    private @Nullable HeldKey claim(ClaimRequest request, long began) {
      ClaimResult answer = caller.claim(request);
      return answer == null ? again(request, began) : hold(request, answer, began);
    }

    /** Sends a claim again until it has an answer; not when the load is to end meanwhile. */
    private @Nullable HeldKey again(ClaimRequest request, long began) {
      ClaimResult answer = null;
      for (int i = 0; answer == null && i < RESENDINGS && !stopping; i++) {
        answer = caller.claim(request);
      }
      return answer == null ? null : hold(request, answer, began);
    }

    private @Nullable HeldKey hold(ClaimRequest request, ClaimResult answer, long began) {
      HeldKey key = HeldKey.of(request.key(), answer, began, forgiven, tally);
      if (key != null) {
        held.add(key);
        acknowledged(began);
      }
      return key;
    }

    private void complete(HeldKey key) {
      Completion answer = caller.complete(key.ticket(), key.outcome());
      key.completed(answer == null ? again(key) : answer, tally);
    }

    /** Sends a completion again until it has an answer; not when the load is to end meanwhile. */
    private @Nullable Completion again(HeldKey key) {
      Completion answer = null;
      for (int i = 0; answer == null && i < RESENDINGS && !stopping; i++) {
        answer = caller.complete(key.ticket(), key.outcome());
      }
      return answer;
    }

    private void challenge(HeldKey key) {
      ClaimResult answer = caller.claim(key.challenge());
      if (answer != null) {
        key.challenged(answer, tally);
      }
    }
  }
}
