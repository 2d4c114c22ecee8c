package io.github.semel.testkit;

/**
 * The ways in which {@link FaultyStore} can be broken, each with the test of the contract that must
 * catch it, as nested class and method.
 */
enum StoreFault {
  NONE("", Seen.NOWHERE_ELSE),

  // Steps that are not atomic.
  CLAIM_CHECKS_THEN_ACTS("Races.oneWinnerForAFreshKey", Seen.UNDER_LOAD),
  TAKEOVER_CHECKS_THEN_ACTS("Races.oneWinnerForALapsedKey", Seen.UNDER_LOAD),
  COMPLETE_CHECKS_THEN_ACTS("HolderRaces.completionAgainstTakeover", Seen.UNDER_LOAD),
  RENEW_CHECKS_THEN_ACTS("HolderRaces.renewalAgainstTakeover", Seen.UNDER_LOAD),
  RELEASE_CHECKS_THEN_ACTS("HolderRaces.oneEndOfAClaim", Seen.UNDER_LOAD),
  AMEND_CHECKS_THEN_ACTS("HolderRaces.oneAmendmentOfAVersion", Seen.NOWHERE_ELSE),
  OUTCOME_PUBLISHED_IN_TWO_STEPS("HolderRaces.duplicatesSeeWholeOutcomes", Seen.UNDER_LOAD),
  TIME_READ_BEFORE_LOCK("Races.timeIsReadInsideTheStep", Seen.NOWHERE_ELSE),

  // Who may act.
  COMPLETE_FORGETS_THE_OWNER("StaleTickets.powerlessAfterTakeover", Seen.EVERYWHERE),
  RENEW_FORGETS_THE_OWNER("StaleTickets.powerlessAfterTakeover", Seen.EVERYWHERE),
  RELEASE_FORGETS_THE_OWNER("StaleTickets.powerlessAfterTakeover", Seen.EVERYWHERE),
  OWNER_PROVES_WITHOUT_FENCE(
      "StaleTickets.powerlessOverLaterClaimOfTheSameOwner", Seen.IN_SEQUENCES),
  FENCE_PROVES_WITHOUT_OWNER("StaleTickets.strangerIsPowerless", Seen.NOWHERE_ELSE),
  HALF_AN_OWNER_PROVES("StaleTickets.halfAnOwnerIsNoProof", Seen.NOWHERE_ELSE),
  LAPSED_HOLDER_CANNOT_COMPLETE("Completing.lapsedHolderCompletes", Seen.EVERYWHERE),
  LAPSED_HOLDER_CANNOT_RENEW("RenewingAndReleasing.lapsedHolderRenews", Seen.EVERYWHERE),
  LAPSED_HOLDER_CANNOT_RELEASE("RenewingAndReleasing.lapsedHolderReleases", Seen.EVERYWHERE),
  SUPERSEDED_NAMES_NO_WINNER("StaleTickets.powerlessAfterTakeover", Seen.EVERYWHERE),
  RELEASE_LEAVES_A_LAPSED_CLAIM("RenewingAndReleasing.releasedKeyIsAbsent", Seen.EVERYWHERE),

  // What is sent again.
  RESENT_CLAIM_IS_A_DUPLICATE("Claiming.resentClaimIsTheSameClaim", Seen.IN_SEQUENCES),
  RESENT_CLAIM_RENEWS("Claiming.resentClaimAfterLapseIsTheSameClaim", Seen.IN_SEQUENCES),
  RESENT_LAPSED_CLAIM_TAKES_OVER("Claiming.resentClaimAfterLapseIsTheSameClaim", Seen.IN_SEQUENCES),
  RESENT_COMPLETION_REPLACES("Completing.resentCompletionNeverReplaces", Seen.EVERYWHERE),
  RESENT_COMPLETION_RESTARTS_TTL("Completing.resentCompletionNeverReplaces", Seen.IN_SEQUENCES),
  RESENT_COMPLETION_IS_SUPERSEDED("Completing.resentCompletionChangesNothing", Seen.EVERYWHERE),

