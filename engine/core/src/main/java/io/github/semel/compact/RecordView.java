package io.github.semel.compact;

import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record at a time, as it lies in memory.
 *
 * <pre>
 * record, 48 bytes
 *    0  8  key: the upper half of a UUID, or
 *          4 length and 4 address of the block that has the key's UTF-8
 *    8  8  key: the lower half of a UUID, or the key's hash
 *   16 16  fingerprint
 *   32  8  52 bits fence, as µs since the store was opened
 *           3 bits state: 0 free | 1 pending | 2 to 5 one for each Outcome.Status
 *           1 bit  IN_BLOCK: what follows from here on is in a block, whose address is the detail
 *           1 bit  TEXT_KEY: the key is no UUID
 *           7 bits detail, upper part
 *   40  8  40 bits end of the record, as µs after the fence; all ones: in the block
 *          24 bits detail, lower part
 *
 * detail, 31 bits, without a block
 *          pending:   end of the lease, as µs after the fence
 *          completed: time of the completion, as µs after the fence; the outcome has no bytes
 *
 * block of a claim with a label, with an owner that the claimant named, taken over from another,
 * made later than its fence says, with a lease over 35 minutes or an end over 12 days away
 *    0  8  claimed at      8  8  lease until     16  8  retain until
 *   24 16  owner          40  4  attempt         44  4  length of the label
 *   48     label
 *
 * block of a completion, common: within 71 minutes of the fence, by an owner that the store made,
 * at the first attempt, not amended, ending within 12 days of the fence
 *    0  4  length of the outcome
 *    4  4  time of the completion, as µs after the fence
 *    8     outcome
 *
 * block of a completion, any other
 *    0  4  length of the outcome, inverted (so negative)
 *    4  4  attempt
 *    8  8  completed at   16  8  expires at
 *   24 16  owner          40  4  amendments      44  4  unused
 *   48     outcome
 * </pre>
 *
 * <p>A view reads memory and changes nothing. Without the stripe's monitor it may read a record
 * that is being changed: what it then says is nonsense, or an {@link IndexOutOfBoundsException},
 * until {@link Versions} has shown that there was no change.
 */
class RecordView {

  static final int BYTES = 48;

  static final int FREE = 0;
  static final int PENDING = 1;

  // The states of completed records; the numbers are the format.
  private static final int SUCCESS = 2;
  private static final int FAILURE = 3;
  private static final int OMITTED = 4;
  private static final int IN_DOUBT = 5;

  static final int KEY_HIGH = 0;
  static final int KEY_LOW = 8;
  static final int FINGERPRINT_HIGH = 16;
  static final int FINGERPRINT_LOW = 24;
  static final int CLAIM = 32;
  static final int TERM = 40;

  static final int FENCE_SHIFT = 12;

  /** The latest fence, in µs since the store was opened. */
  static final long MAX_FENCE = (1L << (Long.SIZE - FENCE_SHIFT)) - 1;

  static final int STATE_SHIFT = 9;
  static final int STATE_MASK = 7;
  static final long IN_BLOCK = 1 << 8;
  static final long TEXT_KEY = 1 << 7;
  static final int DETAIL_HIGH_MASK = 0x7F;
  static final int DETAIL_LOW_BITS = 24;
  static final int DETAIL_LOW_MASK = (1 << DETAIL_LOW_BITS) - 1;
  static final long END_IN_BLOCK = (1L << 40) - 1;

  static final int PENDING_HEADER = 48;
  static final int COMMON_HEADER = 8;
  static final int FULL_HEADER = 48;

  static final int OWNER = 24;

  private static final byte[] NO_BYTES = {};

  final StripeMemory memory;

  /** The number of the chunk that the record lies in; 0, which no chunk has, before it is moved. */
  private int number;

  /** Where in its chunk the record lies, in bytes. */
  int at;

  RecordView(StripeMemory memory) {
    this.memory = memory;
  }

  /** Goes to the record at {@code address}. */
  RecordView moveTo(int address) {
    number = ChunkTable.number(address);
    at = ChunkTable.offset(address);
    return this;
  }

  void moveTo(Chunk chunk, int offset) {
    number = chunk.number;
    at = offset;
  }

  /** Goes to the record at {@code address} if there still is memory at that address. */
  boolean moveIfPresent(int address) {
    Chunk chunk = memory.chunks().at(ChunkTable.number(address));
    int offset = ChunkTable.offset(address);
    if (chunk == null || offset >= chunk.bytes.length) {
      return false;
    }
    moveTo(chunk, offset);
    return true;
  }

