package io.github.semel.benchmarks.suite;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.benchmarks.load.HeapUse;
import io.github.semel.benchmarks.report.ChronicleReport;
import io.github.semel.chronicle.ChronicleMapStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;

/** What a store in a file takes, and how long it takes to be opened again. */
public final class ChronicleFile {

  private static final Duration TTL = Duration.ofDays(1);
  private static final ClaimTerms TERMS = ClaimTerms.of(Duration.ofMinutes(1), TTL);
  private static final long SEED = 20_260_101;

  /** What is measured; each in a process of its own, in this order, over the same file. */
  public enum Phase {
    /** A new file is made and filled, and its process ends as if it were killed. */
    FILL("make and fill"),
    /** The file that nobody closed is opened, and closed. */
    RECOVER("recover"),
    /** The file that was closed is opened, and closed. */
    REOPEN("open again");

    private final String title;

    Phase(String title) {
      this.title = title;
    }

    /** In words. */
    public String title() {
      return title;
    }
  }

  private ChronicleFile() {}

  /**
   * Measures in this process.
   *
   * @param arguments the phase, how many records, the file of the store, and the one for the result
   */
  public static void main(String[] arguments) throws IOException {
    Phase phase = Phase.valueOf(arguments[0]);
    int records = Integer.parseInt(arguments[1]);
    Path file = Path.of(arguments[2]);
    Path result = Path.of(arguments[3]);
    long heapBefore = HeapUse.afterCollections();
    long start = System.nanoTime();
    IdempotencyStore store =
        ChronicleMapStore.file(file, records)
            .averageKeyBytes(0)
            .reservedOutcomeBytes(ChronicleReport.OUTCOME_BYTES)
            .open();
    long opened = System.nanoTime();
    if (phase == Phase.FILL) {
      fill(store, records);
    }
    long filled = System.nanoTime();
    requireAll(store, records);
    Files.writeString(
        result,
        "{\"records\": %d, \"phase\": \"%s\", \"openMicros\": %d, \"fillMicros\": %d, \"fileBytes\": %d, \"heapBytes\": %d}"
            .formatted(
                records,
                phase.title(),
                (opened - start) / 1_000,
                (filled - opened) / 1_000,
                Files.size(file),
                HeapUse.afterCollections() - heapBefore));
    if (phase == Phase.FILL) {
      // Without closing.
      Runtime.getRuntime().halt(0);
    }
    store.close();
  }

  private static void fill(IdempotencyStore store, int records) {
    Random random = new Random(SEED);
    byte[] response = new byte[ChronicleReport.OUTCOME_BYTES];
    random.nextBytes(response);
    for (int i = 0; i < records; i++) {
      String key = new UUID(random.nextLong(), random.nextLong()).toString();
      ClaimResult.Acquired acquired =
          (ClaimResult.Acquired) store.claim(key, Fingerprint.NONE, TERMS);
      store.complete(acquired.ticket(), Outcome.success(response), TTL);
    }
  }

  private static void requireAll(IdempotencyStore store, int records) {
    if (store.stats().entries() != records) {
      throw new IllegalStateException(
          "the file has " + store.stats().entries() + " records, not " + records);
    }
  }
}
