package io.github.semel.compact;

/**
 * What a stripe keeps its records in, and what they are relative to.
 *
 * @param base the store's time when it was opened; fences are kept as the time since
 * @param ownerHigh the upper half of the owners that the store makes itself; the lower is the fence
 * @param index where the record of a key is
 * @param chunks the chunks of {@code records}
 * @param records the records, {@link RecordView#BYTES} each
 * @param slab keys that are not UUIDs, outcomes, and what is uncommon about a record
 * @param versions tells readers without the monitor whether a record was changed meanwhile
 */
record StripeMemory(
    long base,
    long ownerHigh,
    Index index,
    ChunkTable chunks,
    Pool records,
    Slab slab,
    Versions versions) {

  static StripeMemory create(long base, long ownerHigh) {
    ChunkTable chunks = new ChunkTable();
    Pool records = new Pool(chunks, RecordView.BYTES, true);
    return new StripeMemory(
        base, ownerHigh, new Index(), chunks, records, new Slab(), new Versions());
  }

  /**
   * Reads where the next record and its outcome are likely to go, so that these lines come into the
   * caches while the index is asked: all of them have long been out, and else each would be waited
   * for by itself, that of the outcome at the end of its completion, where the monitor is left with
   * a fence. A hint that any thread may give: what it reads is read without the monitor and means
   * nothing.
   */
  long touchNext() {
    return records.touchNext() ^ slab.touchNext();
  }
}
