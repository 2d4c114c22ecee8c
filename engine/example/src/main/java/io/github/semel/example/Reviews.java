package io.github.semel.example;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Pairs of payments that somebody should look at; the latest {@value #KEPT} of them. Safe for any
 * thread.
 */
final class Reviews {

  /** How many are kept. */
  static final int KEPT = 1_000;

  /**
   * A duplicate that got the payment of another request.
   *
   * @param account whose they are
   * @param paymentId the payment that was made
   * @param reference what the duplicate was for
   * @param original what was recorded of the first: completed, or pending while it was running
   * @param flaggedAt when the duplicate came
   */
  record Review(
      String account, String paymentId, String reference, String original, Instant flaggedAt) {}

  // Under this object's monitor.
  private final Deque<Review> reviews = new ArrayDeque<>();

  synchronized void add(Review review) {
    reviews.addLast(review);
    if (reviews.size() > KEPT) {
      reviews.removeFirst();
    }
  }

  /** Those of an account, in order. */
  synchronized List<Review> of(String account) {
    return reviews.stream().filter(review -> review.account().equals(account)).toList();
  }
}
