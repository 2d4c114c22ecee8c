package io.github.semel.http.readme;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.semel.IdempotencyStore;
import io.github.semel.heap.ConcurrentHashMapStore;
import io.github.semel.http.HttpExecution;
import io.github.semel.http.HttpIdempotency;
import io.github.semel.http.RequestContent;
import io.github.semel.http.jdk.IdempotentHandler;
import io.github.semel.http.servlet.IdempotencyFilter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The code in the README of this module, as it compiles. */
final class ReadmeExamples {

  private ReadmeExamples() {}

  interface Gateway {

    void charge(String key, int amount);
  }

  static FilterRegistration.Dynamic servlet(ServletContext servletContext) {
    IdempotencyStore store = ConcurrentHashMapStore.create();
    HttpIdempotency idempotency = HttpIdempotency.over(store);
    FilterRegistration.Dynamic filter =
        IdempotencyFilter.register(servletContext, idempotency, "/payments/*");
    return filter;
  }

  static void jdk(IdempotencyStore store, HttpHandler payments, Authenticator authenticator)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
    HttpIdempotency idempotency =
        HttpIdempotency.builder(store)
            .content(RequestContent.canonicalJson())
            .ttl(Duration.ofHours(24))
            .build();
    server
        .createContext("/payments", new IdempotentHandler(idempotency, payments))
        .setAuthenticator(authenticator);
    server.start();
  }

  static void handler(HttpExchange exchange, Gateway gateway) {
    HttpExecution execution = IdempotentHandler.execution(exchange).orElseThrow();
    gateway.charge(execution.ticket().downstreamKey("charge"), 10);
    execution.effectTookPlace(); // from here on the response is recorded, also a 500
  }
}
