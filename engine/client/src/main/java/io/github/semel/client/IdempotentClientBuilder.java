package io.github.semel.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Options for an {@link IdempotentClient}; every one has a default. Not thread-safe. */
public final class IdempotentClientBuilder {

  private final HttpClient client;
  private String header = "Idempotency-Key";
  private boolean addingKeys = true;
  private Backoff backoff = Backoff.standard();
  private Backoff throttled =
      Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(1));
  private int maxRetries = 3;
  private Duration deadline = Duration.ofMinutes(1);
  private RetryBudget budget = RetryBudget.standard();
  private Optional<CircuitBreaker> breaker = Optional.of(CircuitBreaker.standard());
  private CallListener listener = CallListener.NONE;
  private InstantSource clock = InstantSource.system();
  private LongSupplier nanoTime = System::nanoTime;
  private RandomGenerator random = new Random();
  private Function<Duration, CompletionStage<Void>> pause = IdempotentClientBuilder::pause;

  IdempotentClientBuilder(HttpClient client) {
    this.client = client;
  }

  private static CompletionStage<Void> pause(Duration wait) {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** The header with the key; {@code Idempotency-Key} unless given. */
  public IdempotentClientBuilder header(String name) {
    this.header = name;
    return this;
  }

  /**
   * Makes no keys: a request with a method that is not idempotent, and without a key of its own, is
   * sent once. Keys are made unless called.
   */
  public IdempotentClientBuilder withoutKeys() {
    this.addingKeys = false;
    return this;
  }

  /** How long to wait before a retry; {@link Backoff#standard} unless given. */
  public IdempotentClientBuilder backoff(Backoff backoff) {
    this.backoff = backoff;
    return this;
  }

  /**
   * How long to wait after a 429; from 1 s doubling to 30 s, and up to 1 s on top, unless given.
   */
  public IdempotentClientBuilder throttledBackoff(Backoff backoff) {
    this.throttled = backoff;
    return this;
  }

  /** How often a call is tried again; 3 times at most unless given. */
  public IdempotentClientBuilder maxRetries(int retries) {
    if (retries < 0) {
      throw new IllegalArgumentException("retries must be 0 or more, but is " + retries);
    }
    this.maxRetries = retries;
    return this;
  }

  /** How long a call may take with all its attempts; a minute unless given. */
  public IdempotentClientBuilder deadline(Duration deadline) {
    Durations.require("deadline", deadline, Duration.ofNanos(1));
    this.deadline = deadline;
    return this;
  }

  /** How many retries all calls together may make; one of its own unless given. */
  public IdempotentClientBuilder budget(RetryBudget budget) {
    this.budget = budget;
    return this;
  }

  /** What leaves a failing server alone; one of its own unless given. */
  public IdempotentClientBuilder breaker(CircuitBreaker breaker) {
    this.breaker = Optional.of(breaker);
    return this;
  }

  /** Lets every attempt through. */
  public IdempotentClientBuilder withoutBreaker() {
    this.breaker = Optional.empty();
    return this;
  }

  /** What hears of every decision; nothing unless given. */
  public IdempotentClientBuilder listener(CallListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Where time comes from; the system unless given.
   *
   * @param clock what the dates in {@code Retry-After} are compared with
   * @param nanoTime what deadlines go by
   * @param pause ends after so long
   */
  public IdempotentClientBuilder time(
      InstantSource clock, LongSupplier nanoTime, Function<Duration, CompletionStage<Void>> pause) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.pause = pause;
    return this;
  }

  /** Where chance comes from; safe for any thread. */
  public IdempotentClientBuilder random(RandomGenerator random) {
    this.random = random;
    return this;
  }

  /** Makes the client. */
  public IdempotentClient build() {
    return new IdempotentClient(
        client,
        new RetryRules(
            header,
            addingKeys,
            backoff,
            throttled,
            maxRetries,
            deadline,
            budget,
            breaker,
            listener,
            clock,
            nanoTime,
            random,
            pause));
  }
}
