package io.github.semel.benchmarks.http;

import io.github.semel.http.HttpIdempotency;
import org.jspecify.annotations.Nullable;

/** A server that is measured with idempotency keys and without. */
public enum ServerKind {
  /** The server of the JDK, with a handler around the handler. */
  JDK("JDK HttpServer"),
  /** Jetty 12, with a servlet filter. */
  JETTY("Jetty 12 servlet");

  private final String title;

  ServerKind(String title) {
    this.title = title;
  }

  /** As tables name it. */
  public String title() {
    return title;
  }

  /**
   * Starts one.
   *
   * @param idempotency what guards its handler; null for none
   * @param threads how many requests it serves at a time, at least
   */
  RunningServer start(@Nullable HttpIdempotency idempotency, int threads) throws Exception {
    return switch (this) {
      case JDK -> new JdkServer(idempotency, threads);
      case JETTY -> new JettyServer(idempotency, threads);
    };
  }
}