  /**
   * The array that the record lies in. Looked up each time, and not kept in a field: a stripe's
   * view lives long, and a reference stored in an old object takes a barrier of the collector, with
   * G1 a full fence.
   */
  final byte[] bytes() {
    return memory.chunks().arrayAt(number);
  }

  final long claimWord() {
    return Words.getLong(bytes(), at + CLAIM);
  }

  final long termWord() {
    return Words.getLong(bytes(), at + TERM);
  }

  // --- key ---

  final boolean hasKey(byte @Nullable [] text, long high, long low) {
    return hasKey(memory, bytes(), at, text, high, low);
  }

  /** Whether the record at {@code address} has a key; without an object to look through. */
  static boolean hasKey(
      StripeMemory memory, int address, byte @Nullable [] text, long high, long low) {
    byte[] bytes = memory.chunks().array(address);
    return hasKey(memory, bytes, ChunkTable.offset(address), text, high, low);
  }

  private static boolean hasKey(
      StripeMemory memory, byte[] bytes, int at, byte @Nullable [] text, long high, long low) {
    long claim = Words.getLong(bytes, at + CLAIM);
    if (Words.getLong(bytes, at + KEY_LOW) != low || state(claim) == FREE) {
      return false;
    }
    if (text == null) {
      return (claim & TEXT_KEY) == 0 && Words.getLong(bytes, at + KEY_HIGH) == high;
    }
    if ((claim & TEXT_KEY) == 0) {
      return false;
    }
    long block = Words.getLong(bytes, at + KEY_HIGH);
    int from = ChunkTable.offset((int) block);
    int to = from + (int) (block >>> Integer.SIZE);
    return Arrays.equals(memory.slab().array((int) block), from, to, text, 0, text.length);
  }

  final boolean hasTextKey() {
    return (claimWord() & TEXT_KEY) != 0;
  }

  final int textAddress() {
    return (int) Words.getLong(bytes(), at + KEY_HIGH);
  }

  final int textLength() {
    return (int) (Words.getLong(bytes(), at + KEY_HIGH) >>> Integer.SIZE);
  }

  final String key() {
    if (!hasTextKey()) {
      return KeyCodec.uuid(
          Words.getLong(bytes(), at + KEY_HIGH), Words.getLong(bytes(), at + KEY_LOW));
    }
    int address = textAddress();
    return KeyCodec.text(memory.slab().array(address), ChunkTable.offset(address), textLength());
  }

  final long hash(KeyHash hash) {
    long low = Words.getLong(bytes(), at + KEY_LOW);
    return hasTextKey() ? low : hash.of(Words.getLong(bytes(), at + KEY_HIGH), low);
  }

  // --- what every record has ---

  static int state(long claimWord) {
    return (int) (claimWord >>> STATE_SHIFT) & STATE_MASK;
  }

  /** The state of a record completed with {@code status}. */
  static int state(Outcome.Status status) {
    return switch (status) {
      case SUCCESS -> SUCCESS;
      case FAILURE -> FAILURE;
      case OMITTED -> OMITTED;
      case IN_DOUBT -> IN_DOUBT;
    };
  }

  private static Outcome.Status status(int state) {
    return switch (state) {
      case SUCCESS -> Outcome.Status.SUCCESS;
      case FAILURE -> Outcome.Status.FAILURE;
      case OMITTED -> Outcome.Status.OMITTED;
      case IN_DOUBT -> Outcome.Status.IN_DOUBT;
      default -> throw new IndexOutOfBoundsException(state);
    };
  }

  final boolean isFree() {
    return state(claimWord()) == FREE;
  }

  final boolean isPending() {
    return state(claimWord()) == PENDING;
  }

  final boolean isCompleted() {
    return state(claimWord()) >= SUCCESS;
  }

  final long fence() {
    return memory.base() + (claimWord() >>> FENCE_SHIFT);
  }

  final boolean hasFingerprint(Fingerprint fingerprint) {
    return Words.getLong(bytes(), at + FINGERPRINT_HIGH) == fingerprint.high()
        && Words.getLong(bytes(), at + FINGERPRINT_LOW) == fingerprint.low();
  }

  final Fingerprint fingerprint() {
    return new Fingerprint(
        Words.getLong(bytes(), at + FINGERPRINT_HIGH),
        Words.getLong(bytes(), at + FINGERPRINT_LOW));
  }

