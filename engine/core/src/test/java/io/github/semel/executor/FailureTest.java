package io.github.semel.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimResult;
import io.github.semel.ClaimTerms;
import io.github.semel.IdempotencyRecord;
import io.github.semel.Outcome;
import io.github.semel.Ticket;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a claim whose work failed. */
class FailureTest extends ExecutorTest {

  private static final class Declined extends Exception {

    private static final long serialVersionUID = 1L;

    Declined(String reason) {
      super(reason);
    }
  }

  private static <X extends Exception> Work<String, X> failing(X failure) {
    return execution -> {
      throw failure;
    };
  }

  private int attemptOfNextClaim() {
    ClaimResult next = store.claim(REQUEST.key(), PRINT, ClaimTerms.of(LEASE, TTL));
    assertThat(next).isInstanceOf(Ticket.class);
    return ((Ticket) next).attempt();
  }

  @Test
  @DisplayName(
      "a final failure is recorded: the first gets it as thrown, duplicates what was recorded")
  void recorded() {
    IdempotentExecutor<String> executor =
        opened(
            builder()
                .failures(
                    FailurePolicy.standard()
                        .recording(
                            Declined.class, e -> e.getMessage().getBytes(StandardCharsets.UTF_8))));
    Declined declined = new Declined("no funds");
    assertThatThrownBy(() -> executor.execute(REQUEST, failing(declined))).isSameAs(declined);
    assertThatThrownBy(() -> executor.execute(REQUEST, failing(new Declined("other"))))
        .isInstanceOfSatisfying(
            RecordedFailureException.class,
            e -> assertThat(e.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("no funds"));
  }

  @Test
  @DisplayName("an ordinary exception releases the claim: the next starts fresh, at once")
  void released() {
    IdempotentExecutor<String> executor = opened(builder());
    IllegalArgumentException failure = new IllegalArgumentException("bad amount");
    assertThatThrownBy(() -> executor.execute(REQUEST, failing(failure))).isSameAs(failure);
    assertThat(attemptOfNextClaim()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "a failure of the network, a timeout, an interrupt or an Error leaves the claim in doubt")
  void leftInDoubt() {
    IdempotentExecutor<String> executor = opened(builder().inDoubt(InDoubtHandling.rerun()));
    int attempt = 1;
    for (Throwable failure :
        new Throwable[] {
          new IOException("reset"),
          new SocketTimeoutException("read"),
          new TimeoutException("late"),
          new InterruptedException("stop"),
          new StackOverflowError()
        }) {
      assertThatThrownBy(
              () ->
                  executor.<Exception>execute(
                      REQUEST,
                      execution -> {
                        if (failure instanceof Error error) {
                          throw error;
                        }
                        throw (Exception) failure;
                      }))
          .isSameAs(failure);
      store.advance(java.time.Duration.ofNanos(1_000));
      assertThat(attemptOfNextClaim()).as("after %s", failure).isEqualTo(++attempt);
      store.advance(LEASE);
      attempt++;
    }
  }

  @Test
  @DisplayName("a failure of the network stays one when it is wrapped")
  void wrapped() {
    FailurePolicy policy = FailurePolicy.standard();
    assertThat(policy.decide(new IllegalStateException(new IOException("reset"))))
        .isInstanceOf(FailurePolicy.Decision.LeftInDoubt.class);
    assertThat(policy.decide(new RuntimeException(new RuntimeException(new TimeoutException()))))
        .isInstanceOf(FailurePolicy.Decision.LeftInDoubt.class);
    assertThat(policy.decide(new IllegalStateException(new IllegalArgumentException())))
        .isInstanceOf(FailurePolicy.Decision.Released.class);
  }

  @Test
  @DisplayName("a codec that runs out of stack leaves an omitted outcome, not a claim to run again")
  void codecError() {
    Codec<String> cyclic =
        new Codec<>() {
          @Override
          public byte[] encode(String result) {
            throw new StackOverflowError();
          }

          @Override
          public String decode(byte[] bytes) {
            return null;
          }
        };
    try (IdempotentExecutor<String> executor = IdempotentExecutor.builder(store, cyclic).build()) {
      assertThat(executor.execute("a", PRINT, execution -> "done")).isEqualTo("done");
      assertThatThrownBy(() -> executor.execute("a", PRINT, execution -> "again"))
          .isInstanceOf(OutcomeOmittedException.class);
      store.complete(claimAndDie(), Outcome.success(new byte[1]), TTL);
      assertThatThrownBy(() -> executor.execute(REQUEST, execution -> "again"))
          .isInstanceOf(CodecException.class);
    }
  }

  @Test
  @DisplayName("a result of null is omitted: it has no bytes")
  void nullResult() {
    IdempotentExecutor<String> executor = opened(builder());
    assertThat(executor.<RuntimeException>execute(REQUEST, execution -> null)).isNull();
    assertThatThrownBy(() -> executor.execute(REQUEST, execution -> "again"))
        .isInstanceOf(OutcomeOmittedException.class);
    assertThat(heard).containsExactly("omitted order-1");
  }

  @Test
  @DisplayName("rules go before the standard ones, in the order in which they were added")
  void order() {
    FailurePolicy policy =
        FailurePolicy.standard()
            .leavingInDoubt(IllegalStateException.class)
            .releasing(IOException.class)
            .recording(Exception.class, e -> new byte[0]);
    assertThat(policy.decide(new IllegalStateException()))
        .isInstanceOf(FailurePolicy.Decision.LeftInDoubt.class);
    assertThat(policy.decide(new SocketTimeoutException()))
        .isInstanceOf(FailurePolicy.Decision.Released.class);
    assertThat(policy.decide(new TimeoutException()))
        .isInstanceOf(FailurePolicy.Decision.Recorded.class);
    assertThat(policy.decide(new AssertionError()))
        .isInstanceOf(FailurePolicy.Decision.LeftInDoubt.class);
  }

  @Test
  @DisplayName("a policy that throws leaves the claim in doubt, and does not hide the failure")
  void throwingPolicy() {
    IdempotentExecutor<String> executor =
        opened(
            builder()
                .failures(
                    FailurePolicy.standard()
                        .recording(
                            Declined.class,
                            e -> {
                              throw new IllegalStateException("policy");
                            })));
    Declined declined = new Declined("no funds");
    assertThatThrownBy(() -> executor.execute(REQUEST, failing(declined)))
        .isSameAs(declined)
        .hasSuppressedException(new IllegalStateException("policy"));
    store.advance(java.time.Duration.ofNanos(1_000));
    assertThat(attemptOfNextClaim()).isEqualTo(2);
  }

  @Test
  @DisplayName("a result over the store's limit is omitted: executed once, told to duplicates")
  void oversized() {
    IdempotentExecutor<String> executor = opened(builder());
    String large = "x".repeat(101);
    assertThat(executor.execute(REQUEST, execution -> large)).isEqualTo(large);
    assertThatThrownBy(() -> executor.execute(REQUEST, execution -> "again"))
        .isInstanceOf(OutcomeOmittedException.class);
    assertThat(heard).containsExactly("omitted order-1");
  }

  @Test
  @DisplayName("a result that the codec cannot write is omitted; one that it cannot read says so")
  void codec() {
    Codec<String> broken =
        new Codec<>() {
          @Override
          public byte[] encode(String result) throws Exception {
            if (result.isEmpty()) {
              throw new IOException("cannot write");
            }
            return new byte[1];
          }

          @Override
          public String decode(byte[] bytes) throws Exception {
            throw new IOException("cannot read");
          }
        };
    try (IdempotentExecutor<String> executor = IdempotentExecutor.builder(store, broken).build()) {
      assertThat(executor.execute("a", PRINT, execution -> "")).isEmpty();
      assertThatThrownBy(() -> executor.execute("a", PRINT, execution -> ""))
          .isInstanceOf(OutcomeOmittedException.class);
      assertThat(executor.execute("b", PRINT, execution -> "b")).isEqualTo("b");
      assertThatThrownBy(() -> executor.execute("b", PRINT, execution -> "b"))
          .isInstanceOf(CodecException.class)
          .hasRootCauseMessage("cannot read");
    }
    assertThat(store.find("a")).get().extracting("outcome").isEqualTo(Outcome.omitted());
    assertThat(store.find("b")).get().isInstanceOf(IdempotencyRecord.Completed.class);
  }
}
