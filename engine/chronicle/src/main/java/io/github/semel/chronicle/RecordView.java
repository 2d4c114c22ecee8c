package io.github.semel.chronicle;

import static io.github.semel.chronicle.RecordLayout.*;

import io.github.semel.ClaimResult;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Micros;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.StoreCorruptException;
import io.github.semel.chronicle.KeyCodec.EncodedKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.Data;
import org.jspecify.annotations.Nullable;

/**
 * A record where it lies in the map, read in place. Valid while the lock of its segment is held.
 * Who reads may share the lock with who completes or renews: the state is read once, before the
 * fields that it makes meaningful, and written after them.
 *
 * <p>One a thread, used again for each record.
 */
final class RecordView {

  private static final Memory MEMORY = OS.memory();

  private long address;
  private int size;
  private byte state;

  /** Goes to a record; what it says is not looked at yet. */
  void at(Data<?> value) {
    address = value.bytes().addressForRead(value.offset());
    size = Math.toIntExact(value.size());
    state = size < HEADER_BYTES ? DAMAGED : MEMORY.readByte(address + STATE_AT);
    MEMORY.loadFence();
  }

  /**
   * Goes to the record of a key.
   *
   * @throws StoreCorruptException when it cannot be read, or is another key's
   */
  void at(Data<?> value, String key, EncodedKey encoded) {
    at(value);
    String damage = damage();
    if (damage != null) {
      throw new StoreCorruptException(key, damage, null);
    }
    if (!isOf(encoded)) {
      throw new StoreCorruptException(key, "its digest is that of another key", null);
    }
  }

  /** What is wrong with the record's form, or null. */
  @Nullable String damage() {
    if (size < HEADER_BYTES) {
      return "it has " + size + " bytes, at least " + HEADER_BYTES + " are needed";
    }
    byte version = byteAt(VERSION_AT);
    if (version != VERSION) {
      return "it is of format " + (version & 0xFF) + ", and this store reads " + VERSION;
    }
    if (state == DAMAGED) {
      return "it was found damaged when the file was recovered";
    }
    if (state != PENDING && state != COMPLETED) {
      return "its state is " + state;
    }
    if (claimEnd() > size) {
      return "its key and label do not fit into its " + size + " bytes";
    }
    if (state == COMPLETED) {
      int length = intAt(OUTCOME_LENGTH_AT);
      int status = byteAt(STATUS_AT);
      if (length < 0 || length > size - claimEnd() || status < 0 || status >= STATUSES.size()) {
        return "its outcome has status " + status + " and " + length + " bytes";
      }
    }
    return null;
  }

