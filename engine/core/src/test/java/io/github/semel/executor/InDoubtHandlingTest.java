package io.github.semel.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.IdempotencyRecord;
import io.github.semel.Outcome;
import io.github.semel.RecordVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An earlier attempt began and never completed. */
class InDoubtHandlingTest extends ExecutorTest {

  private final AtomicInteger runs = new AtomicInteger();

  private Work<String, RuntimeException> work() {
    return execution -> {
      runs.incrementAndGet();
      return "attempt " + execution.ticket().attempt();
    };
  }

  @BeforeEach
  void earlierAttempt() {
    claimAndDie();
    store.advance(LEASE);
  }

  @Test
  @DisplayName("hold, the default: nobody executes until an operator settles the doubt")
  void holds() {
    IdempotentExecutor<String> executor = opened(builder());
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> executor.execute(REQUEST, work()))
          .isInstanceOf(InDoubtException.class)
          .hasMessageContaining("order-1");
    }
    assertThat(runs).hasValue(0);
    IdempotencyRecord record = store.find(REQUEST.key()).orElseThrow();
    Outcome settled = Outcome.success("found downstream".getBytes(StandardCharsets.UTF_8));
    assertThat(store.amend(REQUEST.key(), new RecordVersion(record.fence(), 0), settled)).isTrue();
    assertThat(executor.execute(REQUEST, work())).isEqualTo("found downstream");
  }

  @Test
  @DisplayName("hold: an operator who forgets the key has the work done again")
  void holdThenForget() {
    IdempotentExecutor<String> executor = opened(builder());
    assertThatThrownBy(() -> executor.execute(REQUEST, work()))
        .isInstanceOf(InDoubtException.class);
    store.forget(REQUEST.key(), store.find(REQUEST.key()).orElseThrow().fence());
    assertThat(executor.execute(REQUEST, work())).isEqualTo("attempt 1");
  }

  @Test
  @DisplayName("rerun: the work is done again and can see which attempt it is")
  void reruns() {
    IdempotentExecutor<String> executor = opened(builder().inDoubt(InDoubtHandling.rerun()));
    assertThat(executor.execute(REQUEST, work())).isEqualTo("attempt 2");
    assertThat(executor.execute(REQUEST, work())).isEqualTo("attempt 2");
    assertThat(runs).hasValue(1);
  }

  @Test
  @DisplayName("ask: what the resolver found is recorded, and the work is not done")
  void askFindsEffect() {
    IdempotentExecutor<String> executor =
        opened(
            builder()
                .inDoubt(
                    InDoubtHandling.ask(ticket -> InDoubtHandling.Resolution.tookEffect("found"))));
    assertThat(executor.execute(REQUEST, work())).isEqualTo("found");
    assertThat(executor.execute(REQUEST, work())).isEqualTo("found");
    assertThat(runs).hasValue(0);
  }

  @Test
  @DisplayName("ask: when no attempt took effect, the work is done")
  void askFindsNothing() {
    IdempotentExecutor<String> executor =
        opened(builder().inDoubt(InDoubtHandling.ask(t -> InDoubtHandling.Resolution.noEffect())));
    assertThat(executor.execute(REQUEST, work())).isEqualTo("attempt 2");
  }

  @Test
  @DisplayName("ask: a resolver that cannot tell leaves the doubt, and the next claim asks again")
  void askFails() {
    AtomicInteger asked = new AtomicInteger();
    IdempotentExecutor<String> executor =
        opened(
            builder()
                .inDoubt(
                    InDoubtHandling.ask(
                        ticket -> {
                          assertThat(ticket.attempt()).isEqualTo(asked.incrementAndGet() + 1);
                          throw new IOException("gateway down");
                        })));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> executor.execute(REQUEST, work()))
          .isInstanceOf(DoubtUnresolvedException.class)
          .hasRootCauseMessage("gateway down");
      store.advance(Duration.ofNanos(1_000));
    }
    assertThat(asked).hasValue(3);
    assertThat(runs).hasValue(0);
  }

  @Test
  @DisplayName("ask: when the claim is lost while the resolver looks, the work is not done")
  void askTooSlow() {
    IdempotentExecutor<String> executor =
        opened(
            builder()
                .inDoubt(
                    InDoubtHandling.ask(
                        ticket -> {
                          store.advance(LEASE);
                          assertThat(claimAndDie().attempt()).isEqualTo(3);
                          return InDoubtHandling.Resolution.noEffect();
                        })));
    assertThatThrownBy(() -> executor.execute(REQUEST, work()))
        .isInstanceOf(DoubtUnresolvedException.class)
        .hasRootCauseMessage("the claim was lost while the resolver looked");
    assertThat(runs).hasValue(0);
  }

  @Test
  @DisplayName("a fresh key is not in doubt, whatever the handling")
  void fresh() {
    IdempotentExecutor<String> executor = opened(builder());
    assertThat(executor.execute("fresh", PRINT, work())).isEqualTo("attempt 1");
  }
}
