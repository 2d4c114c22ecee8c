package io.github.semel.stress.redis;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.Ticket;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores with one mistake each, as a client library might make it. */
final class BrokenStores {

  private static final int SOMETIMES = 10;

  private BrokenStores() {}

  /** Every tenth reply to a claim is lost, and the claim sent again with a new owner. */
  static IdempotencyStore resendingWithNewOwner(IdempotencyStore store) {
    AtomicInteger claims = new AtomicInteger();
    return changed(
        store,
        "claim",
        arguments -> {
          ClaimRequest request = (ClaimRequest) arguments[0];
          ClaimResult lost = store.claim(request);
          return claims.incrementAndGet() % SOMETIMES == 0
              ? store.claim(ClaimRequest.of(request.key(), request.fingerprint(), request.terms()))
              : lost;
        });
  }

  /** Takes a claim that is live for one that was left behind. */
  static IdempotencyStore takingLiveClaims(IdempotencyStore store) {
    return changed(
        store,
        "claim",
        arguments -> {
          ClaimRequest request = (ClaimRequest) arguments[0];
          ClaimResult result = store.claim(request);
          if (result instanceof ClaimResult.InProgress) {
            store
                .find(request.key())
                .ifPresent(found -> store.forget(request.key(), found.fence()));
            result = store.claim(request);
          }
          return result;
        });
  }

  /** Every tenth completion is confirmed and not made. */
  static IdempotencyStore confirmingTooEarly(IdempotencyStore store) {
    AtomicInteger completions = new AtomicInteger();
    return changed(
        store,
        "complete",
        arguments ->
            completions.incrementAndGet() % SOMETIMES == 0
                ? Completion.Recorded.INSTANCE
                : store.complete(
                    (Ticket) arguments[0], (Outcome) arguments[1], (Duration) arguments[2]));
  }

  /** Sends a release again as another call, which finds nothing to release. */
  static IdempotencyStore releasingTwice(IdempotencyStore store) {
    return changed(
        store,
        "release",
        arguments -> {
          Ticket ticket = (Ticket) arguments[0];
          store.release(ticket);
          return store.release(ticket);
        });
  }

  @FunctionalInterface
  private interface Change {
    Object call(Object[] arguments);
  }

  private static IdempotencyStore changed(IdempotencyStore store, String method, Change change) {
    return (IdempotencyStore)
        Proxy.newProxyInstance(
            BrokenStores.class.getClassLoader(),
            new Class<?>[] {IdempotencyStore.class},
            (proxy, called, arguments) ->
                called.getName().equals(method)
                    ? change.call(arguments)
                    : unchanged(store, called, arguments));
  }

  private static Object unchanged(IdempotencyStore store, Method called, Object[] arguments)
      throws Throwable {
    try {
      return called.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
