package io.github.semel.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Sends requests so that each has its effect once, as far as the server does its part: every call
 * has one key, the same over all its attempts, and is tried again where that can help. Over the
 * JDK's client. Safe for any number of threads.
 *
 * <p>Tried again are failures of connections, timeouts, statuses of 500 and over, 408, 425, 429,
 * and 409 with {@code Retry-After}. A call whose retries are over ends as its last attempt did.
 */
public final class IdempotentClient {

  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

  private final HttpClient client;
  private final RetryRules rules;

  IdempotentClient(HttpClient client, RetryRules rules) {
    this.client = client;
    this.rules = rules;
  }

  /** Options for a client over {@code client}. */
  public static IdempotentClientBuilder builder(HttpClient client) {
    return new IdempotentClientBuilder(client);
  }

  /**
   * Sends a request and waits for the end of the call.
   *
   * @throws IOException how the last attempt failed; a {@link CircuitOpenException} if it was not
   *     made
   * @throws InterruptedException when the thread is interrupted; the server may have acted
   */
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<T>> answer = sendAsync(request, handler);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException failure) {
        throw failure;
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IOException(cause);
    }
  }

  /**
   * Sends a request; the future ends with the call. Cancelling it makes no further attempt.
   *
   * @param handler makes the body of each attempt's response
   */
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    HttpRequest keyed = keyed(request);
    boolean repeatable =
        IDEMPOTENT.contains(keyed.method())
            || keyed.headers().firstValue(rules.header()).isPresent();
    return new Call<>(client, rules, keyed, handler, repeatable).begin();
  }

  /** The request with a key, if it needs one and has none. */
  private HttpRequest keyed(HttpRequest request) {
    Optional<String> given = request.headers().firstValue(rules.header());
    if (!rules.addingKeys() || given.isPresent() || IDEMPOTENT.contains(request.method())) {
      return request;
    }
    return HttpRequest.newBuilder(request, (name, value) -> true)
        .header(rules.header(), '"' + UUID.randomUUID().toString() + '"')
        .build();
  }
}
