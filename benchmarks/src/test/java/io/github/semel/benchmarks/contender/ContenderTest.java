package io.github.semel.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.Fingerprint;
import io.github.semel.InvalidArgumentException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Every contender")
class ContenderTest {

  private static final Fingerprint FINGERPRINT = Fingerprint.of("pay 10 EUR");
  private static final byte[] SHARED = {1, 2, 3};
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final int LIVE = 10_000;

  private final KeySequence sequence = new KeySequence();

  static List<String> names() {
    return Contenders.withAlias(
        Stream.concat(Stream.of("heap:", "compact:"), Contenders.rivals().stream()).toList());
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("claims and completes a free key once, and knows it afterwards")
  void claimsOnce(String name) {
    try (Contender contender = open(name)) {
      assertThat(contender.replay("another", FINGERPRINT)).isNull();

      assertThat(contender.submit("key", FINGERPRINT)).isSameAs(Contender.CLAIMED);
      assertThat(contender.submit("key", FINGERPRINT))
          .isNotNull()
          .isNotSameAs(Contender.CLAIMED)
          .isNotSameAs(Contender.BUSY);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("replays what was recorded, if it records outcomes at all")
  void replays(String name) {
    try (Contender contender = open(name)) {
      contender.record("own", FINGERPRINT, new byte[] {42});
      contender.submit("shared", FINGERPRINT);

      assertThat(contender.size()).isEqualTo(2);
      boolean records = !name.equals("camel");
      Object own = contender.replay("own", FINGERPRINT);
      assertThat(own).isNotNull();
      assertThat(contender.read(own)).isEqualTo((byte) (records ? 42 : 0));
      Object shared = contender.replay("shared", FINGERPRINT);
      assertThat(shared).isNotNull();
      assertThat(contender.read(shared)).isEqualTo((byte) (records ? 1 : 0));
      assertThatThrownBy(() -> contender.record("own", FINGERPRINT, new byte[] {43}))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("forgets a key in the way that its traits say")
  void forgets(String name) {
    Traits traits = Contenders.traits(name);
    try (Contender contender = open(name)) {
      contender.submit("key", FINGERPRINT);

      switch (traits.bound()) {
        case EXPIRES -> {
          if (!traits.clocked()) {
            awaitFree(contender);
            return;
          }
          advance(LIVE - KeySequence.BATCH);
          assertThat(contender.replay("key", FINGERPRINT)).isNotNull();
          advance(2 * KeySequence.BATCH);
        }
        case EVICTS -> {
          for (int i = 0; i < 2 * LIVE; i++) {
            contender.submit("other " + i, FINGERPRINT);
          }
          assertThat(contender.size()).isLessThanOrEqualTo(LIVE * 3L / 2);
        }
        case REMOVED -> contender.remove("key");
      }

      assertThat(contender.submit("key", FINGERPRINT)).isSameAs(Contender.CLAIMED);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("leaves a key claimed until it is completed")
  void claims(String name) {
    try (Contender contender = open(name)) {
      Object claim = contender.claim("key", FINGERPRINT);

      assertThat(claim).isNotNull();
      assertThat(contender.claim("key", FINGERPRINT)).isNull();
      boolean tellsBusy = !name.equals("camel");
      Object told = contender.submit("key", FINGERPRINT);
      assertThat(told == Contender.BUSY).isEqualTo(tellsBusy);
      contender.complete("key", claim);
      assertThat(contender.replay("key", FINGERPRINT)).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  @DisplayName("takes many keys at a time, and counts those that were free")
  void submitsAll(String name) {
    try (Contender contender = open(name)) {
      contender.submit("b", FINGERPRINT);

      assertThat(
              contender.submitAll(
                  List.of("a", "b", "c", "a"),
                  List.of(FINGERPRINT, FINGERPRINT, FINGERPRINT, FINGERPRINT)))
          .isEqualTo(2);
      assertThat(contender.replay("c", FINGERPRINT)).isNotNull();
    }
  }

  @Test
  @DisplayName("has a name, and an unknown name is refused")
  void names_areKnown() {
    assertThat(names()).startsWith("heap:", "heap: (again)", "compact:", "map");
    assertThatThrownBy(() -> Contenders.traits("abacus"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("abacus")
        .hasMessageContaining("heap");
  }

  /** For one whose time cannot be moved. */
  private static void awaitFree(Contender contender) {
    assertThat(contender.submit("key", FINGERPRINT)).isNotSameAs(Contender.CLAIMED);
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (contender.submit("key", FINGERPRINT) != Contender.CLAIMED) {
      assertThat(System.nanoTime() - deadline).as("is never free").isNegative();
    }
  }

  private Contender open(String name) {
    Duration ttl = Duration.of(LIVE * LogicalClock.MICROS_A_KEY, ChronoUnit.MICROS);
    return Contenders.open(
        name, new Conditions(LIVE, ttl.dividedBy(10), ttl, new LogicalClock(sequence), SHARED));
  }

  private void advance(long keys) {
    long until = sequence.taken() + keys;
    while (sequence.taken() < until) {
      sequence.take();
    }
  }
}
