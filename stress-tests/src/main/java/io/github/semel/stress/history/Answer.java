package io.github.semel.stress.history;

/** What came of a call. */
enum Answer {
  /** Nothing: the process has ended, or its connection was lost. Perhaps it took place. */
  NONE,
  /** {@code StoreUnavailableException}: perhaps it took place. */
  UNAVAILABLE,
  /** {@code StoreFullException}. */
  FULL,
  /** {@code OutcomeTooLargeException}. */
  TOO_LARGE,
  /** Something that no call may end with. */
  WRONG,

  /** The claim was granted. */
  ACQUIRED,
  /** Another claim is live. */
  IN_PROGRESS,
  /** Another fingerprint. */
  MISMATCH,

  /** The outcome stands. */
  RECORDED,

  /** True. */
  GRANTED,
  /** False. */
  REFUSED,

  /** There is no record: of {@code find}, and of a superseded completion. */
  ABSENT,
  /** There is a pending record: of {@code find}, and of a superseded completion. */
  PENDING,
  /** There is an outcome: of {@code find}, of a superseded completion, and of a claim. */
  COMPLETED;

  /** Whether the call may have taken place or not. */
  boolean isAmbiguous() {
    return this == NONE || this == UNAVAILABLE;
  }

  /** Whether the call changed something, if the answer is true to fact. */
  boolean tellsOfAChange() {
    return this == ACQUIRED || this == RECORDED || this == GRANTED;
  }
}
