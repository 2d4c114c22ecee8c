package io.github.semel.chronicle;

import io.github.semel.StoreListener;
import java.nio.file.Path;
import java.time.Duration;

/** What a store in a file reports beyond what every store does, while it is opened. */
public interface ChronicleStoreListener extends StoreListener {

  /**
   * The last owner of the file did not close it. Chronicle Map goes over it now, about a second for
   * a million records, then {@link #checking} follows.
   */
  default void recovering(Path file) {}

  /** So many of the file's segments have been checked after a recovery. */
  default void checking(Path file, int segments, int of) {}

  /** A recovery is over. */
  default void recovered(RecoveryReport report) {}

  /**
   * The machine's clock is behind the newest time in the file. Until it has caught up, the store's
   * time stands still: no lease lapses and nothing expires.
   */
  default void clockIsBehind(Path file, Duration behind) {}
}
