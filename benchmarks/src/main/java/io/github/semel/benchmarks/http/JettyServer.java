package io.github.semel.benchmarks.http;

import io.github.semel.http.HttpIdempotency;
import io.github.semel.http.servlet.IdempotencyFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Jetty with one servlet. */
final class JettyServer implements RunningServer {

  /** What Jetty's own tasks take beside the requests. */
  private static final int OWN_THREADS = 8;

  private final Server server;
  private final ServerConnector connector;

  JettyServer(@Nullable HttpIdempotency idempotency, int threads) throws Exception {
    server = new Server(new QueuedThreadPool(threads + OWN_THREADS));
    connector = new ServerConnector(server, 1, 1);
    connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    if (idempotency != null) {
      context.addServletContainerInitializer(
          (classes, servletContext) ->
              IdempotencyFilter.register(servletContext, idempotency, "/*"));
    }
    ServletHolder holder = new ServletHolder(new Answering());
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/pay");
    server.setHandler(context);
    server.start();
  }

  private static final class Answering extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      request.getInputStream().readAllBytes();
      response.setContentType("application/json");
      response.setContentLength(ANSWER.length);
      response.getOutputStream().write(ANSWER);
    }
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