  // When things end.
  OUTCOME_NEVER_EXPIRES("Expiring.expiredOutcomeIsClaimedAtItsInstant", Seen.EVERYWHERE),
  CLAIM_NEVER_EXPIRES("Expiring.lapsedClaimExpiresAtItsInstant", Seen.IN_SEQUENCES),
  NOTHING_IS_SWEPT("Lifecycle.expiredOutcomesAreSwept", Seen.NOWHERE_ELSE),
  LEASE_LAPSES_LATE("Expiring.leaseLapsesAtItsInstant", Seen.IN_SEQUENCES),
  LEASE_LAPSES_EARLY("Expiring.leaseLapsesAtItsInstant", Seen.IN_SEQUENCES),
  OUTCOME_EXPIRES_LATE("Expiring.outcomeExpiresAtItsInstant", Seen.IN_SEQUENCES),
  OUTCOME_EXPIRES_EARLY("Expiring.outcomeExpiresAtItsInstant", Seen.IN_SEQUENCES),
  OUTCOME_EXPIRES_WITH_ITS_CLAIM("Expiring.outcomeOutlivesTheClaim", Seen.EVERYWHERE),
  CLAIM_EXPIRES_WITH_ITS_LEASE("Expiring.lapsedClaimExpiresAtItsInstant", Seen.EVERYWHERE),
  RENEWAL_KEEPS_RETENTION("RenewingAndReleasing.renewalExtendsLease", Seen.IN_SEQUENCES),
  RENEWAL_NEVER_SHORTENS("RenewingAndReleasing.renewalShortensLease", Seen.IN_SEQUENCES),
  RENEWAL_ADDS_TO_THE_LEASE("RenewingAndReleasing.renewalExtendsLease", Seen.IN_SEQUENCES),
  RENEWAL_MAKES_YOUNGER("RenewingAndReleasing.renewalKeepsAge", Seen.IN_SEQUENCES),

  // Fences and attempts.
  FENCE_REPEATS_AFTER_RELEASE("Fences.increaseAcrossReleases", Seen.IN_SEQUENCES),
  FENCE_REPEATS_AFTER_TAKEOVER("Fences.increaseAcrossTakeovers", Seen.EVERYWHERE),
  FENCE_STARTS_AGAIN("Fences.increaseAcrossReleases", Seen.EVERYWHERE),
  TAKEOVER_IS_A_FIRST_ATTEMPT("Claiming.lapsedClaimIsTakenOver", Seen.EVERYWHERE),
  TAKEOVER_KEEPS_THE_OLD_LABEL("Claiming.lapsedClaimIsTakenOver", Seen.IN_SEQUENCES),
  DUPLICATE_IS_TOLD_ITS_OWN_LABEL("Claiming.liveClaimIsInProgress", Seen.IN_SEQUENCES),

  // Fingerprints.
  PENDING_NEVER_MISMATCHES("Claiming.mismatchWhilePending", Seen.IN_SEQUENCES),
  COMPLETED_NEVER_MISMATCHES("Claiming.mismatchWhenCompleted", Seen.EVERYWHERE),
  LAPSED_NEVER_MISMATCHES("Claiming.mismatchWhenLapsed", Seen.EVERYWHERE),
  MISMATCH_COMES_BEFORE_OWNER("Claiming.sameOwnerComesBeforeMismatch", Seen.NOWHERE_ELSE),
  HALF_A_FINGERPRINT_MATCHES("Claiming.everyBitOfTheFingerprintCounts", Seen.NOWHERE_ELSE),
  NONE_MATCHES_EVERYTHING("Claiming.noneMatchesOnlyNone", Seen.IN_SEQUENCES),

  // Operators.
  AMEND_IGNORES_THE_COUNT("Operating.amendmentOfAnotherVersionIsRefused", Seen.EVERYWHERE),
  AMEND_IGNORES_THE_FENCE("Operating.amendmentOfAnotherFenceIsRefused", Seen.EVERYWHERE),
  AMEND_TAKES_A_PENDING_CLAIM("Operating.pendingClaimIsNotAmended", Seen.EVERYWHERE),
  AMEND_EXTENDS_THE_TTL("Operating.amendmentReplacesOutcome", Seen.IN_SEQUENCES),
  FORGET_IGNORES_THE_FENCE("Operating.forgetOfAnotherFenceIsRefused", Seen.EVERYWHERE),
  SCAN_LISTS_OUTCOMES("ListingPending.onlyPendingIsListed", Seen.NOWHERE_ELSE),
  SCAN_HIDES_LAPSED_CLAIMS("ListingPending.lapsedIsListedUntilItExpires", Seen.IN_SEQUENCES),
  SCAN_COUNTS_ITS_WAY("ListingPending.listedWhateverComesAndGoes", Seen.NOWHERE_ELSE),
  SCAN_STOPS_AFTER_ONE_PAGE("ListingPending.pagesAddUp", Seen.IN_SEQUENCES),

  // Room.
  EVICTS_LIVE_CLAIMS("Capacity.nothingUnexpiredIsDropped", Seen.NOWHERE_ELSE),
  EVICTS_OUTCOMES("Capacity.nothingUnexpiredIsDropped", Seen.NOWHERE_ELSE),
  EVICTS_LAPSED_CLAIMS("Capacity.lapsedClaimIsNotDropped", Seen.NOWHERE_ELSE),
  FULL_REFUSES_TAKEOVERS("Capacity.fullStoreAllowsTakeover", Seen.NOWHERE_ELSE),
  EXPIRY_MAKES_NO_ROOM("Capacity.expiryOfAnyOutcomeMakesRoom", Seen.NOWHERE_ELSE),
  ROOM_FOR_ONE_MORE("Capacity.boundIsExact", Seen.NOWHERE_ELSE),

