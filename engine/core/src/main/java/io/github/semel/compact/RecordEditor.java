package io.github.semel.compact;

import io.github.semel.Fingerprint;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A view that also changes records, under the stripe's monitor. What is allocated is allocated
 * before a change begins, and what a record lets go of is freed after it has ended.
 */
final class RecordEditor extends RecordView {

  private static final int NO_BLOCK = 0;

  RecordEditor(StripeMemory memory) {
    super(memory);
  }

  /** Makes a record of a new key, without adding it to the index; returns its address. */
  int create(
      byte @Nullable [] text,
      long high,
      long low,
      Fingerprint fingerprint,
      long fence,
      long claimedAt,
      long leaseUntil,
      long end,
      @Nullable Owner owner,
      int attempt,
      @Nullable String label) {
    int block = NO_BLOCK;
    if (text != null) {
      block = memory.slab().allocate(text.length);
      System.arraycopy(text, 0, memory.slab().array(block), ChunkTable.offset(block), text.length);
    }
    boolean inline = isInline(fence, claimedAt, leaseUntil, end, owner, attempt, label);
    int detail =
        inline
            ? (int) (leaseUntil - fence)
            : claimBlock(fence, claimedAt, leaseUntil, end, owner, attempt, label);
    int address = memory.records().allocate();
    moveTo(address);
    memory.versions().beginChange(address);
    Words.putLong(
        bytes(), at + KEY_HIGH, text == null ? high : ((long) text.length << Integer.SIZE) | block);
    Words.putLong(bytes(), at + KEY_LOW, low);
    Words.putLong(bytes(), at + CLAIM, text == null ? 0 : TEXT_KEY);
    write(fingerprint);
    write(fence, PENDING, inline, detail, end);
    memory.versions().endChange(address);
    return address;
  }

  /** Writes another claim of the same key over the one at {@code address}, where this is. */
  void reclaim(
      int address,
      long fence,
      long claimedAt,
      long leaseUntil,
      long end,
      @Nullable Owner owner,
      int attempt,
      @Nullable String label) {
    int block = detailBlock();
    boolean inline = isInline(fence, claimedAt, leaseUntil, end, owner, attempt, label);
    int detail =
        inline
            ? (int) (leaseUntil - fence)
            : claimBlock(fence, claimedAt, leaseUntil, end, owner, attempt, label);
    memory.versions().beginChange(address);
    write(fence, PENDING, inline, detail, end);
    memory.versions().endChange(address);
    free(block);
  }

  /** Gives the claim at {@code address}, where this is, another lease. */
  void renew(int address, long leaseUntil, long end) {
    Owner owner = isCommon() ? null : owner();
    reclaim(address, fence(), claimedAt(), leaseUntil, end, owner, attempt(), label().orElse(null));
  }

  /** Records an outcome for the claim at {@code address}, where this is. */
  void complete(int address, Outcome outcome, long completedAt, long end) {
    writeOutcome(address, outcome, completedAt, end, 0);
  }

  /** Replaces the outcome at {@code address}, where this is. */
  void amend(int address, Outcome outcome) {
    writeOutcome(address, outcome, completedAt(), end(), Math.incrementExact(amendments()));
  }

  /** Drops the record at {@code address}, where this is; it is no longer in the index. */
  void drop(int address) {
    int block = detailBlock();
    int text = hasTextKey() ? textAddress() : NO_BLOCK;
    Chunk chunk = memory.chunks().chunk(address);
    memory.versions().beginChange(address);
    Words.putLong(bytes(), at + CLAIM, 0);
    memory.records().free(chunk, at);
    memory.versions().endChange(address);
    free(block);
    free(text);
  }

  private int detailBlock() {
    return isInBlock() ? detail() : NO_BLOCK;
  }

  private void free(int block) {
    if (block != NO_BLOCK) {
      memory.slab().free(block);
    }
  }

  private void write(Fingerprint fingerprint) {
    Words.putLong(bytes(), at + FINGERPRINT_HIGH, fingerprint.high());
    Words.putLong(bytes(), at + FINGERPRINT_LOW, fingerprint.low());
  }

