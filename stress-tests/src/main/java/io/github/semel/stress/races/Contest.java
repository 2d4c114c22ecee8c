package io.github.semel.stress.races;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.StoreFullException;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A key that was never used before, another one, and a store that nobody else uses. Calls say what
 * time it is, in microseconds from the beginning of the contest, and what they are told comes back
 * in words. A lease and a ttl are 50 µs: what is claimed at 100 lapses at 150, and is forgotten at
 * 200 unless it is completed.
 */
public final class Contest {

  /** How many keys {@link #crowd} claims. */
  static final int NEWCOMERS = 6;

  private static final Duration TERM = Duration.ofNanos(50_000);
  private static final ClaimTerms TERMS = ClaimTerms.of(TERM, TERM);
  private static final ClaimTerms LONG_TERMS = ClaimTerms.of(TERM, Duration.ofDays(1));

  /** What a call was told that is not of the protocol, with the answer. */
  private static final String WRONG = "wrong ";

  /** The outcome that most complete with. */
  public final Outcome a;

  /** Another outcome, of another length. */
  public final Outcome b;

  private final Arena arena;
  private final IdempotencyStore store;
  private final long start;
  private final String key = Arena.newKey();
  private final String other = Arena.newKey();

  private Contest(Arena arena) {
    this.arena = arena;
    this.store = arena.store;
    this.start = arena.start;
    a = outcome(key, 'a', 0);
    b = outcome(key, 'b', 7);
  }

  /** A contest in a store with room for both keys. */
  public static Contest begin() {
    return new Contest(Arena.enter(false));
  }

  /** A contest in a store with room for one key. */
  public static Contest beginWithRoomForOne() {
    return new Contest(Arena.enter(true));
  }

  /** A contest in a store that others use too, and that grows all the time. */
  public static Contest beginInCrowd() {
    return new Contest(Arena.enterGrowing());
  }

  /** From now on, contests are held in stores of this kind. */
  public static void use(Subject subject) {
    Arena.use(subject);
  }

  /** Bytes that no other key's outcome has. */
  private static Outcome outcome(String key, char letter, int more) {
    byte[] bytes = new byte[16 + (key.hashCode() & 0x7F) + more];
    Arrays.fill(bytes, (byte) (letter ^ key.charAt(key.length() - 1)));
    for (int i = 0; i < 8; i++) {
      bytes[bytes.length - 1 - i] = (byte) (key.hashCode() >>> (4 * i));
    }
    return Outcome.success(bytes);
  }

  private IdempotencyStore at(long time) {
    ExplicitClock.itIs(start + time);
    return store;
  }

  // --- what the setup of a contest does ---

  /** Claims the key, which must be free or lapsed. */
  public Ticket take(long time) {
    return ticket(at(time).claim(key, Fingerprint.NONE, TERMS));
  }

  /** Claims the key and completes the claim with {@link #a}, for 50 µs. */
  public IdempotencyRecord.Completed takeAndComplete(long time) {
    complete(time, take(time), a);
    return (IdempotencyRecord.Completed) at(time).find(key).orElseThrow();
  }

  /** As {@link #takeAndComplete}, for as long as the contest goes on. */
  public boolean takeAndCompleteForLong(long time) {
    return at(time).complete(take(time), a, Duration.ofDays(1)) instanceof Completion.Recorded;
  }

  private static Ticket ticket(ClaimResult result) {
    if (result instanceof ClaimResult.Acquired acquired) {
      return acquired.ticket();
    }
    throw new IllegalStateException("a contest begins with " + result);
  }

  // --- what actors do ---

  /** Claims the key. */
  public String claim(long time) {
    return claim(time, key);
  }

  /** Claims the other key. */
  public String claimOther(long time) {
    return claim(time, other);
  }

  private String claim(long time, String claimed) {
    try {
      return name(at(time).claim(claimed, Fingerprint.NONE, TERMS));
    } catch (StoreFullException e) {
      return "full";
    }
  }

