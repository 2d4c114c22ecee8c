package io.github.semel.example;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.semel.example.gateway.Charge;
import io.github.semel.example.gateway.Gateway;
import io.github.semel.example.gateway.GatewayFault;
import io.github.semel.example.web.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A gateway and a payments API on it, in this process. */
public final class TestService implements AutoCloseable {

  /** Longer than the tests run: what must not be in time is slow, and nothing else. */
  private static final Duration PATIENT = Duration.ofMinutes(1);

  private static final Duration IMPATIENT = Duration.ofMillis(200);
  private static final Duration SLOWNESS = Duration.ofMillis(1_500);

  private final Path record;
  private final Gateway gateway;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Duration gatewayTimeout;
  private PaymentsServer server;

  private TestService(Duration gatewayTimeout) throws IOException {
    this.gatewayTimeout = gatewayTimeout;
    record = Files.createTempFile("semel-charges", ".jsonl");
    gateway = Gateway.start(Main.loopback(0), record, SLOWNESS, Optional::empty);
    server = start("heap:");
  }

  /** On the embedded store. */
  public static TestService create() throws IOException {
    return new TestService(PATIENT);
  }

  /** On the embedded store, and without the patience for a charge that is slow. */
  static TestService impatient() throws IOException {
    return new TestService(IMPATIENT);
  }

  private PaymentsServer start(String store) throws IOException {
    return PaymentsServer.start(
        new PaymentsServer.Setup(
            Main.loopback(0),
            store,
            gatewayAddress(),
            gatewayTimeout,
            Duration.ofSeconds(5),
            Map.of("shop", "secret", "other", "word")));
  }

  /** Stops the service and starts another one on the same gateway; what was in memory is lost. */
  void restart(String store) throws IOException {
    server.close();
    server = start(store);
  }

  /** The port of the service. */
  public int port() {
    return server.port();
  }

  /** The address of the service. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.port() + "/");
  }

  /** The address of the gateway. */
  public URI gatewayAddress() {
    return URI.create("http://127.0.0.1:" + gateway.port() + "/");
  }

  Gateway gateway() {
    return gateway;
  }

  /** The next charge meets this fault. */
  public void order(GatewayFault fault) {
    gateway.faults().order(fault, 1);
  }

  /** The next request meets this fault. */
  public void order(FrontFault fault) throws IOException {
    String next = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
    HttpRequest request =
        HttpRequest.newBuilder(address().resolve("faults?next=" + next))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    if (exchange(request).statusCode() != 204) {
      throw new IOException("no such fault: " + next);
    }
  }

  /** All that was charged, whatever was declined left out. */
  public List<Charge> charges() {
    return gateway.charges().stream().filter(Charge::approved).toList();
  }

  static String payment(String reference) {
    return "{\"amount\": 12.50, \"currency\": \"EUR\", \"paymentMethod\": \"card-4242\","
        + " \"reference\": \""
        + reference
        + "\"}";
  }

  /** Credentials as the header has them. */
  public static String basic(String account, String password) {
    String pair = account + ":" + password;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address().resolve(path))
        .header("Authorization", basic("shop", "secret"))
        .timeout(Duration.ofSeconds(30));
  }

  HttpRequest post(String path, String key, String body) {
    return request(path)
        .header("Idempotency-Key", key)
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  HttpResponse<String> pay(String key, String reference) throws IOException {
    return exchange(post("payments", key, payment(reference)));
  }

  HttpResponse<String> get(String path) throws IOException {
    return exchange(request(path).GET().build());
  }

  HttpResponse<String> exchange(HttpRequest request) throws IOException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  CompletableFuture<HttpResponse<String>> exchangeAsync(HttpRequest request) {
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return Json.MAPPER.readTree(response.body());
  }

  static boolean replayed(HttpResponse<String> response) {
    return response.headers().firstValue("Idempotency-Replayed").isPresent();
  }

  @Override
  public void close() throws IOException {
    server.close();
    gateway.close();
    Files.delete(record);
  }
}
