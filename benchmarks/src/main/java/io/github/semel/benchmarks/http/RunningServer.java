package io.github.semel.benchmarks.http;

import java.nio.charset.StandardCharsets;

/** A server on 127.0.0.1 whose handler reads the request and always answers the same. */
interface RunningServer extends AutoCloseable {

  /** What every request is answered with. */
  byte[] ANSWER = "{\"status\":\"done\"}".getBytes(StandardCharsets.UTF_8);

  /** Where it listens. */
  int port();
}
