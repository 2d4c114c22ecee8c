package io.github.semel.http;

import java.util.concurrent.Executor;
import java.util.function.Function;

/** A real server on a free port of loopback, with the filter in front of a handler. */
interface TestServer extends AutoCloseable {

  /** The header by whose value the servers of the tests know who calls. */
  String USER = "X-User";

  int port();

  @Override
  void close();

  /** How a server is set up. */
  record Setup(HttpIdempotency idempotency, TestExchange.Handler handler, Executor threads) {}

  /** The servers that everything is tested on. */
  enum Kind {
    JDK(JdkTestServer::new),
    JETTY(JettyTestServer::new);

    private final Function<Setup, TestServer> start;

    Kind(Function<Setup, TestServer> start) {
      this.start = start;
    }

    TestServer start(Setup setup) {
      return start.apply(setup);
    }
  }
}
