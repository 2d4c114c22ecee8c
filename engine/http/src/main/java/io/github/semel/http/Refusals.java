package io.github.semel.http;

import io.github.semel.IdempotencyException;
import io.github.semel.StoreCorruptException;
import io.github.semel.StoreFullException;
import io.github.semel.callback.Callbacks;
import io.github.semel.executor.CodecException;
import io.github.semel.executor.DoubtUnresolvedException;
import io.github.semel.executor.DuplicateInProgressException;
import io.github.semel.executor.FingerprintMismatchException;
import io.github.semel.executor.InDoubtException;
import io.github.semel.executor.OutcomeOmittedException;
import io.github.semel.executor.RecordedFailureException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Tells clients of problems. */
final class Refusals {

  /** Statuses whose responses have no body, or part of one; no document can go with them. */
  private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 206, 304);

  private final HttpSettings.Problems problems;
  private final HttpListener listener;

  Refusals(HttpSettings.Problems problems, HttpListener listener) {
    this.problems = problems;
    this.listener = listener;
  }

  /** Tells of what was found before anything was claimed. */
  void send(HttpCall call, Admission.Refused refused) throws IOException {
    refused.echo().ifPresent(line -> call.setHeader(line.name(), line.value()));
    send(call, refused.kind(), refused.detail(), Optional.empty());
  }

  /** Tells of why the engine does not execute the request. */
  void send(HttpCall call, String key, IdempotencyException cause) throws IOException {
    Optional<String> of = Optional.of(key);
    if (cause instanceof FingerprintMismatchException) {
      send(
          call,
          ProblemKind.KEY_REUSED,
          "It was used for a request that says something else. Send what was sent with it, or take"
              + " a new key.",
          of);
    } else if (cause instanceof DuplicateInProgressException) {
      send(
          call,
          ProblemKind.IN_PROGRESS,
          "The first request with this key is being executed. Send it again later, with the same"
              + " key.",
          of);
    } else if (cause instanceof DoubtUnresolvedException) {
      sendInDoubt(call, "Nobody could find out at present. Send it again later.", of, true);
    } else if (cause instanceof InDoubtException) {
      sendInDoubt(
          call, "Nothing is executed until the operator of the service has decided.", of, false);
    } else if (cause instanceof OutcomeOmittedException) {
      sendNotStored(call, key, OptionalInt.empty(), List.of());
    } else if (cause instanceof StoreFullException) {
      send(call, ProblemKind.STORE_FULL, "Nothing was executed. Send it again later.", of);
    } else if (cause instanceof StoreCorruptException
        || cause instanceof CodecException
        || cause instanceof RecordedFailureException) {
      send(
          call,
          ProblemKind.RECORD_UNREADABLE,
          "Nothing was executed now, and it may have been before. Tell the operator of the"
              + " service.",
          of);
    } else {
      send(call, ProblemKind.STORE_UNAVAILABLE, "Nothing was executed. Send it again later.", of);
    }
  }

  /** Tells a duplicate that its request was executed, and what of the response is left. */
  void sendNotStored(HttpCall call, String key, StoredResponse omitted) throws IOException {
    sendNotStored(call, key, OptionalInt.of(omitted.status()), omitted.headers());
  }

  private void sendNotStored(
      HttpCall call, String key, OptionalInt original, List<HeaderLine> headers)
      throws IOException {
    int status = original.orElse(ProblemKind.RESPONSE_NOT_STORED.status());
    // A server's error would be retried for ever, and what it was about has taken place.
    if (status >= 500 || WITHOUT_BODY.contains(status)) {
      status = ProblemKind.RESPONSE_NOT_STORED.status();
    }
    int sent = status;
    Callbacks.run(() -> listener.replayed(key, sent));
    StoredResponse document =
        render(
            ProblemKind.RESPONSE_NOT_STORED,
            status,
            "It is not executed again. Ask for the result where the service offers it.",
            original);
    call.send(document.with(headers));
  }

  private void sendInDoubt(HttpCall call, String what, Optional<String> key, boolean retry)
      throws IOException {
    String detail = "An earlier attempt began, never ended, and may have taken effect. " + what;
    send(call, ProblemKind.IN_DOUBT, detail, key, retry);
  }

  private void send(HttpCall call, ProblemKind kind, String detail, Optional<String> key)
      throws IOException {
    send(call, kind, detail, key, kind == ProblemKind.IN_PROGRESS || kind.status() == 503);
  }

  private void send(
      HttpCall call, ProblemKind kind, String detail, Optional<String> key, boolean retry)
      throws IOException {
    Callbacks.run(() -> listener.refused(kind, key));
    StoredResponse document = render(kind, kind.status(), detail, OptionalInt.empty());
    call.send(
        retry
            ? document.with(
                List.of(new HeaderLine("Retry-After", Long.toString(problems.retryAfterSeconds()))))
            : document);
  }

  private StoredResponse render(
      ProblemKind kind, int status, String detail, OptionalInt originalStatus) {
    URI documentation = problems.documentation().resolve("#" + kind.slug());
    return problems
        .profile()
        .render(new Problem(kind, status, detail, documentation, originalStatus));
  }
}
