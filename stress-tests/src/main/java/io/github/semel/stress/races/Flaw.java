package io.github.semel.stress.races;

/** What can be wrong with a store that is right as long as one thread uses it. */
public enum Flaw {
  /** Looks whether the key is free, and then puts its claim there whatever is there by then. */
  CLAIM_CHECKS_THEN_ACTS,

  /** Reads the clock, and then waits for the lock. */
  CLOCK_BEFORE_LOCK,

  /** Looks whether there is room, and then takes it. */
  ROOM_CHECKED_THEN_TAKEN,

  /** Looks when records end, and removes what is under their keys when that has come. */
  SWEEP_CHECKS_THEN_REMOVES,

  /** Publishes that there is an outcome, and then writes its bytes. */
  OUTCOME_WRITTEN_PLAINLY,

  /** Looks where the bytes of the outcome are, and then reads what is there by then. */
  OUTCOME_READ_AFTER_REUSE,

  /** Looks whether the ticket is good, and then completes the claim that is there by then. */
  COMPLETION_UNFENCED,

  /** Lets the second completion of a ticket replace the outcome of the first. */
  COMPLETION_REPLACES,

  /** Looks whether the ticket is good, and then extends the claim that is there by then. */
  RENEWAL_CHECKS_THEN_ACTS,

  /** Looks whether the ticket is good, and then removes the claim that is there by then. */
  RELEASE_CHECKS_THEN_ACTS,

  /** Removes the claim, and then once more what is under its key. */
  RELEASE_REMOVES_TWICE,

  /** Looks whether the version is right, and then amends the one that is there by then. */
  AMENDMENT_CHECKS_THEN_ACTS,

  /** Looks keys up without a lock in an index that a writer may be moving to another table. */
  INDEX_READ_WHILE_IT_GROWS
}
