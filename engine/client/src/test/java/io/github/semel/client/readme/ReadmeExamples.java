package io.github.semel.client.readme;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.semel.client.CircuitBreaker;
import io.github.semel.client.IdempotentClient;
import io.github.semel.client.RetryBudget;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** The code in the README of this module, as it compiles and runs. */
final class ReadmeExamples {

  private ReadmeExamples() {}

  static HttpResponse<String> client(HttpRequest request) throws IOException, InterruptedException {
    IdempotentClient client =
        IdempotentClient.builder(HttpClient.newHttpClient())
            .budget(RetryBudget.standard())
            .breaker(CircuitBreaker.standard())
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return response;
  }

  static HttpResponse<String> resilience4j(HttpClient http, HttpRequest request) throws Exception {
    HttpRequest keyed =
        HttpRequest.newBuilder(request, (name, value) -> true)
            .header("Idempotency-Key", '"' + UUID.randomUUID().toString() + '"')
            .build();
    RetryConfig config =
        RetryConfig.<HttpResponse<String>>custom()
            .maxAttempts(4)
            .intervalFunction(
                IntervalFunction.ofExponentialRandomBackoff(
                    Duration.ofMillis(100), 2.0, 0.5, Duration.ofSeconds(10)))
            .retryOnException(failure -> failure instanceof IOException)
            .retryOnResult(
                answer ->
                    answer.statusCode() >= 500
                        || Set.of(408, 425, 429).contains(answer.statusCode())
                        || (answer.statusCode() == 409
                            && answer.headers().firstValue("Retry-After").isPresent()))
            .build();
    HttpResponse<String> response =
        Retry.of("payments", config)
            .executeCallable(() -> http.send(keyed, HttpResponse.BodyHandlers.ofString()));
    return response;
  }
}
