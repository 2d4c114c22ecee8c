package io.github.semel.readme;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.Completion;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.RecordVersion;
import io.github.semel.Ticket;
import io.github.semel.executor.Codec;
import io.github.semel.executor.DuplicateHandling;
import io.github.semel.executor.FailurePolicy;
import io.github.semel.executor.IdempotentExecutor;
import io.github.semel.executor.InDoubtHandling;
import io.github.semel.executor.InDoubtHandling.Resolution;
import io.github.semel.executor.OutagePolicy;
import io.github.semel.executor.RequestKey;
import io.github.semel.heap.ConcurrentHashMapStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Every block of Java in README.md stands here, where the compiler sees it; ReadmeTest compares.
 */
final class ReadmeExamples {

  private ReadmeExamples() {}

  /** A payment gateway as the examples need one. */
  interface Gateway {

    String charge(String idempotencyKey, int amount);

    Optional<String> findCharge(String idempotencyKey);
  }

  /** A refusal that will be the same next time. */
  static final class CardDeclined extends RuntimeException {

    private static final long serialVersionUID = 1L;

    byte[] toBytes() {
      return new byte[0];
    }
  }

  static String executor(String requestId, String body, Gateway gateway) {
    try (IdempotencyStore store = ConcurrentHashMapStore.create();
        IdempotentExecutor<String> payments =
            IdempotentExecutor.builder(store, Codec.text()).build()) {

      String receipt =
          payments.execute(
              requestId,
              Fingerprint.of(body),
              execution -> gateway.charge(execution.ticket().downstreamKey("charge"), 10));

      return receipt;
    }
  }

  static String protocol(IdempotencyStore store, String key, String body) {
    ClaimTerms terms = ClaimTerms.of(Duration.ofSeconds(30), Duration.ofHours(24));
    ClaimResult result = store.claim(key, Fingerprint.of(body), terms);

    if (result instanceof ClaimResult.Acquired acquired) {
      Ticket ticket = acquired.ticket();
      Outcome outcome = Outcome.success(work(ticket));
      Completion completion = store.complete(ticket, outcome, Duration.ofHours(24));
      return completion instanceof Completion.Recorded ? "done" : "another attempt was faster";
    } else if (result instanceof ClaimResult.Completed completed) {
      return "done before, with " + completed.outcome();
    } else if (result instanceof ClaimResult.InProgress running) {
      return "come back in " + running.remainingLease();
    } else {
      return "this key belongs to another request";
    }
  }

  private static byte[] work(Ticket ticket) {
    return ticket.downstreamKey("work").getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  static void duplicates(
      IdempotentExecutor<String> payments, Gateway gateway, String client, byte[] body) {
    RequestKey byId = RequestKey.ofRequestId(client, "order-17", Fingerprint.of(body));
    RequestKey byContent = RequestKey.ofContent(client, "pay", body, Duration.ofMinutes(10));
    RequestKey alike =
        RequestKey.ofSimilar(client, "pay", Map.of("payee", "bob"), Duration.ofMinutes(2));

    payments.execute(byId, execution -> gateway.charge("a", 10));
    payments.execute(byContent, execution -> gateway.charge("b", 10));
    payments.execute(
        alike,
        DuplicateHandling.merge(recorded -> recorded + ", again", Duration.ofSeconds(5)),
        execution -> gateway.charge("c", 10));
  }

  static IdempotentExecutor<String> inDoubt(IdempotencyStore store, Gateway gateway) {
    return IdempotentExecutor.builder(store, Codec.text())
        .inDoubt(
            InDoubtHandling.ask(
                ticket ->
                    gateway
                        .findCharge(ticket.downstreamKey("charge"))
                        .map(Resolution::tookEffect)
                        .orElseGet(Resolution::noEffect)))
        .failures(
            FailurePolicy.standard()
                .recording(CardDeclined.class, CardDeclined::toBytes)
                .leavingInDoubt(IllegalStateException.class))
        .outage(OutagePolicy.REFUSE)
        .build();
  }

  static void operator(IdempotencyStore store, String key, boolean tookEffect, byte[] found) {
    for (IdempotencyRecord.Pending stuck :
        store.pending(Duration.ofMinutes(10), 100, null).records()) {
      System.out.println(stuck.key() + " held by " + stuck.label().orElse("somebody"));
    }

    long fence = store.find(key).orElseThrow().fence();
    if (tookEffect) {
      store.amend(key, new RecordVersion(fence, 0), Outcome.success(found)); // settles a doubt
    } else {
      store.forget(key, fence); // the next request does the work
    }
  }
}
