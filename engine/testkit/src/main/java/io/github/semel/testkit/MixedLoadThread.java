package io.github.semel.testkit;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.CompletionRequest;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.ItemResult;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.StoreFullException;
import io.github.semel.Ticket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One thread of a {@link MixedLoad}. */
final class MixedLoadThread {

  /** What the threads of a load have in common. */
  record Shared(
      IdempotencyStore store,
      @Nullable ManualClock clock,
      List<String> keys,
      AtomicReferenceArray<@Nullable Ticket> tickets) {}

  private static final int RECENT = 64;
  private static final int HOT_KEYS = 32;
  private static final int LARGEST_OUTCOME = 300;

  private static final Fingerprint[] FINGERPRINTS = {
    Fingerprint.of("usual"), Fingerprint.of("other")
  };
  private static final ClaimTerms[] TERMS = {
    ClaimTerms.of(Duration.ofMillis(1), Duration.ofMillis(5)),
    ClaimTerms.of(Duration.ofMillis(20), Duration.ofMillis(1)).withLabel("short ttl"),
    ClaimTerms.of(Duration.ofMillis(50), Duration.ofMillis(200)),
    ClaimTerms.of(Duration.ofSeconds(5), Duration.ofSeconds(5)).withLabel("long")
  };
  private static final Duration[] TTLS = {
    Duration.ofMillis(1), Duration.ofMillis(30), Duration.ofMillis(100), Duration.ofSeconds(2)
  };

  private final Shared shared;
  private final IdempotencyStore store;
  private final long operations;
  private final long seed;
  private final SplittableRandom random;
  private final Ticket[] recent = new Ticket[RECENT];
  private int tickets;
  private @Nullable ClaimRequest lastRequest;
  private @Nullable CompletionRequest lastCompletion;
  private long made;
  private long outcomes;
  private final Map<String, long[]> answers = new HashMap<>();

