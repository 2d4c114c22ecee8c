package io.github.semel.stress.history;

import io.github.semel.Fingerprint;
import io.github.semel.Outcome;
import io.github.semel.Owner;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Numbers for everything that goes to a store, so that a log is small and all processes agree. What
 * a store returns is compared whole with what the number stands for: something else is {@link
 * #FOREIGN}, which nobody ever sent.
 */
final class Vocabulary {

  /** The number of what was never sent. */
  static final int FOREIGN = -1;

  /** How many fingerprints there are; the first is usual. */
  static final int FINGERPRINTS = 3;

  /** How many labels there are; the first is none. */
  static final int LABELS = 4;

  /** The outcomes without bytes; others have numbers from {@link #FIRST_OUTCOME} on. */
  static final long OMITTED = 1;

  static final long IN_DOUBT = 2;
  static final long FIRST_OUTCOME = 16;

  private static final int LARGEST_OUTCOME = 300;
  private static final int FAILURES = 16;

  private static final List<Fingerprint> FINGERPRINT_LIST =
      List.of(Fingerprint.of("usual"), Fingerprint.of("other"), Fingerprint.NONE);
  private static final List<Optional<String>> LABEL_LIST =
      List.of(
          Optional.empty(),
          Optional.of("host-1"),
          Optional.of("a longer label, which takes 40 bytes of it"),
          Optional.of("é"));

  private final long run;

  /**
   * The words of a campaign.
   *
   * @param run another number for each campaign, so that a store that outlives one has no key of
   *     the next
   */
  Vocabulary(long run) {
    this.run = run;
  }

  /** By turns a UUID, which some stores pack, and text. */
  String key(long number) {
    return number % 2 == 0
        ? new UUID(run, number).toString()
        : "order-" + Long.toHexString(run) + "-" + number;
  }

  Owner owner(long number) {
    return new Owner(run, number);
  }

  long number(Owner owner) {
    return owner.high() == run ? owner.low() : FOREIGN;
  }

  static Fingerprint fingerprint(int number) {
    return FINGERPRINT_LIST.get(number);
  }

  static int number(Fingerprint fingerprint) {
    return FINGERPRINT_LIST.indexOf(fingerprint);
  }

  static Optional<String> label(int number) {
    return LABEL_LIST.get(number);
  }

  static int number(Optional<String> label) {
    return LABEL_LIST.indexOf(label);
  }

  static Outcome outcome(long number) {
    if (number == OMITTED) {
      return Outcome.omitted();
    } else if (number == IN_DOUBT) {
      return Outcome.inDoubt();
    }
    SplittableRandom random = new SplittableRandom(number);
    byte[] bytes = new byte[Long.BYTES + random.nextInt(LARGEST_OUTCOME)];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes).putLong(0, number);
    return Outcome.adopt(
        number % FAILURES == 0 ? Outcome.Status.FAILURE : Outcome.Status.SUCCESS, bytes);
  }

  static long number(Outcome outcome) {
    switch (outcome.status()) {
      case OMITTED -> {
        return OMITTED;
      }
      case IN_DOUBT -> {
        return IN_DOUBT;
      }
      default -> {
        if (outcome.length() < Long.BYTES) {
          return FOREIGN;
        }
        long number = outcome.buffer().getLong();
        return number >= FIRST_OUTCOME && outcome(number).equals(outcome) ? number : FOREIGN;
      }
    }
  }
}
