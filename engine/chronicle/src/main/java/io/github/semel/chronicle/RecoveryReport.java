package io.github.semel.chronicle;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a recovery found in the file of a store that was not closed.
 *
 * @param file the file
 * @param records intact records
 * @param damaged records that are kept, and whose keys every operation refuses with {@link
 *     io.github.semel.StoreCorruptException}
 * @param restored records that were just being replaced, and are as they were before; 0 or 1
 * @param complaints what Chronicle Map reported of its own structure, the first 100, without what a
 *     killed process leaves: locks, and counters that are off by the record that it was at. Each
 *     means that records may be missing
 * @param took how long it took
 */
public record RecoveryReport(
    Path file, long records, long damaged, int restored, List<String> complaints, Duration took) {

  /** Keeps an unmodifiable copy of the complaints. */
  public RecoveryReport {
    complaints = List.copyOf(complaints);
  }
}
