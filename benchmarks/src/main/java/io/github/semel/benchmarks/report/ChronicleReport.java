package io.github.semel.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The part of the page on the store in a file. */
public final class ChronicleReport {

  /** What was measured. */
  public static final String MEASURED = "chronicle.json";

  /** Where, when and how it was measured. */
  public static final String ENVIRONMENT = "chronicle-environment.json";

  /** How large each outcome is. */
  public static final int OUTCOME_BYTES = 224;

  private static final String NOTE =
      """
      A file is made for so many records, filled with as many (UUID keys, %d bytes of outcome), and \
      its process ended as if it were killed. The next process recovers it and closes it; the one \
      after that opens what was closed. The file's size is what it takes at once, empty or full; the \
      heap is what is in use more than before, after collecting.

      """
          .formatted(OUTCOME_BYTES);

  private ChronicleReport() {}

  static boolean isWritten(Path folder) {
    return Files.exists(folder.resolve(MEASURED));
  }

  static String tables(Path folder) throws IOException {
    Table table =
        new Table(
            true,
            List.of(
                "records",
                "phase",
                "opened in, ms",
                "claim + complete, µs",
                "file, bytes a record",
                "heap, bytes a record"));
    for (Json row : Json.parse(Files.readString(folder.resolve(MEASURED))).items()) {
      double records = row.get("records").number();
      double filling = row.get("fillMicros").number() / records;
      table.add(
          List.of(
              String.format(Locale.ROOT, "%,.0f", records),
              row.get("phase").text(),
              String.format(Locale.ROOT, "%,.1f", row.get("openMicros").number() / 1_000),
              filling < 0.01 ? "–" : String.format(Locale.ROOT, "%.2f", filling),
              String.format(Locale.ROOT, "%.1f", row.get("fileBytes").number() / records),
              String.format(Locale.ROOT, "%.2f", row.get("heapBytes").number() / records)));
    }
    return "## Chronicle Map: a file and its restarts\n\n" + NOTE + table.toMarkdown() + "\n";
  }
}
