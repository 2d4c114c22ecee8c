package io.github.semel.http;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpServer;
import io.github.semel.http.jdk.IdempotencyFilter;
import io.github.semel.http.jdk.IdempotentHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The JDK's server; {@code /guarded} authenticates, {@code /open} has the filter and nobody. */
final class JdkTestServer implements TestServer {

  private final HttpServer server;

  JdkTestServer(Setup setup) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    HttpHandler handler = exchange -> setup.handler().handle(new Exchange(exchange));
    HttpContext guarded =
        server.createContext("/guarded", new IdempotentHandler(setup.idempotency(), handler));
    guarded.setAuthenticator(new ByHeader());
    guarded.getFilters().add(new Outer());
    HttpContext open = server.createContext("/open", handler);
    open.getFilters().add(new IdempotencyFilter(setup.idempotency()));
    server.setExecutor(setup.threads());
    server.start();
  }

  /** As an outer filter does; a replay must leave it alone, and not say it twice. */
  private static final class Outer extends Filter {

    @Override
    public String description() {
      return "sets a header";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      exchange.getResponseHeaders().set("X-Outer", "kept");
      exchange.getResponseHeaders().set("Content-Language", "la");
      chain.doFilter(exchange);
    }
  }

  private static final class ByHeader extends Authenticator {

    @Override
    public Result authenticate(HttpExchange exchange) {
      String user = exchange.getRequestHeaders().getFirst(USER);
      return user == null ? new Failure(401) : new Success(new HttpPrincipal(user, "tests"));
    }
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** The bare exchange of a handler, for what only this server has. */
  record Exchange(HttpExchange exchange) implements TestExchange {

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    @Override
    public String body() throws IOException {
      return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public Optional<HttpExecution> execution() {
      return IdempotentHandler.execution(exchange);
    }

    @Override
    public void setHeader(String name, String value) {
      exchange.getResponseHeaders().set(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
      exchange.getResponseHeaders().add(name, value);
    }

    @Override
    public void respond(int status, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }

    @Override
    public OutputStream begin(int status) throws IOException {
      exchange.sendResponseHeaders(status, 0);
      return exchange.getResponseBody();
    }

    @Override
    public void later(Handler rest) {
      new Thread(
              () -> {
                try {
                  rest.handle(this);
                } catch (IOException | RuntimeException e) {
                  exchange.close();
                }
              })
          .start();
    }
  }
}
