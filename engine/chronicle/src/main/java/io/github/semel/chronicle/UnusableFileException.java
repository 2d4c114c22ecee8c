package io.github.semel.chronicle;

import io.github.semel.StoreUnavailableException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file of a store cannot be opened, created or recovered; nothing in it was changed. The
 * message says what to do.
 */
public final class UnusableFileException extends StoreUnavailableException {

  private static final long serialVersionUID = 1L;

  private final transient Path file;

  UnusableFileException(Path file, String reason, @Nullable Throwable cause) {
    super("the store in " + file + " cannot be opened: " + reason, cause);
    this.file = file;
  }

  /** The file. */
  public Path file() {
    return file;
  }
}
