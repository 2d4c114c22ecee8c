package io.github.semel.redis;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.StoreCorruptException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as the server keeps it: one string a key. Numbers are big-endian and unsigned, times in
 * microseconds since the epoch.
 *
 * <pre>
 *          0 version   1
 *          1 state     1 pending, 2 completed, 3 freed
 *   2 ..   9 fence
 *
 *  pending and completed:                      freed (18 bytes):
 *  10 ..  25 owner                             10 .. 17 call that freed it
 *  26 ..  41 fingerprint
 *  42 ..  45 attempt
 *  46 ..  53 claimed at / completed at
 *  54 ..  61 lease until / expires at
 *  62 ..  69 call that freed the key before, renewed the claim or amended the outcome last; else 0
 *
 *  pending (78 bytes and the label):           completed (75 bytes and the outcome):
 *  70 ..  77 ttl                               70 .. 73 amendments
 *  78 ..     label, UTF-8                            74 status: 0 success, 1 failure, 2 omitted, 3 in doubt
 *                                              75 ..    the outcome's bytes
 * </pre>
 *
 * <p>A <em>freed</em> record is absent. It remembers the last fence, and the call that freed it, so
 * that fences go on increasing and a release whose answer was lost can be sent again. It goes after
 * {@link #FENCE_MEMORY_MILLIS}, as an expired record does; by then the server's time is ahead of
 * the fence, unless clocks differ by more than that across a failover.
 *
 * <p>A reply of a script is the server's time in 8 bytes, and the record behind it if one stands.
 */
final class RecordFormat {

  /** For how long the server keeps what has expired or was freed, for the sake of its fence. */
  static final long FENCE_MEMORY_MILLIS = 60_000;

  static final int PENDING_HEADER = 78;
  static final int COMPLETED_HEADER = 75;

  /** The most bytes that a pending record has. */
  static final int LONGEST_PENDING = PENDING_HEADER + Limits.MAX_LABEL_BYTES;

  private static final byte VERSION = 1;
  private static final byte PENDING = 1;
  private static final byte COMPLETED = 2;
  private static final byte FREED = 3;

  private static final int STATE_AT = 1;
  private static final int FENCE_AT = 2;
  private static final int OWNER_AT = 10;
  private static final int FINGERPRINT_AT = 26;
  private static final int ATTEMPT_AT = 42;
  private static final int SINCE_AT = 46;
  private static final int UNTIL_AT = 54;
  private static final int TTL_AT = 70;
  private static final int AMENDMENTS_AT = 70;
  private static final int STATUS_AT = 74;

  private static final byte[] NO_LABEL = {};

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** By their numbers in a record, which stay when the order of the constants changes. */
  private static final List<Outcome.Status> STATUSES =
      List.of(
          Outcome.Status.SUCCESS,
          Outcome.Status.FAILURE,
          Outcome.Status.OMITTED,
          Outcome.Status.IN_DOUBT);

  private RecordFormat() {}

  /** Fence and owner, as they stand in a record. */
  static byte[] proof(long fence, Owner owner) {
    byte[] bytes = new byte[24];
    LONG.set(bytes, 0, fence);
    LONG.set(bytes, 8, owner.high());
    LONG.set(bytes, 16, owner.low());
    return bytes;
  }

  /** Eight bytes. */
  static byte[] number(long value) {
    byte[] bytes = new byte[8];
    LONG.set(bytes, 0, value);
    return bytes;
  }

  /** Owner and fingerprint, as they stand in a record, and the label. */
  static byte[] claimant(ClaimRequest request) {
    Optional<String> label = request.terms().label();
    byte[] text = label.isEmpty() ? NO_LABEL : Limits.utf8("label", label.get());
    byte[] bytes = new byte[32 + text.length];
    LONG.set(bytes, 0, request.owner().high());
    LONG.set(bytes, 8, request.owner().low());
    LONG.set(bytes, 16, request.fingerprint().high());
    LONG.set(bytes, 24, request.fingerprint().low());
    System.arraycopy(text, 0, bytes, 32, text.length);
    return bytes;
  }

  /** What a completed record ends with: status and bytes. */
  static byte[] completedTail(Outcome outcome) {
    byte[] bytes = new byte[1 + outcome.length()];
    bytes[0] = (byte) STATUSES.indexOf(outcome.status());
    outcome.buffer().get(bytes, 1, outcome.length());
    return bytes;
  }

  /**
   * The record of a key, as it stands in a reply. Immutable, as long as nobody writes the reply.
   */
  static final class Stored {

    private final String key;
    private final byte[] bytes;
    private final int start;

    /**
     * The record in a script's reply, or null when none stands.
     *
     * @throws StoreCorruptException when it is not of this format
     */
    static @Nullable Stored of(String key, byte[] reply) {
      return reply.length == 8 ? null : new Stored(key, reply, 8);
    }

    /**
     * The record that begins at {@code start} and goes to the end.
     *
     * @throws StoreCorruptException when it is not of this format
     */
    Stored(String key, byte[] bytes, int start) {
      this.key = key;
      this.bytes = bytes;
      this.start = start;
      int length = bytes.length - start;
      if (length < 2 || bytes[start] != VERSION) {
        throw new StoreCorruptException(
            key,
            length < 1
                ? "it is empty"
                : "it is of format " + (bytes[start] & 0xFF) + ", and this store reads " + VERSION,
            null);
      }
      int shortest =
          switch (bytes[start + STATE_AT]) {
            case PENDING -> PENDING_HEADER;
            case COMPLETED -> COMPLETED_HEADER;
            case FREED -> 18;
            default ->
                throw new StoreCorruptException(key, "its state is " + bytes[start + 1], null);
          };
      if (length < shortest) {
        throw new StoreCorruptException(
            key, "it has " + length + " bytes, at least " + shortest + " are needed", null);
      }
      if (bytes[start + STATE_AT] == COMPLETED && intAt(AMENDMENTS_AT) < 0) {
        throw new StoreCorruptException(
            key,
            "it was amended "
                + Integer.toUnsignedLong(intAt(AMENDMENTS_AT))
                + " times, at most "
                + Integer.MAX_VALUE
                + " are possible",
            null);
      }
    }

    private long at(int offset) {
      return (long) LONG.get(bytes, start + offset);
    }

    private int intAt(int offset) {
      return (int) INT.get(bytes, start + offset);
    }

    boolean pending() {
      return bytes[start + STATE_AT] == PENDING;
    }

    boolean freed() {
      return bytes[start + STATE_AT] == FREED;
    }

    long fence() {
      return at(FENCE_AT);
    }

    Owner owner() {
      return new Owner(at(OWNER_AT), at(OWNER_AT + 8));
    }

    Fingerprint fingerprint() {
      return new Fingerprint(at(FINGERPRINT_AT), at(FINGERPRINT_AT + 8));
    }

    int attempt() {
      return intAt(ATTEMPT_AT);
    }

    long since() {
      return at(SINCE_AT);
    }

    long until() {
      return at(UNTIL_AT);
    }

    /** When a pending record is forgotten. */
    long retainUntil() {
      return until() + at(TTL_AT);
    }

    private Optional<String> label() {
      int from = start + PENDING_HEADER;
      return from == bytes.length
          ? Optional.empty()
          : Optional.of(new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8));
    }

    private Outcome outcome() {
      int status = bytes[start + STATUS_AT];
      if (status < 0 || status >= STATUSES.size()) {
        throw new StoreCorruptException(key, "its status is " + status, null);
      }
      try {
        return Outcome.adopt(
            STATUSES.get(status),
            Arrays.copyOfRange(bytes, start + COMPLETED_HEADER, bytes.length));
      } catch (InvalidArgumentException e) {
        throw new StoreCorruptException(key, "it has bytes that its status has not", e);
      }
    }

    /** What a claim that is not this record's finds. */
    ClaimResult foundBy(Fingerprint fingerprint, long now) {
      if (!fingerprint.equals(fingerprint())) {
        return new ClaimResult.Mismatch(fingerprint());
      }
      if (pending()) {
        return new ClaimResult.InProgress(
            label(),
            attempt(),
            // Below zero only when the server's time has gone back.
            Micros.toDuration(Math.max(0, now - since())),
            Micros.toDuration(until() - now));
      }
      return new ClaimResult.Completed(
          outcome(), Micros.toInstant(since()), Micros.toDuration(until() - now));
    }

    IdempotencyRecord.Pending toPending() {
      return new IdempotencyRecord.Pending(
          key,
          owner(),
          fence(),
          attempt(),
          fingerprint(),
          Micros.toInstant(since()),
          Micros.toInstant(until()),
          Micros.toInstant(retainUntil()),
          label());
    }

    IdempotencyRecord toRecord() {
      if (pending()) {
        return toPending();
      }
      return new IdempotencyRecord.Completed(
          key,
          owner(),
          new RecordVersion(fence(), intAt(AMENDMENTS_AT)),
          attempt(),
          fingerprint(),
          outcome(),
          Micros.toInstant(since()),
          Micros.toInstant(until()));
    }
  }

  /** The server's time in a script's reply. */
  static long time(byte[] reply) {
    return (long) LONG.get(reply, 0);
  }
}
