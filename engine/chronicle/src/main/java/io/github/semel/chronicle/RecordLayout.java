package io.github.semel.chronicle;

import io.github.semel.Outcome;
import java.util.List;

/**
 * The value of a key in the map. Numbers are in the order of the machine, times in microseconds
 * since the epoch. Values begin at multiples of 8.
 *
 * <pre>
 *   0        version          1
 *   1        state            1 pending, 2 completed, 3 damaged
 *   2        form of the key  0 text, 1 canonical UUID
 *   3      c status           0 success, 1 failure, 2 omitted, 3 in doubt
 *   4 ..   5 length of the key's text; 0 for a canonical UUID
 *   6        length of the label
 *   7        0
 *   8 ..  15 fence
 *  16 ..  31 owner
 *  32 ..  47 fingerprint
 *  48 ..  51 attempt
 *  52 ..  55 checksum of the claim: of 0 .. 71, key and label, with 0 for 1, 3 and itself
 *  56 ..  63 claimed at
 *  64 ..  71 ttl
 *  72 ..  79 lease until
 *  80 ..  83 c amendments
 *  84 ..  87 c length of the outcome
 *  88 ..  95 c completed at
 *  96 .. 103 c expires at
 * 104 .. 107 c checksum of the completion: of 3, 80 .. 103 and the outcome
 * 108 .. 111   0
 * 112 ..     text of the key, label
 *            c outcome
 *            room for an outcome that is not there yet
 * </pre>
 *
 * <p>What is marked c means nothing while the record is pending. So a completion that fits is
 * written beside the claim and takes place with the one byte of the state, and a renewal with the
 * one word of the lease: a process that is killed in between leaves the record as it was. Stores to
 * memory that is mapped from a file outlive their process in the order in which it made them.
 *
 * <p>This is also why the map's own checksums are not used: each of these steps would pass through
 * a moment at which they do not match, and a recovery deletes what does not match. The two here are
 * looked at after a crash, and a record that fails is kept and marked as damaged.
 */
final class RecordLayout {

  static final byte VERSION = 1;

  static final byte PENDING = 1;
  static final byte COMPLETED = 2;
  static final byte DAMAGED = 3;

  static final byte TEXT = 0;
  static final byte CANONICAL_UUID = 1;

  static final int VERSION_AT = 0;
  static final int STATE_AT = 1;
  static final int KEY_FORM_AT = 2;
  static final int STATUS_AT = 3;
  static final int KEY_LENGTH_AT = 4;
  static final int LABEL_LENGTH_AT = 6;
  static final int FENCE_AT = 8;
  static final int OWNER_AT = 16;
  static final int FINGERPRINT_AT = 32;
  static final int ATTEMPT_AT = 48;
  static final int CLAIM_CHECKSUM_AT = 52;
  static final int CLAIMED_AT = 56;
  static final int TTL_AT = 64;
  static final int LEASE_UNTIL_AT = 72;
  static final int AMENDMENTS_AT = 80;
  static final int OUTCOME_LENGTH_AT = 84;
  static final int COMPLETED_AT = 88;
  static final int EXPIRES_AT = 96;
  static final int COMPLETION_CHECKSUM_AT = 104;
  static final int HEADER_BYTES = 112;

  /** By their numbers in a record, which stay when the order of the constants changes. */
  static final List<Outcome.Status> STATUSES =
      List.of(
          Outcome.Status.SUCCESS,
          Outcome.Status.FAILURE,
          Outcome.Status.OMITTED,
          Outcome.Status.IN_DOUBT);

  private RecordLayout() {}
}
