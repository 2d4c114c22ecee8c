package io.github.semel.client;

import java.net.http.HttpRequest;
import java.time.Duration;

/**
 * Hears of every decision. Methods are called by the thread that decides and must be short; what
 * they throw goes to the thread's uncaught exception handler and changes nothing.
 */
public interface CallListener {

  /** Why a call is not tried again. */
  enum Reason {
    /** The answer is final, good or bad. */
    FINAL,
    /** As many retries as are allowed were made. */
    NO_RETRIES_LEFT,
    /** The next attempt would begin after the deadline. */
    DEADLINE,
    /** All calls together have made as many retries as they may. */
    NO_BUDGET,
    /** The method is not idempotent, and the request has no key. */
    NO_KEY
  }

  /** Hears nothing. */
  CallListener NONE = new CallListener() {};

  /** An attempt begins; the first is 1. */
  default void attempting(HttpRequest request, int attempt) {}

  /** An attempt ended so that there will be another, after a wait. */
  default void retrying(HttpRequest request, int attempt, String outcome, Duration wait) {}

  /** The call is over. */
  default void ended(HttpRequest request, int attempts, String outcome, Reason reason) {}

  /** The breaker refused an attempt. */
  default void refused(HttpRequest request, int attempt) {}
}
