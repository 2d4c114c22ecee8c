package io.github.semel.chronicle;

import io.github.semel.IdempotencyStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The contract in a file, a new one for each store. */
class FileContractTest extends ChronicleStoreContract {

  private Path file = Path.of("none yet");

  @Override
  ChronicleMapStoreBuilder builder(long maxEntries) {
    try {
      // A folder of each store's own, as jqwik fills in no @TempDir.
      file = Files.createTempDirectory("semel").resolve("store");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ChronicleMapStore.file(file, maxEntries);
  }

  /** Takes the names away: the store goes on without, and leaves nothing when it is closed. */
  @Override
  IdempotencyStore opened(ChronicleMapStoreBuilder builder) {
    IdempotencyStore store = builder.open();
    try {
      Files.delete(file);
      Files.delete(Ownership.stateOf(file));
      Files.delete(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return store;
  }
}