  MixedLoadThread(Shared shared, long operations, long seed) {
    this.shared = shared;
    this.store = shared.store();
    this.operations = operations;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  long made() {
    return made;
  }

  Map<String, Long> answers() {
    Map<String, Long> counts = new HashMap<>();
    answers.forEach((answer, count) -> counts.put(answer, count[0]));
    return counts;
  }

  void run() {
    while (made < operations) {
      step(random.nextInt(1_000));
    }
  }

  private void step(int draw) {
    if (draw < 420) {
      claim(request());
    } else if (draw < 440) {
      resendClaim();
    } else if (draw < 660) {
      withTicket(newest(), this::complete);
    } else if (draw < 690) {
      withTicket(any(), this::complete);
    } else if (draw < 710) {
      resendCompletion();
    } else if (draw < 760) {
      withTicket(any(), this::renew);
    } else if (draw < 830) {
      withTicket(any(), this::release);
    } else if (draw < 890) {
      find(key());
    } else if (draw < 930) {
      withTicket(any(), this::amend);
    } else if (draw < 945) {
      withTicket(any(), this::forget);
    } else if (draw < 948) {
      batch();
    } else if (draw < 949) {
      scan();
    } else {
      advance();
    }
  }

  private void count(String answer) {
    made++;
    answers.computeIfAbsent(answer, fresh -> new long[1])[0]++;
  }

  private String key() {
    List<String> keys = shared.keys();
    int bound = random.nextInt(4) == 0 ? Math.min(HOT_KEYS, keys.size()) : keys.size();
    return keys.get(random.nextInt(bound));
  }

  private Duration ttl() {
    return TTLS[random.nextInt(TTLS.length)];
  }

  /** An outcome like no other of the load, so that one that turns up elsewhere is noticed. */
  private Outcome outcome() {
    int draw = random.nextInt(100);
    if (draw < 2) {
      return draw == 0 ? Outcome.omitted() : Outcome.inDoubt();
    }
    int length = 2 * Long.BYTES + random.nextInt(LARGEST_OUTCOME);
    byte[] bytes = ByteBuffer.allocate(length).putLong(seed).putLong(outcomes++).array();
    return draw < 10 ? Outcome.failure(bytes) : Outcome.success(bytes);
  }

  private void withTicket(@Nullable Ticket ticket, Consumer<Ticket> call) {
    if (ticket != null) {
      call.accept(random.nextInt(4) == 0 ? ContractSection.rebuilt(ticket) : ticket);
    }
  }

  private @Nullable Ticket newest() {
    return tickets == 0 ? null : recent[(tickets - 1) % RECENT];
  }

  /** A ticket of this thread or another's, likely stale. */
  private @Nullable Ticket any() {
    if (random.nextInt(3) == 0) {
      return shared.tickets().get(random.nextInt(shared.tickets().length()));
    }
    return tickets == 0 ? null : recent[random.nextInt(Math.min(tickets, RECENT))];
  }

  // --- calls
  // --------------------------------------------------------------------------------------

  private ClaimRequest request() {
    return new ClaimRequest(
        key(),
        FINGERPRINTS[random.nextInt(50) == 0 ? 1 : 0],
        TERMS[random.nextInt(TERMS.length)],
        Owner.random());
  }

  private void claim(ClaimRequest request) {
    lastRequest = request;
    try {
      claimed(
          random.nextInt(4) == 0
              ? store.claim(request.key(), request.fingerprint(), request.terms())
              : store.claim(request));
    } catch (StoreFullException e) {
      count("claim: store full");
    }
  }

  private void claimed(ClaimResult result) {
    if (result instanceof ClaimResult.Acquired acquired) {
      Ticket ticket = acquired.ticket();
      recent[tickets++ % RECENT] = ticket;
      shared.tickets().set(random.nextInt(shared.tickets().length()), ticket);
      count(ticket.inDoubt() ? "claim: acquired, in doubt" : "claim: acquired");
    } else if (result instanceof ClaimResult.InProgress) {
      count("claim: in progress");
    } else if (result instanceof ClaimResult.Completed) {
      count("claim: completed");
    } else {
      count("claim: mismatch");
    }
  }

  private void resendClaim() {
    if (lastRequest != null) {
      try {
        claimed(store.claim(lastRequest));
      } catch (StoreFullException e) {
        count("claim: store full");
      }
    }
  }

  private void complete(Ticket ticket) {
    CompletionRequest completion = new CompletionRequest(ticket, outcome(), ttl());
    lastCompletion = completion;
    completed(store.complete(ticket, completion.outcome(), completion.ttl()));
  }

  private void completed(Completion completion) {
    count(
        completion instanceof Completion.Recorded ? "complete: recorded" : "complete: superseded");
  }

  private void resendCompletion() {
    CompletionRequest again = lastCompletion;
    if (again != null) {
      completed(store.complete(again.ticket(), again.outcome(), again.ttl()));
    }
  }

  private void renew(Ticket ticket) {
    Duration lease = TERMS[random.nextInt(TERMS.length)].lease();
    count("renew: " + store.renew(ticket, lease));
  }

  private void release(Ticket ticket) {
    count("release: " + store.release(ticket));
  }

  private void forget(Ticket ticket) {
    count("forget: " + store.forget(ticket.key(), ticket.fence()));
  }

  private void find(String key) {
    Optional<IdempotencyRecord> found = store.find(key);
    if (found.isEmpty()) {
      count("find: absent");
    } else {
      count(found.get() instanceof IdempotencyRecord.Pending ? "find: pending" : "find: completed");
    }
  }

  private void amend(Ticket ticket) {
    RecordVersion version = new RecordVersion(ticket.fence(), random.nextInt(3) / 2);
    count("amend: " + store.amend(ticket.key(), version, outcome()));
  }

  private void batch() {
    List<ClaimRequest> requests = List.of(request(), request(), request(), request());
    List<CompletionRequest> completions = new ArrayList<>();
    for (ItemResult<ClaimResult> result : store.claimAll(requests)) {
      if (result instanceof ItemResult.Done<ClaimResult> done) {
        claimed(done.value());
        if (done.value() instanceof ClaimResult.Acquired acquired) {
          completions.add(new CompletionRequest(acquired.ticket(), outcome(), ttl()));
        }
      } else {
        count("claim: store full");
      }
    }
    store.completeAll(completions).forEach(result -> completed(result.get()));
  }

  private void scan() {
    store.pending(Duration.ofMillis(1), 10, null);
    count("pending");
  }

  private void advance() {
    if (shared.clock() != null) {
      // Now and then far enough for the longest lease and ttl; else less, the more keys there are,
      // so that a key meets live, lapsed and expired records.
      int usual = Math.max(300, Math.min(20_000, 6_000_000 / shared.keys().size()));
      int micros = random.nextInt(5_000) == 0 ? 5_000_000 : random.nextInt(usual);
      shared.clock().advance(Duration.ofNanos(micros * 1_000L));
    }
  }
}
