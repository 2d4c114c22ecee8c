package io.github.semel.http;

import java.util.Optional;

/**
 * Hears what became of requests that have to do with keys. Methods are called by the thread that
 * serves the request and must be short; what they throw goes to the thread's uncaught exception
 * handler and changes nothing. Keys may be personal data, and must not become the tag of a metric.
 */
public interface HttpListener {

  /** Hears nothing. */
  HttpListener NONE = new HttpListener() {};

  /**
   * A handler has answered.
   *
   * @param key as the store knows it
   * @param status what it answered
   * @param recorded false when the status is not final, and the next request is executed or in
   *     doubt
   */
  default void executed(String key, int status, boolean recorded) {}

  /** A duplicate got the recorded response, or was told that it was not kept. */
  default void replayed(String key, int status) {}

  /** A request was refused; {@code key} is empty where it has none. */
  default void refused(ProblemKind kind, Optional<String> key) {}

  /** A request with a key came from nobody knows whom; it shares its keys with all such. */
  default void anonymous(RequestHead head) {}
}
