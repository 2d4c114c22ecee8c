package io.github.semel;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For how long a key is claimed, and by whom: make one and use it for every claim. Immutable.
 *
 * <p>The <em>lease</em> is how long the holder has before others may take the key over; choose it
 * well above the usual time of the work. The <em>ttl</em> is how long the key is remembered after
 * the lease when the holder never comes back. The <em>label</em>, optional, tells the duplicates
 * and the operator who holds the claim: a host, a trace id.
 */
public final class ClaimTerms {

  private final Duration lease;
  private final Duration ttl;
  private final @Nullable String label;
  private final long leaseMicros;
  private final long ttlMicros;

  private ClaimTerms(Duration lease, Duration ttl, @Nullable String label) {
    this.lease = Limits.requireLease(lease);
    this.ttl = Limits.requireTtl(ttl);
    this.label = label == null ? null : Limits.requireLabel(label);
    this.leaseMicros = Micros.of(lease);
    this.ttlMicros = Micros.of(ttl);
  }

  /**
   * Terms without a label.
   *
   * @param lease positive, at most {@link Limits#MAX_LEASE}
   * @param ttl positive, at most {@link Limits#MAX_TTL}
   * @throws InvalidArgumentException when one is out of its bounds
   */
  public static ClaimTerms of(Duration lease, Duration ttl) {
    return new ClaimTerms(lease, ttl, null);
  }

  /**
   * The same terms with a label.
   *
   * @param label 1 to {@link Limits#MAX_LABEL_BYTES} bytes of UTF-8
   * @throws InvalidArgumentException when it is empty or too long
   */
  public ClaimTerms withLabel(String label) {
    return new ClaimTerms(lease, ttl, Limits.requireLabel(label));
  }

  /** The same terms with another ttl; bounds as in {@link #of}. */
  public ClaimTerms withTtl(Duration ttl) {
    return new ClaimTerms(lease, ttl, label);
  }

  /** How long the holder has before others may take the key over. */
  public Duration lease() {
    return lease;
  }

  /** How long a key is remembered after a lease that nobody completed. */
  public Duration ttl() {
    return ttl;
  }

  /** Who holds the claim, if the claimant said so. */
  public Optional<String> label() {
    return Optional.ofNullable(label);
  }

  /** The lease in microseconds, the unit of {@link StoreClock}. */
  public long leaseMicros() {
    return leaseMicros;
  }

  /** The ttl in microseconds, the unit of {@link StoreClock}. */
  public long ttlMicros() {
    return ttlMicros;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClaimTerms that
        && lease.equals(that.lease)
        && ttl.equals(that.ttl)
        && Objects.equals(label, that.label);
  }

  @Override
  public int hashCode() {
    return Objects.hash(lease, ttl, label);
  }

  @Override
  public String toString() {
    return "ClaimTerms[lease=" + lease + ", ttl=" + ttl + ", label=" + label + "]";
  }
}
