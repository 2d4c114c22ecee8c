package io.github.semel.example.gateway;

import io.github.semel.InvalidArgumentException;
import io.github.semel.example.web.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Calls the gateway, and says what its silence means. Safe for any thread. */
public final class GatewayClient {

  private final HttpClient http;
  private final URI gateway;
  private final Duration timeout;

  /**
   * A client of one gateway.
   *
   * @param gateway its address, {@code http://127.0.0.1:8081/} for example
   * @param timeout how long an answer is waited for
   * @throws InvalidArgumentException for an address that is not of {@code http} or {@code https}
   */
  public GatewayClient(URI gateway, Duration timeout) {
    String scheme = gateway.getScheme();
    if (gateway.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new InvalidArgumentException(
          "gateway", gateway, "an address such as http://127.0.0.1:8081/");
    }
    // What follows is relative to a folder.
    this.gateway = gateway.getPath().isEmpty() ? gateway.resolve("/") : gateway;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /**
   * Charges. Sent once: whether to send it again is for those to decide who hold the claim.
   *
   * @throws GatewayUnavailableException when nothing was charged
   * @throws GatewayUnansweredException when nobody knows
   */
  public Charge charge(ChargeOrder order) throws GatewayUnansweredException {
    HttpRequest request =
        request("charges")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(order)))
            .build();
    HttpResponse<byte[]> response = send(request);
    return switch (response.statusCode()) {
      case 201 -> read(response, Charge.class);
      case 503 -> throw new GatewayUnavailableException("the gateway is out of order");
      default ->
          throw new GatewayUnansweredException(
              "the gateway answered with status " + response.statusCode());
    };
  }

  /**
   * What was charged for a key.
   *
   * @throws GatewayUnansweredException when it does not say, or is still at it
   */
  public Optional<Charge> findByKey(String key) throws GatewayUnansweredException {
    return find("charges?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
  }

  /**
   * What was charged for a payment.
   *
   * @throws GatewayUnansweredException when it does not say
   */
  public Optional<Charge> findByPayment(String payment) throws GatewayUnansweredException {
    return find("charges?payment=" + URLEncoder.encode(payment, StandardCharsets.UTF_8));
  }

  /**
   * What it has done so far.
   *
   * @throws GatewayUnansweredException when it does not say
   */
  public Gateway.Summary summary() throws GatewayUnansweredException {
    return read(ask("summary"), Gateway.Summary.class);
  }

  private Optional<Charge> find(String what) throws GatewayUnansweredException {
    HttpResponse<byte[]> response = ask(what);
    return switch (response.statusCode()) {
      case 200 -> Optional.of(read(response, Charge.class));
      case 404 -> Optional.empty();
      case 409 -> throw new GatewayUnansweredException("the gateway is still at it");
      default ->
          throw new GatewayUnansweredException(
              "the gateway answered with status " + response.statusCode());
    };
  }

  /** A question, which may be asked twice. A gateway that cannot be reached does not say no. */
  private HttpResponse<byte[]> ask(String what) throws GatewayUnansweredException {
    try {
      return send(request(what).GET().build());
    } catch (GatewayUnavailableException e) {
      throw new GatewayUnansweredException("the gateway cannot be asked", e);
    }
  }

  private HttpRequest.Builder request(String what) {
    return HttpRequest.newBuilder(gateway.resolve(what)).timeout(timeout);
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws GatewayUnansweredException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      // Without a connection there was no request.
      throw new GatewayUnavailableException("the gateway cannot be reached: " + e);
    } catch (IOException e) {
      throw new GatewayUnansweredException("the gateway did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayUnansweredException("interrupted while the gateway was at it", e);
    }
  }

  private static <T> T read(HttpResponse<byte[]> response, Class<T> type)
      throws GatewayUnansweredException {
    try {
      return Json.MAPPER.readValue(response.body(), type);
    } catch (IOException e) {
      throw new GatewayUnansweredException("the gateway's answer cannot be read", e);
    }
  }
}
