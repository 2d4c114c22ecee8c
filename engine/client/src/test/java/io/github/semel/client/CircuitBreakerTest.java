package io.github.semel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.client.CircuitBreaker.Permit;
import io.github.semel.client.CircuitBreaker.State;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);
  private final CircuitBreaker breaker = new CircuitBreaker(4, 0.5, PAUSE, 2, time::get);

  private void attempts(String outcomes) {
    for (char outcome : outcomes.toCharArray()) {
      breaker.enter().end(outcome == '+');
    }
  }

  @Test
  @DisplayName("opens when the share of failures over the last attempts is reached, and not before")
  void opens() {
    attempts("--");
    assertThat(breaker.state()).as("too few to judge").isEqualTo(State.CLOSED);
    attempts("++");
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.enter()).isNull();
  }

  @Test
  @DisplayName("what is older than the window is forgotten")
  void slides() {
    attempts("-+++");
    attempts("+-++");
    attempts("+-");
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    attempts("-");
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  @Test
  @DisplayName("half open after its pause: few pass, and if all succeed it closes")
  void closesAgain() {
    attempts("----");
    time.addAndGet(PAUSE.toNanos() - 1);
    assertThat(breaker.enter()).isNull();
    time.incrementAndGet();
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    Permit first = breaker.enter();
    Permit second = breaker.enter();
    assertThat(breaker.enter()).as("two probes at most").isNull();
    first.end(true);
    first.end(true);
    assertThat(breaker.state()).as("said twice, counted once").isEqualTo(State.HALF_OPEN);
    second.end(true);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    attempts("---");
    assertThat(breaker.state()).as("begins to count anew").isEqualTo(State.CLOSED);
  }

  @Test
  @DisplayName("half open: one failure opens it again, for another whole pause")
  void opensAgain() {
    attempts("----");
    time.addAndGet(PAUSE.toNanos());
    attempts("-");
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    time.addAndGet(PAUSE.toNanos() - 1);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  @Test
  @DisplayName("an attempt that began before it opened says nothing of the server after")
  void lateAnswers() {
    Permit old = breaker.enter();
    attempts("----");
    time.addAndGet(PAUSE.toNanos());
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    old.end(false);
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
  }

  @Test
  @DisplayName("bad arguments are refused by name")
  void bounds() {
    assertThatThrownBy(() -> new CircuitBreaker(0, 0.5, PAUSE, 1, time::get))
        .hasMessageContaining("window");
    assertThatThrownBy(() -> new CircuitBreaker(4, 0, PAUSE, 1, time::get))
        .hasMessageContaining("failureRate");
    assertThatThrownBy(() -> new CircuitBreaker(4, 0.5, PAUSE, 5, time::get))
        .hasMessageContaining("probes");
    assertThatThrownBy(() -> new CircuitBreaker(4, 0.5, Duration.ZERO, 1, time::get))
        .hasMessageContaining("pause");
  }
}
