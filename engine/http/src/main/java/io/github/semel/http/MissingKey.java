package io.github.semel.http;

import io.github.semel.Limits;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** What happens to a request that should have a key and has none. */
public sealed interface MissingKey {

  /** It is refused, with status 400. */
  record Refuse() implements MissingKey {}

  /** It is executed, as often as it is sent. */
  record Pass() implements MissingKey {}

  /**
   * It gets a key, which the handler sees in the header, and the client in that of the response: a
   * gateway's job.
   *
   * @param keys makes keys of printable ASCII, a new one each time
   */
  record Assign(Supplier<String> keys) implements MissingKey {

    /** Checks the supplier. */
    public Assign {
      Limits.requireNonNull("keys", keys);
    }
  }

  /**
   * What it says is its key: the same caller asking for the same with the same content within the
   * window is a duplicate. A multipart request, whose content is never compared, is refused.
   *
   * @param window counted from the end of the first; also how long its response is kept
   */
  record Derive(Duration window) implements MissingKey {

    /** Checks the window. */
    public Derive {
      Limits.requireTtl(window);
    }
  }

  /** See {@link Refuse}; the default. */
  static MissingKey refuse() {
    return new Refuse();
  }

  /** See {@link Pass}. */
  static MissingKey pass() {
    return new Pass();
  }

  /** See {@link Assign}; random UUIDs. */
  static MissingKey assign() {
    return new Assign(() -> UUID.randomUUID().toString());
  }

  /** See {@link Derive}. */
  static MissingKey derive(Duration window) {
    return new Derive(window);
  }
}
