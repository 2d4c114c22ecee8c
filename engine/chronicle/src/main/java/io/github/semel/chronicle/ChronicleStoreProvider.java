package io.github.semel.chronicle;

import io.github.semel.IdempotencyStore;
import io.github.semel.Limits;
import io.github.semel.StoreClock;
import io.github.semel.StoreContext;
import io.github.semel.StoreProvider;
import io.github.semel.UriParameters;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Opens {@link ChronicleMapStore} for {@code chronicle:/path/of/the/file?maxEntries=1000000}, and
 * in memory for {@code chronicle:?maxEntries=1000000}. Further parameters: {@code averageKeyBytes},
 * {@code reservedOutcomeBytes}, {@code maxOutcomeBytes}, {@code platformThreads}.
 */
public final class ChronicleStoreProvider implements StoreProvider {

  private static final String MAX_ENTRIES = "maxEntries";
  private static final String AVERAGE_KEY_BYTES = "averageKeyBytes";
  private static final String RESERVED_OUTCOME_BYTES = "reservedOutcomeBytes";
  private static final String MAX_OUTCOME_BYTES = "maxOutcomeBytes";
  private static final String PLATFORM_THREADS = "platformThreads";

  /** For {@link java.util.ServiceLoader}. */
  public ChronicleStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("chronicle");
  }

  @Override
  public boolean takesClock() {
    return true;
  }

  @Override
  public IdempotencyStore open(URI uri, StoreContext context) {
    UriParameters parameters =
        UriParameters.of(
            uri,
            Set.of(
                MAX_ENTRIES,
                AVERAGE_KEY_BYTES,
                RESERVED_OUTCOME_BYTES,
                MAX_OUTCOME_BYTES,
                PLATFORM_THREADS));
    String text = uri.toString();
    long maxEntries =
        parameters
            .number(MAX_ENTRIES, 1, ChronicleMapStoreBuilder.MOST_ENTRIES)
            .orElseThrow(
                () ->
                    UriParameters.refused(
                        text, "given maxEntries: the room for them is taken at once"));
    String path = path(uri);
    if (uri.getFragment() != null || path.startsWith("//")) {
      throw UriParameters.refused(text, "chronicle:/path?maxEntries=…");
    }
    ChronicleMapStoreBuilder builder =
        path.isEmpty()
            ? ChronicleMapStore.inMemory(maxEntries)
            : ChronicleMapStore.file(file(path, text), maxEntries);
    builder.listener(context.listener());
    if (context.clock() != StoreClock.monotonic()) {
      // The process's own timer is the default of stores in memory; a file goes by the wall clock.
      builder.clock(context.clock());
    }
    parameters
        .number(AVERAGE_KEY_BYTES, 0, Limits.MAX_KEY_BYTES)
        .ifPresent(bytes -> builder.averageKeyBytes((int) bytes));
    parameters
        .number(RESERVED_OUTCOME_BYTES, 0, ChronicleMapStoreBuilder.MOST_RESERVED_BYTES)
        .ifPresent(bytes -> builder.reservedOutcomeBytes((int) bytes));
    parameters
        .number(MAX_OUTCOME_BYTES, 0, ChronicleMapStoreBuilder.MOST_OUTCOME_BYTES)
        .ifPresent(bytes -> builder.maxOutcomeBytes((int) bytes));
    parameters
        .number(PLATFORM_THREADS, 1, ChronicleMapStoreBuilder.MOST_PLATFORM_THREADS)
        .ifPresent(threads -> builder.platformThreads((int) threads));
    return builder.open();
  }

  /** Decoded behind the cut: a path may have a question mark, which is written %3F. */
  private static String path(URI uri) {
    String path = uri.getRawSchemeSpecificPart().replaceFirst("\\?.*", "");
    return path.isEmpty() ? "" : URI.create("path:" + path).getSchemeSpecificPart();
  }

  private static Path file(String path, String uri) {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw UriParameters.refused(uri, "of a path of this system (" + e.getReason() + ")");
    }
  }
}