  private boolean isOf(EncodedKey key) {
    boolean uuid = key.length == 0;
    if (byteAt(KEY_FORM_AT) != (uuid ? CANONICAL_UUID : TEXT) || keyLength() != key.length) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (byteAt(HEADER_BYTES + i) != key.text[i]) {
        return false;
      }
    }
    return true;
  }

  // --- reading ---

  int size() {
    return size;
  }

  boolean pending() {
    return state == PENDING;
  }

  boolean completed() {
    return state == COMPLETED;
  }

  long fence() {
    return longAt(FENCE_AT);
  }

  int attempt() {
    return intAt(ATTEMPT_AT);
  }

  int amendments() {
    return intAt(AMENDMENTS_AT);
  }

  long claimedAt() {
    return longAt(CLAIMED_AT);
  }

  long leaseUntil() {
    return longAt(LEASE_UNTIL_AT);
  }

  long expiresAt() {
    return longAt(EXPIRES_AT);
  }

  long completedAt() {
    return longAt(COMPLETED_AT);
  }

  /** When the record is as good as absent. */
  long endsAt() {
    return pending() ? leaseUntil() + longAt(TTL_AT) : expiresAt();
  }

  boolean isOwnedBy(Owner owner) {
    return longAt(OWNER_AT) == owner.high() && longAt(OWNER_AT + 8) == owner.low();
  }

  boolean hasFingerprint(Fingerprint fingerprint) {
    return longAt(FINGERPRINT_AT) == fingerprint.high()
        && longAt(FINGERPRINT_AT + 8) == fingerprint.low();
  }

  Fingerprint fingerprint() {
    return new Fingerprint(longAt(FINGERPRINT_AT), longAt(FINGERPRINT_AT + 8));
  }

  private int keyLength() {
    return MEMORY.readShort(address + KEY_LENGTH_AT) & 0xFFFF;
  }

  private int labelLength() {
    return byteAt(LABEL_LENGTH_AT) & 0xFF;
  }

  int keyEnd() {
    return HEADER_BYTES + keyLength();
  }

  /** Where the claim's part ends and the outcome begins. */
  int claimEnd() {
    return keyEnd() + labelLength();
  }

  /** How many bytes of the value mean something now. */
  int usedBytes() {
    return completed() ? claimEnd() + intAt(OUTCOME_LENGTH_AT) : claimEnd();
  }

  /** The key, from the text in the record or the permuted UUID. */
  String key(KeyCodec codec, long first, long second) {
    return byteAt(KEY_FORM_AT) == CANONICAL_UUID
        ? codec.uuid(first, second)
        : new String(bytes(HEADER_BYTES, keyLength()), StandardCharsets.UTF_8);
  }

  private Optional<String> label() {
    int length = labelLength();
    return length == 0
        ? Optional.empty()
        : Optional.of(new String(bytes(keyEnd(), length), StandardCharsets.UTF_8));
  }

  private Outcome outcome() {
    return Outcome.adopt(
        STATUSES.get(byteAt(STATUS_AT)), bytes(claimEnd(), intAt(OUTCOME_LENGTH_AT)));
  }

  /** What a claim with this fingerprint finds, when it does not get the key. */
  ClaimResult found(Fingerprint fingerprint, long now) {
    if (!hasFingerprint(fingerprint)) {
      return new ClaimResult.Mismatch(fingerprint());
    }
    if (pending()) {
      return new ClaimResult.InProgress(
          label(),
          attempt(),
          Micros.toDuration(now - claimedAt()),
          Micros.toDuration(leaseUntil() - now));
    }
    return new ClaimResult.Completed(
        outcome(), Micros.toInstant(completedAt()), Micros.toDuration(expiresAt() - now));
  }

  IdempotencyRecord.Pending toPending(String key) {
    // Once: a renewal may write it meanwhile.
    long lease = leaseUntil();
    return new IdempotencyRecord.Pending(
        key,
        owner(),
        fence(),
        attempt(),
        fingerprint(),
        Micros.toInstant(claimedAt()),
        Micros.toInstant(lease),
        Micros.toInstant(lease + longAt(TTL_AT)),
        label());
  }

  IdempotencyRecord toRecord(String key) {
    if (pending()) {
      return toPending(key);
    }
    return new IdempotencyRecord.Completed(
        key,
        owner(),
        new RecordVersion(fence(), amendments()),
        attempt(),
        fingerprint(),
        outcome(),
        Micros.toInstant(completedAt()),
        Micros.toInstant(expiresAt()));
  }

  private Owner owner() {
    return new Owner(longAt(OWNER_AT), longAt(OWNER_AT + 8));
  }

  /** Copies the first {@code length} bytes into {@code target}. */
  void copyTo(byte[] target, int length) {
    MEMORY.readBytes(address, target, 0, length);
  }

  private byte[] bytes(int from, int length) {
    byte[] copy = new byte[length];
    MEMORY.readBytes(address + from, copy, 0, length);
    return copy;
  }

  private byte byteAt(int offset) {
    return MEMORY.readByte(address + offset);
  }

  private int intAt(int offset) {
    return MEMORY.readInt(address + offset);
  }

  private long longAt(int offset) {
    return MEMORY.readLong(address + offset);
  }

  // --- writing, under the update lock ---

  /** Has the lease end at another time: one word, aligned, so it is the old or the new one. */
  void leaseUntil(long time) {
    MEMORY.writeOrderedLong(address + LEASE_UNTIL_AT, time);
  }

  /** Whether an outcome of so many bytes fits where the record lies. */
  boolean hasRoomFor(int outcomeLength) {
    return outcomeLength <= size - claimEnd();
  }

  /** Completes the record where it lies, with what {@code image} has of it. */
  void complete(RecordImage image) {
    int from = claimEnd();
    MEMORY.writeByte(address + STATUS_AT, image.buffer()[STATUS_AT]);
    MEMORY.writeBytes(
        address + AMENDMENTS_AT, image.buffer(), AMENDMENTS_AT, HEADER_BYTES - AMENDMENTS_AT);
    MEMORY.writeBytes(address + from, image.buffer(), from, image.used() - from);
    MEMORY.storeFence();
    MEMORY.writeByte(address + STATE_AT, COMPLETED);
  }

  /** Keeps the record and has every operation on its key say that it is damaged. */
  void markDamaged() {
    MEMORY.writeByte(address + STATE_AT, DAMAGED);
  }
}
