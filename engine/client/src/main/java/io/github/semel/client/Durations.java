package io.github.semel.client;

import java.time.Duration;

/** Checks of times that users give. */
final class Durations {

  private Durations() {}

  /**
   * @throws IllegalArgumentException when {@code value} is shorter than {@code min} or longer than
   *     {@link Backoff#MAX_WAIT}
   */
  static void require(String argument, Duration value, Duration min) {
    if (value.compareTo(min) < 0 || value.compareTo(Backoff.MAX_WAIT) > 0) {
      throw new IllegalArgumentException(
          argument + " must be " + min + " to " + Backoff.MAX_WAIT + ", but is " + value);
    }
  }
}
