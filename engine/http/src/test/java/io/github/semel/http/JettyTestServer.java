package io.github.semel.http;

import io.github.semel.http.servlet.IdempotencyFilter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.EnumSet;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty 12 with the servlet filter; who says who calls is authenticated. */
final class JettyTestServer implements TestServer {

  private final Server server;
  private final ServerConnector connector;

  JettyTestServer(Setup setup) {
    this(
        setup,
        new HttpServlet() {
          private static final long serialVersionUID = 1L;

          @Override
          protected void service(HttpServletRequest request, HttpServletResponse response)
              throws IOException {
            setup.handler().handle(new Exchange(request, response));
          }
        });
  }

  /** With a servlet of its own, for what only servlets do. */
  JettyTestServer(Setup setup, HttpServlet servlet) {
    QueuedThreadPool threads = new QueuedThreadPool(64);
    threads.setVirtualThreadsExecutor(setup.threads());
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    FilterHolder who = new FilterHolder(new ByHeader());
    who.setAsyncSupported(true);
    context.addFilter(who, "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServletContainerInitializer(
        (classes, servletContext) ->
            IdempotencyFilter.register(servletContext, setup.idempotency(), "/*"));
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class ByHeader extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, jakarta.servlet.FilterChain chain)
        throws IOException, jakarta.servlet.ServletException {
      // As an outer filter does; a replay must leave it alone, and not say it twice.
      response.setHeader("X-Outer", "kept");
      response.setHeader("Content-Language", "la");
      String user = request.getHeader(USER);
      Principal principal = user == null ? null : () -> user;
      chain.doFilter(
          new HttpServletRequestWrapper(request) {
            @Override
            public Principal getUserPrincipal() {
              return principal;
            }
          },
          response);
    }
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private record Exchange(HttpServletRequest request, HttpServletResponse response)
      implements TestExchange {

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public String body() throws IOException {
      return new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public Optional<HttpExecution> execution() {
      return IdempotencyFilter.execution(request);
    }

    @Override
    public void setHeader(String name, String value) {
      response.setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
      response.addHeader(name, value);
    }

    @Override
    public void respond(int status, String body) throws IOException {
      response.setStatus(status);
      response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public OutputStream begin(int status) throws IOException {
      response.setStatus(status);
      response.flushBuffer();
      return response.getOutputStream();
    }

    @Override
    public void later(Handler rest) {
      AsyncContext async = request.startAsync();
      new Thread(
              () -> {
                try {
                  rest.handle(
                      new Exchange(
                          (HttpServletRequest) async.getRequest(),
                          (HttpServletResponse) async.getResponse()));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                } finally {
                  async.complete();
                }
              })
          .start();
    }
  }
}