  private String name(ClaimResult result) {
    if (result instanceof ClaimResult.Acquired acquired) {
      int attempt = acquired.ticket().attempt();
      return attempt == 1 ? "acquired" : "acquired " + attempt;
    }
    if (result instanceof ClaimResult.InProgress busy) {
      return busy.age().isNegative() || busy.remainingLease().compareTo(TERM) > 0
          ? WRONG + "busy, from the future"
          : "busy";
    }
    if (result instanceof ClaimResult.Completed completed) {
      return name(completed.outcome());
    }
    return WRONG + result;
  }

  /** Completes a claim, for 50 µs. */
  public String complete(long time, Ticket ticket, Outcome outcome) {
    Completion completion = at(time).complete(ticket, outcome, TERM);
    return completion instanceof Completion.Superseded superseded
        ? "superseded: " + name(superseded.current())
        : "recorded";
  }

  /** Claims the key, and completes if it was granted. */
  public String takeOverAndComplete(long time, Outcome outcome) {
    ClaimResult result = at(time).claim(key, Fingerprint.NONE, TERMS);
    return result instanceof ClaimResult.Acquired acquired
        ? name(acquired) + " " + complete(time, acquired.ticket(), outcome)
        : name(result);
  }

  /** Has the lease end in 50 µs. */
  public String renew(long time, Ticket ticket) {
    return at(time).renew(ticket, TERM) ? "renewed" : "refused";
  }

  /** Gives a claim back. */
  public String release(long time, Ticket ticket) {
    return at(time).release(ticket) ? "released" : "refused";
  }

  /** Replaces an outcome. */
  public String amend(long time, IdempotencyRecord.Completed seen, Outcome outcome) {
    return at(time).amend(key, seen.version(), outcome) ? "amended" : "refused";
  }

  /** Looks the key up. */
  public String find(long time) {
    return name(at(time).find(key));
  }

  /** Drops the key, and records an outcome as long as its under the other. */
  public String replaceByOther(long time, IdempotencyRecord.Completed seen) {
    boolean forgotten = at(time).forget(key, seen.fence());
    Ticket ticket = ticket(store.claim(other, Fingerprint.NONE, TERMS));
    byte[] bytes = new byte[a.length()];
    Arrays.fill(bytes, (byte) '!');
    store.complete(ticket, Outcome.success(bytes), TERM);
    return forgotten ? "replaced" : "refused";
  }

  /** Claims many keys that nobody has claimed, to stay. */
  public String crowd(long time) {
    for (int i = 0; i < NEWCOMERS; i++) {
      if (!(at(time).claim(Arena.newKey(), Fingerprint.NONE, LONG_TERMS)
          instanceof ClaimResult.Acquired)) {
        return WRONG + "answer to a newcomer";
      }
    }
    return "came";
  }

  // --- what the arbiter does, last of all ---

  /** Claims the key once more, when all is over. */
  public String claimInTheEnd(long time) {
    String answer = claim(time);
    arena.leave();
    return answer;
  }

  /** Looks both keys up, when all is over. */
  public String findBothInTheEnd(long time) {
    String answer = find(time) + " / " + name(at(time).find(other));
    arena.leave();
    return answer;
  }

  private String name(Optional<IdempotencyRecord> record) {
    IdempotencyRecord found = record.orElse(null);
    if (found == null) {
      return "absent";
    }
    return found instanceof IdempotencyRecord.Completed completed
        ? name(completed.outcome())
        : "pending";
  }

  private String name(Outcome outcome) {
    if (outcome.equals(a)) {
      return "outcome a";
    }
    if (outcome.equals(b)) {
      return "outcome b";
    }
    byte[] bytes = outcome.bytes();
    return bytes.length > 0 && bytes[0] == '!' && bytes[bytes.length - 1] == '!'
        ? "the other's outcome"
        : WRONG + "outcome, torn";
  }
}
