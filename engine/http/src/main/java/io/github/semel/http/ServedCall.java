package io.github.semel.http;

import io.github.semel.callback.Callbacks;
import io.github.semel.executor.Execution;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One request with a key on its way through the handler. One thread after another. */
final class ServedCall {

  /** Ends the work without anything to record; the handler's response is sent all the same. */
  abstract static class Unrecorded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unrecorded(String message) {
      super(message, null, false, false);
    }
  }

  /** The handler's status is not final: the claim is given back. */
  static final class NotFinal extends Unrecorded {

    private static final long serialVersionUID = 1L;

    NotFinal() {
      super("the status is not final");
    }
  }

  /** The server gave the handler up, which may still be at work: the claim is left in doubt. */
  static final class GivenUp extends Unrecorded {

    private static final long serialVersionUID = 1L;

    GivenUp() {
      super("the handler did not answer in time");
    }
  }

  private final HttpSettings settings;
  private final Refusals refusals;
  private final HttpCall call;
  private final Admission.Keyed keyed;

  // Written by the thread that ends the handler's work, before the stage that others wait for.
  private @Nullable StoredResponse own;
  private @Nullable Throwable failure;

  ServedCall(HttpSettings settings, Refusals refusals, HttpCall call, Admission.Keyed keyed) {
    this.settings = settings;
    this.refusals = refusals;
    this.call = call;
    this.keyed = keyed;
  }

  /** The work: has the handler answer, and says what is to be recorded of it. */
  CompletionStage<StoredResponse> start(Execution claim) {
    HttpExecution execution = new HttpExecution(claim);
    HandlerRequest request =
        new HandlerRequest(
            execution,
            keyed.body(),
            keyed.assigned() ? keyed.echo() : Optional.empty(),
            settings.maxHeldBytes());
    CompletableFuture<StoredResponse> recorded = new CompletableFuture<>();
    CompletionStage<HandlerResponse> answer;
    try {
      answer = call.perform(request);
    } catch (Throwable thrown) {
      answer = CompletableFuture.failedFuture(thrown);
    }
    answer.whenComplete(
        (response, thrown) -> {
          try {
            if (response != null) {
              end(execution, response, recorded);
            } else {
              fail(execution, thrown, recorded);
            }
          } catch (Throwable e) {
            // A rule of the user's that throws; nobody may wait for ever because of it.
            failure = e;
            recorded.completeExceptionally(e);
          }
        });
    return recorded;
  }

  private void end(
      HttpExecution execution,
      HandlerResponse response,
      CompletableFuture<StoredResponse> recorded) {
    failure = response.broken().orElse(null);
    StoredResponse kept = kept(response.response());
    own = kept;
    if (failure != null
        || kept.kind() == StoredResponse.Kind.OMITTED
        || execution.hasTakenEffect()
        || settings.finalStatuses().test(kept.status())) {
      recorded.complete(kept);
    } else {
      recorded.completeExceptionally(response.timedOut() ? new GivenUp() : new NotFinal());
    }
  }

  private void fail(
      HttpExecution execution, Throwable thrown, CompletableFuture<StoredResponse> recorded) {
    failure = thrown;
    if (execution.hasTakenEffect()) {
      StoredResponse kept = StoredResponse.omitted(500, List.of());
      own = kept;
      recorded.complete(kept);
    } else {
      recorded.completeExceptionally(thrown);
    }
  }

  private StoredResponse kept(StoredResponse made) {
    if (made.kind() != StoredResponse.Kind.OMITTED) {
      StoredResponse whole = made.having(settings.keptHeaders().of(made.headers()));
      if (ResponseCodec.maxLength(whole) <= settings.maxOutcomeBytes()) {
        return whole;
      }
    }
    return StoredResponse.omitted(
        made.status(), settings.keptHeaders().withoutBody(made.headers()));
  }

  /** Whether the handler failed, or broke its response off. */
  boolean failedItself() {
    return failure != null;
  }

  /** Answers the client, once what the handler has made is recorded, or another's was found. */
  void finish(@Nullable StoredResponse answer, @Nullable Throwable thrown) throws Exception {
    String key = keyed.key().key();
    StoredResponse made = own;
    if (answer != null && !answer.equals(made)) {
      replay(key, answer);
      return;
    }
    boolean unrecorded = thrown instanceof Unrecorded;
    if (made != null && (answer != null || unrecorded)) {
      Callbacks.run(() -> settings.listener().executed(key, made.status(), !unrecorded));
    }
    if (failure != null) {
      throw asException(failure);
    }
    if (made == null || !(answer != null || unrecorded)) {
      throw asException(
          thrown == null ? new AssertionError("neither response nor failure") : thrown);
    }
    call.release();
  }

  private void replay(String key, StoredResponse answer) throws IOException {
    StoredResponse marked = answer.with(List.of(new HeaderLine(settings.replayedHeader(), "true")));
    if (answer.kind() == StoredResponse.Kind.OMITTED) {
      refusals.sendNotStored(call, key, marked);
    } else {
      Callbacks.run(() -> settings.listener().replayed(key, answer.status()));
      call.send(marked);
    }
  }

  private static Exception asException(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (Exception) thrown;
  }
}
