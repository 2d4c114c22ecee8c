package io.github.semel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The small value types of the protocol. */
class ValuesTest {

  @Property(tries = 200)
  void microsecondsComeBackAsTheyWere(
      @ForAll @LongRange(min = -4_000_000_000_000_000L, max = 4_000_000_000_000_000L) long micros) {
    assertThat(Micros.of(Micros.toInstant(micros))).isEqualTo(micros);
    assertThat(Micros.of(Micros.toDuration(micros))).isEqualTo(micros);
  }

  @Test
  @DisplayName("a positive duration never becomes zero microseconds")
  void roundedUp() {
    assertThat(Micros.of(Duration.ofNanos(1))).isEqualTo(1);
    assertThat(Micros.of(Duration.ofNanos(1_001))).isEqualTo(2);
    assertThat(Micros.of(Duration.ofNanos(2_000))).isEqualTo(2);
  }

  @Test
  @DisplayName("the monotonic clock starts at the wall clock and never goes back")
  void monotonicClock() {
    StoreClock clock = StoreClock.monotonic();
    Instant now = Instant.now();
    assertThat(Micros.toInstant(clock.micros()))
        .isBetween(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1)));
    long before = clock.micros();
    for (int i = 0; i < 10_000; i++) {
      long next = clock.micros();
      assertThat(next).isGreaterThanOrEqualTo(before);
      before = next;
    }
  }

  @Test
  @DisplayName("a fingerprint is the first half of SHA-256 over length-prefixed parts")
  void fingerprints() {
    // printf '\0\0\0\3abc' | sha256sum
    assertThat(Fingerprint.of("abc")).hasToString("d04b72a650ce0f8ce4963330a53ee283");
    assertThat(Fingerprint.of("ab", "c")).isNotEqualTo(Fingerprint.of("a", "bc"));
    assertThat(Fingerprint.of("abc", "")).isNotEqualTo(Fingerprint.of("abc"));
    assertThat(Fingerprint.of("é")).isEqualTo(Fingerprint.of("é".getBytes(StandardCharsets.UTF_8)));
    assertThat(Fingerprint.of("")).isNotEqualTo(Fingerprint.NONE);
    assertThatThrownBy(() -> Fingerprint.of("a\uD83D"))
        .isInstanceOf(InvalidArgumentException.class)
        .hasMessageContaining("surrogate");
    assertThatThrownBy(() -> Fingerprint.of("a", null)).hasMessageStartingWith("parts[1] must be");
    assertThatThrownBy(() -> Fingerprint.of(new byte[0][])).hasMessageStartingWith("parts.length");
  }

  @Test
  @DisplayName("owners are new every time")
  void owners() {
    Set<Owner> owners = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      assertThat(owners.add(Owner.random())).isTrue();
    }
    assertThat(new Owner(1, -1)).hasToString("0000000000000001ffffffffffffffff");
  }

  @Test
  @DisplayName("a downstream key is the same for every attempt, and another for every name and key")
  void downstreamKeys() {
    Ticket first = Ticket.of("order-7", Owner.random(), 1, 1);
    Ticket second = Ticket.of("order-7", Owner.random(), 2, 2);
    String key = first.downstreamKey("charge");
    assertThat(second.downstreamKey("charge")).isEqualTo(key);
    assertThat(first.downstreamKey("notify")).isNotEqualTo(key);
    assertThat(Ticket.of("order-8", Owner.random(), 1, 1).downstreamKey("charge"))
        .isNotEqualTo(key);
    // What was handed downstream before an upgrade must be derived again after it.
    assertThat(key).isEqualTo("100acd00-fa3a-80fa-9ea8-5d20372d6fa1");
    UUID uuid = UUID.fromString(key);
    assertThat(uuid.version()).isEqualTo(8);
    assertThat(uuid.variant()).isEqualTo(2);
    assertThatThrownBy(() -> first.downstreamKey("")).hasMessageStartingWith("name must be");
  }

  @Test
  @DisplayName("a ticket put together from its parts equals the one it was taken from")
  void tickets() {
    Owner owner = Owner.random();
    assertThat(Ticket.of("k", owner, 5, 2))
        .isEqualTo(Ticket.of("k", owner, 5, 2))
        .hasSameHashCodeAs(Ticket.of("k", owner, 5, 2))
        .isNotEqualTo(Ticket.of("k", owner, 6, 2))
        .isNotEqualTo(Ticket.of("j", owner, 5, 2))
        .isNotEqualTo(Ticket.of("k", Owner.random(), 5, 2))
        .hasToString("Ticket[key=k, owner=" + owner + ", fence=5, attempt=2]");
    assertThat(Ticket.of("k", owner, 5, 2).inDoubt()).isTrue();
    assertThat(Ticket.of("k", owner, 5, 1).inDoubt()).isFalse();
    assertThatThrownBy(() -> Ticket.of("k", owner, 5, 0)).hasMessageStartingWith("attempt must be");
  }

  @Test
  @DisplayName("an outcome keeps its bytes to itself")
  void outcomes() {
    byte[] bytes = {1, 2, 3};
    Outcome outcome = Outcome.success(bytes);
    bytes[0] = 9;
    outcome.bytes()[1] = 9;
    assertThat(outcome.bytes()).containsExactly(1, 2, 3);
    assertThat(outcome.buffer().isReadOnly()).isTrue();
    assertThat(outcome).isEqualTo(Outcome.success(new byte[] {1, 2, 3}));
    assertThat(outcome).isNotEqualTo(Outcome.failure(new byte[] {1, 2, 3}));
    assertThat(outcome).hasToString("SUCCESS(3 bytes)");
    assertThat(Outcome.adopt(Outcome.Status.OMITTED, new byte[0])).isSameAs(Outcome.omitted());
    assertThatThrownBy(() -> Outcome.adopt(Outcome.Status.IN_DOUBT, new byte[1]))
        .hasMessageContaining("bytes.length must be 0 for IN_DOUBT, but is 1");
  }

  @Test
  @DisplayName("terms are refused when one of them is out of its bounds")
  void terms() {
    ClaimTerms terms = ClaimTerms.of(Duration.ofSeconds(3), Duration.ofDays(1)).withLabel("host-1");
    assertThat(terms.label()).contains("host-1");
    assertThat(terms.withTtl(Duration.ofDays(2)).ttl()).isEqualTo(Duration.ofDays(2));
    assertThat(terms).isEqualTo(terms.withTtl(Duration.ofDays(1)));
    assertThat(terms.leaseMicros()).isEqualTo(3_000_000);
    assertThatThrownBy(() -> ClaimTerms.of(Duration.ZERO, Duration.ofDays(1)))
        .hasMessageStartingWith("lease must be");
    assertThatThrownBy(() -> terms.withLabel("x".repeat(65)))
        .hasMessageStartingWith("label must be");
  }
}
