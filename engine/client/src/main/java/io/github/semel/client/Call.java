package io.github.semel.client;

import io.github.semel.client.CallListener.Reason;
import io.github.semel.client.CircuitBreaker.Permit;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One logical call over all its attempts. Used by one thread after another. */
final class Call<T> {

  private final HttpClient client;
  private final RetryRules rules;
  private final HttpRequest request;
  private final HttpResponse.BodyHandler<T> handler;
  private final boolean repeatable;
  private final long deadline;
  private final CompletableFuture<HttpResponse<T>> answer = new CompletableFuture<>();

  private int attempt;
  private Duration wait = Duration.ZERO;

  Call(
      HttpClient client,
      RetryRules rules,
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      boolean repeatable) {
    this.client = client;
    this.rules = rules;
    this.request = request;
    this.handler = handler;
    this.repeatable = repeatable;
    this.deadline = rules.nanoTime().getAsLong() + rules.deadline().toNanos();
  }

  CompletableFuture<HttpResponse<T>> begin() {
    rules.budget().earn();
    attempt();
    return answer;
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1, deadline - rules.nanoTime().getAsLong()));
  }

  private void attempt() {
    if (answer.isDone()) {
      // The caller has cancelled it.
      return;
    }
    attempt++;
    Permit permit = rules.breaker().map(CircuitBreaker::enter).orElse(null);
    if (permit == null && rules.breaker().isPresent()) {
      tell(() -> rules.listener().refused(request, attempt));
      answer.completeExceptionally(new CircuitOpenException());
      return;
    }
    tell(() -> rules.listener().attempting(request, attempt));
    CompletableFuture<HttpResponse<T>> sent = send();
    // The body must be there in time too: a request's own timeout ends when the head has come.
    CompletableFuture<HttpResponse<T>> unused =
        sent.thenApply(Function.identity())
            .orTimeout(left().toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete(
                (response, thrown) -> {
                  if (thrown instanceof TimeoutException) {
                    sent.cancel(true);
                  }
                  orElseFail(
                      () -> {
                        if (permit != null) {
                          permit.end(response != null && response.statusCode() < 500);
                        }
                        ended(response, reason(thrown));
                      });
                });
  }

  private CompletableFuture<HttpResponse<T>> send() {
    try {
      return client.sendAsync(inTime(), handler);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static @Nullable Throwable reason(@Nullable Throwable thrown) {
    if (thrown instanceof TimeoutException) {
      return new HttpTimeoutException("the response was not whole in time");
    }
    return thrown instanceof CompletionException ? thrown.getCause() : thrown;
  }

  /** A rule of the user's may throw; nobody waits for ever because of it. */
  private void orElseFail(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      answer.completeExceptionally(e);
    }
  }

  /** The request, with no more time than the call has left. */
  private HttpRequest inTime() {
    Duration left = left();
    Duration own = request.timeout().orElse(left);
    return HttpRequest.newBuilder(request, (name, value) -> true)
        .timeout(own.compareTo(left) < 0 ? own : left)
        .build();
  }

  private void ended(@Nullable HttpResponse<T> response, @Nullable Throwable failure) {
    String outcome = response == null ? String.valueOf(failure) : "status " + response.statusCode();
    boolean worth =
        response == null ? failure instanceof IOException : RetryRules.isWorthRetry(response);
    Duration next = rules.waitBefore(attempt - 1, wait, Optional.ofNullable(response));
    Optional<Reason> over = over(worth, next);
    if (over.isPresent()) {
      tell(() -> rules.listener().ended(request, attempt, outcome, over.get()));
      if (response != null) {
        answer.complete(response);
      } else {
        answer.completeExceptionally(
            failure == null ? new IOException("neither answer nor failure") : failure);
      }
      return;
    }
    wait = next;
    tell(() -> rules.listener().retrying(request, attempt, outcome, next));
    rules
        .pause()
        .apply(next)
        .whenComplete(
            (done, broken) -> {
              if (broken == null) {
                orElseFail(this::attempt);
              } else {
                answer.completeExceptionally(broken);
              }
            });
  }

  /** Why there is no other attempt; empty where there is one. The budget is asked last. */
  private Optional<Reason> over(boolean worth, Duration next) {
    if (!worth) {
      return Optional.of(Reason.FINAL);
    }
    if (!repeatable) {
      return Optional.of(Reason.NO_KEY);
    }
    if (attempt > rules.maxRetries()) {
      return Optional.of(Reason.NO_RETRIES_LEFT);
    }
    if (next.compareTo(left()) >= 0) {
      return Optional.of(Reason.DEADLINE);
    }
    return rules.budget().spend() ? Optional.empty() : Optional.of(Reason.NO_BUDGET);
  }

  private static void tell(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }
}
