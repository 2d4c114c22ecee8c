package io.github.semel.stress.history;

import io.github.semel.IdempotencyStore;
import io.github.semel.StoreContext;
import io.github.semel.StoreListener;
import io.github.semel.StoreUnavailableException;
import io.github.semel.Stores;
import io.github.semel.stress.Parent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A process of its own with some clients, which may be killed at any time. */
final class ClientProcess {

  /** The file in a campaign's folder to which answers are written that no call may have. */
  static final String WRONG = "wrong";

  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private ClientProcess() {}

  /**
   * Arguments: the campaign's folder, the store's URI, whether it is given the clock, the
   * campaign's number, threads, seed, which process this is, and of how many.
   */
  public static void main(String[] arguments) throws InterruptedException {
    Parent.endWithIt();
    Path folder = Path.of(arguments[0]);
    Field field = new Field(folder, Boolean.parseBoolean(arguments[2]));
    Vocabulary vocabulary = new Vocabulary(Long.parseLong(arguments[3]));
    StoreContext context =
        field.isInjected() ? new StoreContext(field, StoreListener.NONE) : StoreContext.standard();
    try (IdempotencyStore store = open(arguments[1], context, field)) {
      new Crowd(store, field, vocabulary, folder, text -> wrong(folder, text))
          .run(
              Integer.parseInt(arguments[4]),
              Long.parseLong(arguments[5]),
              Integer.parseInt(arguments[6]),
              Integer.parseInt(arguments[7]));
    }
    // Threads of a library do not keep the process.
    System.exit(0);
  }

  /** A server may be out of reach just now; not for long once its round is to end. */
  private static IdempotencyStore open(String uri, StoreContext context, Field field) {
    long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (true) {
      try {
        return Stores.open(uri, context);
      } catch (StoreUnavailableException e) {
        if (!field.isStopping()) {
          deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        } else if (System.nanoTime() - deadline >= 0) {
          throw e;
        }
      }
    }
  }

  static void wrong(Path folder, String text) {
    try {
      Files.writeString(
          folder.resolve(WRONG), text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
