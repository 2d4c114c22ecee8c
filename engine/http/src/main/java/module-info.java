/**
 * The Idempotency-Key header for HTTP services: a framework-free core, and filters for the JDK's
 * server and for Servlet 6, each of which is needed only by those who use it.
 */
@org.jspecify.annotations.NullMarked
module io.github.semel.http {
  requires static transitive org.jspecify;
  requires transitive io.github.semel.core;
  requires static transitive jdk.httpserver;
  requires static transitive jakarta.servlet;

  exports io.github.semel.http;
  exports io.github.semel.http.jdk;
  exports io.github.semel.http.servlet;
}
