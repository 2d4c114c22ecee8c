package io.github.semel.chronicle;

import static io.github.semel.chronicle.RecordLayout.*;

import io.github.semel.ClaimRequest;
import io.github.semel.Limits;
import io.github.semel.Outcome;
import io.github.semel.chronicle.KeyCodec.EncodedKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import net.openhft.chronicle.bytes.RandomDataInput;
import net.openhft.chronicle.bytes.RandomDataOutput;
import net.openhft.chronicle.hash.AbstractData;
import org.jspecify.annotations.Nullable;

/**
 * A record that is about to be written: put together on the heap, then copied into the map at once.
 * {@link RecordLayout} draws it. One a thread, used again for each record; its buffer begins with
 * the first, grows with the records, and is let go after a large one.
 */
final class RecordImage extends AbstractData<byte[]> {

  private static final int USUAL_BYTES = 512;
  private static final int MOST_KEPT_BYTES = 4_096;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

  private final CRC32C checksum = new CRC32C();
  private byte[] buffer = {};
  private int used;
  private int size;

  byte[] buffer() {
    return buffer;
  }

  /** How many bytes of the buffer are the record. */
  int used() {
    return used;
  }

  /** A pending record, with {@code roomBytes} behind it. */
  void pending(
      EncodedKey key, ClaimRequest request, long fence, int attempt, long now, int roomBytes) {
    byte[] label = request.terms().label().map(text -> Limits.utf8("label", text)).orElse(null);
    int labelLength = label == null ? 0 : label.length;
    use(HEADER_BYTES + key.length + labelLength);
    size = used + roomBytes;
    Arrays.fill(buffer, 0, HEADER_BYTES, (byte) 0);
    buffer[VERSION_AT] = VERSION;
    buffer[KEY_FORM_AT] = key.length == 0 ? CANONICAL_UUID : TEXT;
    SHORT.set(buffer, KEY_LENGTH_AT, (short) key.length);
    buffer[LABEL_LENGTH_AT] = (byte) labelLength;
    LONG.set(buffer, FENCE_AT, fence);
    LONG.set(buffer, OWNER_AT, request.owner().high());
    LONG.set(buffer, OWNER_AT + 8, request.owner().low());
    LONG.set(buffer, FINGERPRINT_AT, request.fingerprint().high());
    LONG.set(buffer, FINGERPRINT_AT + 8, request.fingerprint().low());
    INT.set(buffer, ATTEMPT_AT, attempt);
    LONG.set(buffer, CLAIMED_AT, now);
    LONG.set(buffer, TTL_AT, request.terms().ttlMicros());
    System.arraycopy(key.text, 0, buffer, HEADER_BYTES, key.length);
    if (label != null) {
      System.arraycopy(label, 0, buffer, HEADER_BYTES + key.length, labelLength);
    }
    INT.set(buffer, CLAIM_CHECKSUM_AT, claimChecksum(used));
    // Last: the checksum is of zeros in these places.
    buffer[STATE_AT] = PENDING;
    LONG.set(buffer, LEASE_UNTIL_AT, now + request.terms().leaseMicros());
  }

  /** Takes the place of a record of {@code bytes}, if what is written fits there. */
  void fit(int bytes) {
    size = Math.max(used, bytes);
  }

  /**
   * The record of {@code view} with an outcome. Where that needs the room of the label it gets it:
   * nobody asks any more who holds the claim.
   */
  void completed(RecordView view, Outcome outcome, long completedAt, long until, int amendments) {
    boolean fits = view.hasRoomFor(outcome.length());
    int claimEnd = fits ? view.claimEnd() : view.keyEnd();
    use(claimEnd + outcome.length());
    size = Math.max(used, view.size());
    view.copyTo(buffer, claimEnd);
    if (!fits) {
      clearBesideClaim();
      buffer[LABEL_LENGTH_AT] = 0;
      INT.set(buffer, CLAIM_CHECKSUM_AT, claimChecksum(claimEnd));
    }
    buffer[STATE_AT] = COMPLETED;
    buffer[STATUS_AT] = (byte) STATUSES.indexOf(outcome.status());
    INT.set(buffer, AMENDMENTS_AT, amendments);
    INT.set(buffer, OUTCOME_LENGTH_AT, outcome.length());
    LONG.set(buffer, COMPLETED_AT, completedAt);
    LONG.set(buffer, EXPIRES_AT, until);
    outcome.buffer().get(buffer, claimEnd, outcome.length());
    INT.set(buffer, COMPLETION_CHECKSUM_AT, completionChecksum(claimEnd, outcome.length()));
  }

  /** The record of {@code view}, byte for byte. */
  void copy(RecordView view) {
    use(view.usedBytes());
    size = view.size();
    view.copyTo(buffer, used);
  }

  /** The record whose bytes these are. */
  void copy(byte[] bytes, int length, int valueSize) {
    use(length);
    size = valueSize;
    System.arraycopy(bytes, 0, buffer, 0, length);
  }

  /** Whether a copied record has the checksums that it should have; changes the copy. */
  boolean isIntact(int claimEnd) {
    boolean completed = buffer[STATE_AT] == COMPLETED;
    boolean intact =
        !completed
            || (int) INT.get(buffer, COMPLETION_CHECKSUM_AT)
                == completionChecksum(claimEnd, (int) INT.get(buffer, OUTCOME_LENGTH_AT));
    int stored = (int) INT.get(buffer, CLAIM_CHECKSUM_AT);
    clearBesideClaim();
    return intact && stored == claimChecksum(claimEnd);
  }

  /** Zeros where the checksum of the claim has them. */
  private void clearBesideClaim() {
    buffer[STATE_AT] = 0;
    buffer[STATUS_AT] = 0;
    INT.set(buffer, CLAIM_CHECKSUM_AT, 0);
    Arrays.fill(buffer, LEASE_UNTIL_AT, HEADER_BYTES, (byte) 0);
  }

  private int claimChecksum(int claimEnd) {
    checksum.reset();
    checksum.update(buffer, 0, claimEnd);
    return (int) checksum.getValue();
  }

  private int completionChecksum(int claimEnd, int outcomeLength) {
    checksum.reset();
    checksum.update(buffer[STATUS_AT]);
    checksum.update(buffer, AMENDMENTS_AT, COMPLETION_CHECKSUM_AT - AMENDMENTS_AT);
    checksum.update(buffer, claimEnd, outcomeLength);
    return (int) checksum.getValue();
  }

  private void use(int bytes) {
    used = bytes;
    if (bytes > buffer.length || (buffer.length > MOST_KEPT_BYTES && bytes <= MOST_KEPT_BYTES)) {
      int kept = bytes <= USUAL_BYTES ? USUAL_BYTES : MOST_KEPT_BYTES;
      buffer = new byte[Math.max(bytes, kept)];
    }
  }

  // --- what the map asks of a value that is inserted: its size, and to be written ---

  @Override
  public long size() {
    return size;
  }

  @Override
  @SuppressWarnings("rawtypes") // As Chronicle declares it.
  public void writeTo(RandomDataOutput target, long targetOffset) {
    target.write(targetOffset, buffer, 0, used);
  }

  @Override
  public RandomDataInput bytes() {
    throw new UnsupportedOperationException("an image is written, not read");
  }

  @Override
  public long offset() {
    return 0;
  }

  @Override
  public byte[] get() {
    return Arrays.copyOf(buffer, size);
  }

  @Override
  public byte[] getUsing(byte @Nullable [] using) {
    return get();
  }
}
