package io.github.semel;

import java.util.List;
import java.util.Optional;

/**
 * A page of pending records.
 *
 * @param records at most as many as were asked for; may be empty with more to come
 * @param next where to go on, opaque; empty at the end of the scan
 */
public record PendingPage(List<IdempotencyRecord.Pending> records, Optional<String> next) {

  /** Keeps an unmodifiable copy of the records. */
  public PendingPage {
    records = List.copyOf(records);
  }
}
