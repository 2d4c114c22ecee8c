package io.github.semel.client;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What an {@link IdempotentClient} was built with. */
record RetryRules(
    String header,
    boolean addingKeys,
    Backoff backoff,
    Backoff throttled,
    int maxRetries,
    Duration deadline,
    RetryBudget budget,
    Optional<CircuitBreaker> breaker,
    CallListener listener,
    InstantSource clock,
    LongSupplier nanoTime,
    RandomGenerator random,
    Function<Duration, CompletionStage<Void>> pause) {

  /**
   * Whether another attempt may be answered otherwise. A 409 is for a call in flight where it says
   * when to come back; without that it is a conflict, or in doubt.
   */
  static boolean isWorthRetry(HttpResponse<?> response) {
    return switch (response.statusCode()) {
      case 408, 425, 429 -> true;
      case 409 -> response.headers().firstValue("Retry-After").isPresent();
      default -> response.statusCode() >= 500;
    };
  }

  /** The wait before a retry: what chance says, and no less than what the server asks for. */
  Duration waitBefore(int retry, Duration previous, Optional<? extends HttpResponse<?>> response) {
    boolean tooMany = response.filter(answer -> answer.statusCode() == 429).isPresent();
    Duration own = (tooMany ? throttled : backoff).delay(retry, previous, random);
    Duration asked =
        response
            .flatMap(answer -> answer.headers().firstValue("Retry-After"))
            .flatMap(value -> RetryAfter.parse(value, clock.instant()))
            .orElse(Duration.ZERO);
    return own.compareTo(asked) > 0 ? own : asked;
  }
}