  /** When the record ends if nothing more happens to it. */
  final long end() {
    long afterFence = termWord() >>> DETAIL_LOW_BITS;
    return afterFence == END_IN_BLOCK ? longInBlock(16) : fence() + afterFence;
  }

  final boolean isInBlock() {
    return (claimWord() & IN_BLOCK) != 0;
  }

  final int detail() {
    return ((int) (claimWord() & DETAIL_HIGH_MASK) << DETAIL_LOW_BITS)
        | ((int) termWord() & DETAIL_LOW_MASK);
  }

  /** Whether the owner, the attempt and the number of amendments stand in the block. */
  private boolean isTracked() {
    return isInBlock() && (isPending() || intInBlock(0) < 0);
  }

  final int attempt() {
    if (!isTracked()) {
      return 1;
    }
    return intInBlock(isPending() ? 40 : 4);
  }

  final Owner owner() {
    return isTracked()
        ? new Owner(longInBlock(OWNER), longInBlock(OWNER + Long.BYTES))
        : new Owner(memory.ownerHigh(), fence());
  }

  final boolean isOwnedBy(Owner claimant) {
    return isTracked()
        ? longInBlock(OWNER) == claimant.high() && longInBlock(OWNER + Long.BYTES) == claimant.low()
        : claimant.high() == memory.ownerHigh() && claimant.low() == fence();
  }

  /** Whether nothing about the claim needs a block: the store's owner, the first attempt. */
  final boolean isCommon() {
    return !isTracked()
        || (attempt() == 1
            && longInBlock(OWNER) == memory.ownerHigh()
            && longInBlock(OWNER + Long.BYTES) == fence());
  }

  // --- pending ---

  final long claimedAt() {
    return isInBlock() ? longInBlock(0) : fence();
  }

  final long leaseUntil() {
    return isInBlock() ? longInBlock(8) : fence() + detail();
  }

  final Optional<String> label() {
    int length = isInBlock() ? intInBlock(44) : 0;
    if (length == 0) {
      return Optional.empty();
    }
    int address = detail();
    return Optional.of(
        KeyCodec.text(
            memory.slab().array(address), ChunkTable.offset(address) + PENDING_HEADER, length));
  }

  // --- completed ---

  final long completedAt() {
    if (!isInBlock()) {
      return fence() + detail();
    }
    return isTracked() ? longInBlock(8) : fence() + Integer.toUnsignedLong(intInBlock(4));
  }

  final int amendments() {
    return isTracked() ? intInBlock(40) : 0;
  }

  final int outcomeLength() {
    int length = isInBlock() ? intInBlock(0) : 0;
    return length < 0 ? ~length : length;
  }

  /** A copy of the outcome. */
  final Outcome outcome() {
    Outcome.Status status = status(state(claimWord()));
    if (!isInBlock()) {
      return Outcome.adopt(status, NO_BYTES);
    }
    int address = detail();
    byte[] block = memory.slab().array(address);
    int offset = ChunkTable.offset(address);
    int length = Words.getInt(block, offset);
    int header = COMMON_HEADER;
    if (length < 0) {
      length = ~length;
      header = FULL_HEADER;
    }
    // Read while it changes, a length may be anything: no array is made from one that cannot be.
    int from = offset + header;
    Objects.checkFromIndexSize(from, length, block.length);
    return Outcome.adopt(
        status, length == 0 ? NO_BYTES : Arrays.copyOfRange(block, from, from + length));
  }

  // --- as a whole ---

  final IdempotencyRecord record() {
    return isPending()
        ? new IdempotencyRecord.Pending(
            key(),
            owner(),
            fence(),
            attempt(),
            fingerprint(),
            Micros.toInstant(claimedAt()),
            Micros.toInstant(leaseUntil()),
            Micros.toInstant(end()),
            label())
        : new IdempotencyRecord.Completed(
            key(),
            owner(),
            new RecordVersion(fence(), amendments()),
            attempt(),
            fingerprint(),
            outcome(),
            Micros.toInstant(completedAt()),
            Micros.toInstant(end()));
  }

  private long longInBlock(int offset) {
    int address = detail();
    return Words.getLong(memory.slab().array(address), ChunkTable.offset(address) + offset);
  }

  private int intInBlock(int offset) {
    int address = detail();
    return Words.getInt(memory.slab().array(address), ChunkTable.offset(address) + offset);
  }
}
