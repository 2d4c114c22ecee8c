package io.github.semel.http;

import io.github.semel.IdempotencyException;
import io.github.semel.IdempotencyStore;
import io.github.semel.Limits;
import io.github.semel.executor.ExecutorStats;
import io.github.semel.executor.IdempotentExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The rules of idempotency keys for one service, or one part of it: which requests need a key, what
 * makes two of them the same, and what duplicates get. Give it to the filter of your server.
 *
 * <p>A request with a key is claimed before its handler runs, and its response is recorded before
 * it is sent. Safe for any number of threads; close it when the server has stopped.
 */
public final class HttpIdempotency implements AutoCloseable {

  private final HttpSettings settings;
  private final IdempotentExecutor<StoredResponse> executor;
  private final Intake intake;
  private final Refusals refusals;

  HttpIdempotency(HttpSettings settings, IdempotentExecutor<StoredResponse> executor) {
    this.settings = settings;
    this.executor = executor;
    this.intake = new Intake(settings);
    this.refusals = new Refusals(settings.problems(), settings.listener());
  }

  /** Options over {@code store}, which stays the caller's to close. */
  public static HttpIdempotencyBuilder builder(IdempotencyStore store) {
    return new HttpIdempotencyBuilder(Limits.requireNonNull("store", store));
  }

  /** The rules with every default, over {@code store}, which stays the caller's to close. */
  public static HttpIdempotency over(IdempotencyStore store) {
    return builder(store).build();
  }

  /**
   * Serves one request, for adapters: it is passed, performed, answered from the record or told why
   * not. When the handler goes on after its call has returned, so does this.
   *
   * @throws Exception what the handler throws, and what breaks while the request is read or the
   *     response written
   */
  public void serve(HttpCall call) throws Exception {
    Admission admission = intake.admit(call);
    if (admission instanceof Admission.Passed) {
      call.pass();
    } else if (admission instanceof Admission.Refused refused) {
      refusals.send(call, refused);
    } else {
      serve(call, (Admission.Keyed) admission);
    }
  }

  private void serve(HttpCall call, Admission.Keyed keyed) throws Exception {
    keyed.echo().ifPresent(line -> call.setHeader(line.name(), line.value()));
    ServedCall served = new ServedCall(settings, refusals, call, keyed);
    CompletableFuture<StoredResponse> answer;
    try {
      answer =
          executor.start(keyed.key(), settings.duplicates(), served::start).toCompletableFuture();
    } catch (IdempotencyException e) {
      refusals.send(call, keyed.key().key(), e);
      return;
    }
    if (answer.isDone()) {
      // The usual case, on the handler's own thread: failures go where they would go without us.
      StoredResponse response = null;
      Throwable failure = null;
      try {
        response = answer.join();
      } catch (CompletionException e) {
        failure = e.getCause();
      }
      finish(call, keyed, served, response, failure);
    } else {
      CompletableFuture<StoredResponse> unused =
          answer.whenComplete(
              (response, failure) -> {
                try {
                  finish(call, keyed, served, response, failure);
                } catch (Throwable e) {
                  call.fail(e);
                }
              });
    }
  }

  private void finish(
      HttpCall call,
      Admission.Keyed keyed,
      ServedCall served,
      @Nullable StoredResponse response,
      @Nullable Throwable failure)
      throws Exception {
    if (failure instanceof IdempotencyException e && !served.failedItself()) {
      // Another took the key over while the handler ran, and there is no response of its yet.
      refusals.send(call, keyed.key().key(), e);
    } else {
      served.finish(response, failure);
    }
  }

  /** What was executed and replayed so far. */
  public ExecutorStats stats() {
    return executor.stats();
  }

  /** Takes no more requests: they are refused as if the store were out of reach. */
  @Override
  public void close() {
    executor.close();
  }
}
