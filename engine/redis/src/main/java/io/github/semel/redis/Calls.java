package io.github.semel.redis;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimTerms;
import io.github.semel.CompletionRequest;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.RecordVersion;
import io.github.semel.StoreClock;
import io.github.semel.Ticket;
import io.github.semel.redis.connection.Call;
import io.github.semel.redis.connection.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The operations as calls of scripts, with their arguments as the scripts' heads list them. */
final class Calls {

  private static final byte[] FENCE_MEMORY = decimal(RecordFormat.FENCE_MEMORY_MILLIS);
  private static final byte[] PENDING_ONLY = {'1'};
  private static final byte[] ANY_STATE = {'0'};

  private final Scripts scripts;
  private final KeyPrefix prefix;
  private final @Nullable StoreClock testClock;

  /**
   * Those of the claim before, which mostly are the next one's too. Written by any thread, as a
   * race: whichever is seen is whole, since all its fields are final.
   */
  private Times latest = new Times(0, 0);

  /** That of the completion before; as above. */
  private Kept latestKept = new Kept(0);

  Calls(Scripts scripts, KeyPrefix prefix, @Nullable StoreClock testClock) {
    this.scripts = scripts;
    this.prefix = prefix;
    this.testClock = testClock;
  }

  Call claim(ClaimRequest request) {
    return claim(scripts.claim(), request);
  }

  /** A claim that does not admit new keys, for a server whose memory is full. */
  Call claimHeld(ClaimRequest request) {
    return claim(scripts.claimHeld(), request);
  }

  private Call claim(Script script, ClaimRequest request) {
    ClaimTerms terms = request.terms();
    Times times = latest;
    if (times.lease != terms.leaseMicros() || times.ttl != terms.ttlMicros()) {
      times = new Times(terms.leaseMicros(), terms.ttlMicros());
      latest = times;
    }
    return Call.script(
        script,
        prefix.name(request.key()),
        true,
        testClock,
        times.arguments,
        RecordFormat.claimant(request));
  }

  /** A lease and a ttl as arguments. Immutable. */
  private static final class Times {

    final long lease;
    final long ttl;
    final byte[][] arguments;

    Times(long leaseMicros, long ttlMicros) {
      this.lease = leaseMicros;
      this.ttl = ttlMicros;
      this.arguments =
          new byte[][] {
            decimal(leaseMicros),
            decimal(keptMillis(leaseMicros + ttlMicros)),
            RecordFormat.number(ttlMicros)
          };
    }
  }

  Call complete(CompletionRequest request) {
    long ttl = Micros.of(request.ttl());
    Kept kept = latestKept;
    if (kept.ttl != ttl) {
      kept = new Kept(ttl);
      latestKept = kept;
    }
    return Call.script(
        scripts.complete(),
        prefix.name(request.ticket().key()),
        true,
        testClock,
        kept.arguments,
        proof(request.ticket()),
        RecordFormat.completedTail(request.outcome()));
  }

  /** A ttl as arguments. Immutable. */
  private static final class Kept {

    final long ttl;
    final byte[][] arguments;

    Kept(long ttlMicros) {
      this.ttl = ttlMicros;
      this.arguments = new byte[][] {decimal(ttlMicros), decimal(keptMillis(ttlMicros))};
    }
  }

  Call renew(Ticket ticket, Duration lease) {
    return durable(
        scripts.renew(),
        ticket.key(),
        proof(ticket),
        decimal(Micros.of(lease)),
        FENCE_MEMORY,
        name());
  }

  Call release(Ticket ticket) {
    return free(ticket.key(), proof(ticket), PENDING_ONLY);
  }

  /** Has the lease end at once. Not durable, as releasing is not. */
  Call lapse(Ticket ticket) {
    return plain(scripts.renew(), ticket.key(), proof(ticket), decimal(1), FENCE_MEMORY, name());
  }

  Call forget(String key, long fence) {
    return free(key, RecordFormat.number(fence), ANY_STATE);
  }

  /** Not durable: a release that a failover undoes costs the next claimant a lease, no more. */
  private Call free(String key, byte[] proof, byte[] states) {
    return plain(scripts.free(), key, proof, name(), FENCE_MEMORY, states);
  }

  Call amend(String key, RecordVersion version, Outcome outcome) {
    return durable(
        scripts.amend(),
        key,
        RecordFormat.number(version.fence()),
        decimal(version.amendments()),
        name(),
        RecordFormat.completedTail(outcome));
  }

  Call find(String key) {
    return plain(scripts.find(), key);
  }

  private Call durable(Script script, String key, byte[]... arguments) {
    return Call.script(script, prefix.name(key), true, testClock, Call.NOTHING, arguments);
  }

  private Call plain(Script script, String key, byte[]... arguments) {
    return Call.script(script, prefix.name(key), false, testClock, Call.NOTHING, arguments);
  }

  private static byte[] proof(Ticket ticket) {
    return RecordFormat.proof(ticket.fence(), ticket.owner());
  }

  /** A name for one call, however often it is sent. */
  private static byte[] name() {
    return RecordFormat.number(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
  }

  private static long keptMillis(long micros) {
    return (micros + 999) / 1_000 + RecordFormat.FENCE_MEMORY_MILLIS;
  }

  private static byte[] decimal(long value) {
    return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
  }
}
