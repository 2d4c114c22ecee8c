package io.github.semel.benchmarks.report;

import io.github.semel.benchmarks.choose.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The part of the page on what records take and what a day of them costs. */
final class MemoryCost {

  private static final List<Integer> OUTCOMES = List.of(0, 200, 512, 4_096, 16_384);
  private static final int DAILY_OUTCOME = 512;
  private static final double KEYS_A_DAY = 1e6;
  private static final double GIGABYTE = 1e9;

  private static final String NOTE =
      """
      Bytes of a live record with a UUID for its key, by the size of its outcome: what was measured \
      with one size, and the outcome of the other. The last column is the memory for a million new keys \
      a day, kept for a day with outcomes of %d bytes; on the heap with half as much again for the \
      collector. A file takes as much of the disk, and is as fast as measured while it is in memory too.

      """;

  private MemoryCost() {}

  static String tables(List<Candidate> candidates) {
    List<String> header = new ArrayList<>(List.of("bytes a record"));
    OUTCOMES.forEach(outcome -> header.add(format(outcome) + " B"));
    header.add("a million a day, GB");
    Table table = new Table(true, header);
    boolean any = false;
    for (Candidate candidate : candidates) {
      double record = candidate.recordBytes();
      if (!Double.isNaN(record)) {
        any = true;
        List<String> row = new ArrayList<>(List.of(candidate.name()));
        OUTCOMES.forEach(outcome -> row.add(format(record + outcome)));
        double daily = KEYS_A_DAY * (record + DAILY_OUTCOME) * candidate.kind().headroom();
        row.add(String.format(Locale.ROOT, "%.2f", daily / GIGABYTE));
        table.add(row);
      }
    }
    return any
        ? "## Memory and what it costs\n\n"
            + NOTE.formatted(DAILY_OUTCOME)
            + table.toMarkdown()
            + "\n"
        : "";
  }

  private static String format(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }
}
