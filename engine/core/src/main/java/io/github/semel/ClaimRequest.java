package io.github.semel;

/**
 * One claim of one key. Send the same request again when its answer was lost; make a new one for
 * each new claim, because the owner tells them apart.
 *
 * @param key what names the operation; 1 to {@link Limits#MAX_KEY_BYTES} bytes of UTF-8
 * @param fingerprint what the request says, or {@link Fingerprint#NONE}
 * @param terms lease, ttl and label
 * @param owner who claims
 */
public record ClaimRequest(String key, Fingerprint fingerprint, ClaimTerms terms, Owner owner) {

  /**
   * Checks the parts.
   *
   * @throws InvalidArgumentException when a part is null or the key out of its bounds
   */
  public ClaimRequest {
    Limits.requireKey(key);
    Limits.requireNonNull("fingerprint", fingerprint);
    Limits.requireNonNull("terms", terms);
    Limits.requireNonNull("owner", owner);
  }

  /** A request under a new owner. */
  public static ClaimRequest of(String key, Fingerprint fingerprint, ClaimTerms terms) {
    return new ClaimRequest(key, fingerprint, terms, Owner.random());
  }
}