  /** Writes what changes with the state; the key stays. */
  private void write(long fence, int state, boolean inline, int detail, long end) {
    long claimWord =
        ((fence - memory.base()) << FENCE_SHIFT)
            | ((long) state << STATE_SHIFT)
            | (inline ? 0 : IN_BLOCK)
            | (claimWord() & TEXT_KEY)
            | (detail >>> DETAIL_LOW_BITS);
    Words.putLong(bytes(), at + CLAIM, claimWord);
    long afterFence = isInTerm(fence, end) ? end - fence : END_IN_BLOCK;
    Words.putLong(bytes(), at + TERM, (afterFence << DETAIL_LOW_BITS) | (detail & DETAIL_LOW_MASK));
  }

  /** Whether a claim needs no block. */
  private static boolean isInline(
      long fence,
      long claimedAt,
      long leaseUntil,
      long end,
      @Nullable Owner owner,
      int attempt,
      @Nullable String label) {
    return owner == null
        && attempt == 1
        && label == null
        && claimedAt == fence
        && leaseUntil - fence <= Integer.MAX_VALUE
        && isInTerm(fence, end);
  }

  /** Whether an end has a place in the record; a fence that ran ahead of the clock may be later. */
  private static boolean isInTerm(long fence, long end) {
    return end >= fence && end - fence < END_IN_BLOCK;
  }

  private int claimBlock(
      long fence,
      long claimedAt,
      long leaseUntil,
      long end,
      @Nullable Owner owner,
      int attempt,
      @Nullable String label) {
    byte[] text = label == null ? new byte[0] : label.getBytes(StandardCharsets.UTF_8);
    int address = memory.slab().allocate(PENDING_HEADER + text.length);
    byte[] block = memory.slab().array(address);
    int offset = ChunkTable.offset(address);
    Words.putLong(block, offset, claimedAt);
    Words.putLong(block, offset + 8, leaseUntil);
    Words.putLong(block, offset + 16, end);
    putOwner(block, offset, owner, fence);
    Words.putInt(block, offset + 40, attempt);
    Words.putInt(block, offset + 44, text.length);
    System.arraycopy(text, 0, block, offset + PENDING_HEADER, text.length);
    return address;
  }

  private void putOwner(byte[] block, int offset, @Nullable Owner owner, long fence) {
    Words.putLong(block, offset + OWNER, owner == null ? memory.ownerHigh() : owner.high());
    Words.putLong(block, offset + OWNER + 8, owner == null ? fence : owner.low());
  }

  private void writeOutcome(
      int address, Outcome outcome, long completedAt, long end, int amendments) {
    int block = detailBlock();
    long fence = fence();
    long afterFence = completedAt - fence;
    boolean common = isCommon() && amendments == 0 && isInTerm(fence, end);
    boolean inline = common && outcome.length() == 0 && (afterFence >>> (Integer.SIZE - 1)) == 0;
    int detail;
    if (inline) {
      detail = (int) afterFence;
    } else if (common && (afterFence >>> Integer.SIZE) == 0) {
      detail = memory.slab().allocate(COMMON_HEADER + outcome.length());
      byte[] to = memory.slab().array(detail);
      int offset = ChunkTable.offset(detail);
      Words.putInt(to, offset, outcome.length());
      Words.putInt(to, offset + 4, (int) afterFence);
      outcome.copyTo(to, offset + COMMON_HEADER);
    } else {
      detail = memory.slab().allocate(FULL_HEADER + outcome.length());
      byte[] to = memory.slab().array(detail);
      int offset = ChunkTable.offset(detail);
      Words.putInt(to, offset, ~outcome.length());
      Words.putInt(to, offset + 4, attempt());
      Words.putLong(to, offset + 8, completedAt);
      Words.putLong(to, offset + 16, end);
      putOwner(to, offset, owner(), fence);
      Words.putInt(to, offset + 40, amendments);
      outcome.copyTo(to, offset + FULL_HEADER);
    }
    memory.versions().beginChange(address);
    write(fence, state(outcome.status()), inline, detail, end);
    memory.versions().endChange(address);
    free(block);
  }

  /** How many bytes the block takes that an outcome has at most, with the longest header. */
  static int outcomeBytes(int length) {
    return Slab.blockBytes(FULL_HEADER + length);
  }
}
