package io.github.semel;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The holder's proof of a claim. A store may return a subclass that carries more; what counts is
 * the key, the owner and the fence, so a ticket may be taken apart, sent elsewhere, and put
 * together again with {@link #of}. Immutable to its users and safe to share between threads.
 */
public abstract non-sealed class Ticket implements ClaimResult.Acquired {

  /** For stores. */
  protected Ticket() {}

  /**
   * A ticket from its parts.
   *
   * @param attempt 1 or more
   * @throws InvalidArgumentException when a part is null or out of its bounds
   */
  public static Ticket of(String key, Owner owner, long fence, int attempt) {
    return new Parts(
        Limits.requireKey(key),
        Limits.requireNonNull("owner", owner),
        fence,
        (int) Limits.requireRange("attempt", attempt, 1, Integer.MAX_VALUE));
  }

  /** The claimed key. */
  public abstract String key();

  /** Who claimed it. */
  public abstract Owner owner();

  /**
   * The fencing token: strictly increasing over the successive acquisitions of a key. A downstream
   * system that remembers the highest it has seen can refuse a holder that was superseded.
   */
  public abstract long fence();

  /** 1 for a fresh claim, one more for each takeover of a lapsed one. */
  public abstract int attempt();

  /** Whether an earlier holder may have executed the work: it lapsed without completing. */
  public final boolean inDoubt() {
    return attempt() > 1;
  }

  /**
   * A key for a call further down, derived from this ticket's key and {@code name}. It is the same
   * for every attempt at the same key, so a downstream that deduplicates sees one request however
   * often this one is executed. In the form of a UUID (version 8).
   *
   * @param name which of the work's calls; 1 to {@link Limits#MAX_KEY_BYTES} bytes of UTF-8
   */
  public final String downstreamKey(String name) {
    byte[][] parts =
        Fingerprint.utf8(
            "semel.downstream", key(), Limits.requireText("name", name, Limits.MAX_KEY_BYTES));
    ByteBuffer digest = ByteBuffer.wrap(Fingerprint.sha256(parts));
    // RFC 9562 section 5.8: version 8 in bits 48-51, variant 10 in bits 64-65, the rest ours.
    long high = (digest.getLong() & ~0xF000L) | 0x8000L;
    long low = (digest.getLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(high, low).toString();
  }

  @Override
  public final Ticket ticket() {
    return this;
  }

  /** Tickets are equal when they prove the same claim. */
  @Override
  public final boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Ticket that
            && fence() == that.fence()
            && key().equals(that.key())
            && owner().equals(that.owner()));
  }

  @Override
  public final int hashCode() {
    return 31 * key().hashCode() + Long.hashCode(fence());
  }

  @Override
  public final String toString() {
    return "Ticket[key="
        + key()
        + ", owner="
        + owner()
        + ", fence="
        + fence()
        + ", attempt="
        + attempt()
        + "]";
  }

  private static final class Parts extends Ticket {

    private final String key;
    private final Owner owner;
    private final long fence;
    private final int attempt;

    Parts(String key, Owner owner, long fence, int attempt) {
      this.key = key;
      this.owner = owner;
      this.fence = fence;
      this.attempt = attempt;
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public Owner owner() {
      return owner;
    }

    @Override
    public long fence() {
      return fence;
    }

    @Override
    public int attempt() {
      return attempt;
    }
  }
}