  // Outcomes.
  OUTCOME_SHARES_A_REUSED_ARRAY("Outcomes.readOutcomeOutlivesItsRecord", Seen.NOWHERE_ELSE),
  FAILURE_READS_AS_SUCCESS("Completing.everyStatusIsReplayed", Seen.EVERYWHERE),
  LARGE_OUTCOME_IS_CUT("Outcomes.smallOutcomesAreKept", Seen.NOWHERE_ELSE),
  LIMIT_IS_ONE_LOW("Outcomes.outcomeAtTheLimitIsKept", Seen.NOWHERE_ELSE),
  LIMIT_IS_NOT_KEPT("Outcomes.outcomeOverTheLimitIsRefused", Seen.NOWHERE_ELSE),
  TOO_LARGE_LOSES_THE_CLAIM("Outcomes.outcomeOverTheLimitIsRefused", Seen.NOWHERE_ELSE),

  // Input.
  TTL_IS_CHECKED_TOO_LATE("BadInput.badTtlIsRefused", Seen.NOWHERE_ELSE),
  FIND_TAKES_ANY_KEY("BadInput.missingKeyIsRefused", Seen.NOWHERE_ELSE),
  KEYS_ARE_TRIMMED("BadInput.keysAreTakenLiterally", Seen.NOWHERE_ELSE),
  KEYS_ARE_FOLDED("BadInput.keysAreTakenLiterally", Seen.NOWHERE_ELSE),
  KEYS_END_AT_NUL("BadInput.keysAreTakenLiterally", Seen.NOWHERE_ELSE),
  KEYS_ARE_NORMALIZED("BadInput.keysAreTakenLiterally", Seen.NOWHERE_ELSE),
  KEYS_ARE_HASHED("BadInput.collidingKeysAreDifferent", Seen.NOWHERE_ELSE),
  LONG_KEYS_ARE_CUT("BadInput.longestKeysWork", Seen.NOWHERE_ELSE),

  // Batches, life and waiting.
  BATCH_STOPS_AT_A_FAILURE("Batches.failureStaysWithItsItem", Seen.NOWHERE_ELSE),
  BATCH_ANSWERS_BACKWARDS("Batches.claimsAreAnsweredInOrder", Seen.NOWHERE_ELSE),
  WORKS_AFTER_CLOSE("Lifecycle.closedStoreSaysSo", Seen.NOWHERE_ELSE),
  SECOND_CLOSE_THROWS("Lifecycle.closingTwiceDoesNothing", Seen.NOWHERE_ELSE),
  STATS_MISS_OUTCOMES("Lifecycle.statsCountRecords", Seen.NOWHERE_ELSE),
  RELEASE_CALLS_NOBODY("Notifying.releaseCallsBack", Seen.NOWHERE_ELSE),
  TAKEOVER_CALLS_NOBODY("Notifying.takeoverCallsBack", Seen.NOWHERE_ELSE),
  CALLBACK_COMES_TWICE("Notifying.completionCallsBack", Seen.NOWHERE_ELSE),
  CALLBACK_COMES_TOO_EARLY("Notifying.completionCallsBack", Seen.NOWHERE_ELSE),
  CALLBACK_FAILURE_REACHES_THE_CALLER("Notifying.callbackMayThrow", Seen.NOWHERE_ELSE),
  CANCEL_IS_IGNORED("Notifying.cancelledCallbackDoesNotCome", Seen.NOWHERE_ELSE),
  LAPSED_CLAIM_IS_WAITED_FOR("Notifying.immediateWhenLapsed", Seen.NOWHERE_ELSE);

  /** Where else the fault must be seen. */
  enum Seen {
    NOWHERE_ELSE,
    IN_SEQUENCES,
    UNDER_LOAD,
    EVERYWHERE
  }

  private final String test;
  private final Seen seen;

  StoreFault(String test, Seen seen) {
    this.test = test;
    this.seen = seen;
  }

  /** The nested class of the contract whose test must fail. */
  String section() {
    return test.substring(0, test.indexOf('.'));
  }

  /** The test that must fail. */
  String method() {
    return test.substring(test.indexOf('.') + 1);
  }

  boolean isSeenInSequences() {
    return seen == Seen.IN_SEQUENCES || seen == Seen.EVERYWHERE;
  }

  boolean isSeenUnderLoad() {
    return seen == Seen.UNDER_LOAD || seen == Seen.EVERYWHERE;
  }
}
