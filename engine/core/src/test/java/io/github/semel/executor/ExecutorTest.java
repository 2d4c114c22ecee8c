package io.github.semel.executor;

import io.github.semel.ClaimTerms;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyException;
import io.github.semel.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** What the tests of the executor share: a store, a listener that remembers, and an executor. */
abstract class ExecutorTest {

  static final Duration LEASE = Duration.ofSeconds(30);
  static final Duration TTL = Duration.ofHours(24);
  static final Fingerprint PRINT = Fingerprint.of("pay 10");
  static final RequestKey REQUEST = RequestKey.of("order-1", PRINT);

  final TestStore store = new TestStore();
  final List<String> heard = new ArrayList<>();

  final ExecutorListener listener =
      new ExecutorListener() {
        @Override
        public synchronized void unprotected(String key, IdempotencyException cause) {
          heard.add("unprotected " + key);
        }

        @Override
        public synchronized void unrecorded(Ticket ticket, Optional<IdempotencyException> cause) {
          heard.add("unrecorded " + ticket.key());
        }

        @Override
        public synchronized void omitted(Ticket ticket, Optional<Throwable> cause) {
          heard.add("omitted " + ticket.key());
        }

        @Override
        public synchronized void leaseLost(Ticket ticket) {
          heard.add("leaseLost " + ticket.key());
        }
      };

  private final List<AutoCloseable> opened = new ArrayList<>();

  IdempotentExecutorBuilder<String> builder() {
    return IdempotentExecutor.builder(store, Codec.text()).lease(LEASE).ttl(TTL).listener(listener);
  }

  IdempotentExecutor<String> opened(IdempotentExecutorBuilder<String> builder) {
    IdempotentExecutor<String> executor = builder.build();
    opened.add(executor);
    return executor;
  }

  /** Claims the request as a process would that then dies. */
  Ticket claimAndDie() {
    return (Ticket) store.claim(REQUEST.key(), PRINT, ClaimTerms.of(LEASE, TTL));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable executor : opened) {
      executor.close();
    }
    store.close();
  }
}
