package io.github.semel;

/** The operations of a store, as listeners name them. */
public enum StoreOperation {
  /** {@link IdempotencyStore#claim}. */
  CLAIM,
  /** {@link IdempotencyStore#complete}. */
  COMPLETE,
  /** {@link IdempotencyStore#renew}. */
  RENEW,
  /** {@link IdempotencyStore#release}. */
  RELEASE,
  /** {@link IdempotencyStore#find}. */
  FIND,
  /** {@link IdempotencyStore#amend}. */
  AMEND,
  /** {@link IdempotencyStore#forget}. */
  FORGET,
  /** {@link IdempotencyStore#pending}. */
  PENDING
}
