package io.github.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimTerms;
import io.github.semel.CompletionRequest;
import io.github.semel.Fingerprint;
import io.github.semel.IdempotencyRecord;
import io.github.semel.InvalidArgumentException;
import io.github.semel.Limits;
import io.github.semel.Owner;
import io.github.semel.RecordVersion;
import io.github.semel.Ticket;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bad input is refused before anything is touched, with its name, its value and the bound. */
@SuppressWarnings("NullAway") // Null is the bad input that is tried.
abstract class InputContract extends ContractSection {

  private static final String ASCII_TOO_LONG = "k".repeat(Limits.MAX_KEY_BYTES + 1);
  private static final String[] TOO_LONG = {
    ASCII_TOO_LONG,
    "é".repeat(Limits.MAX_KEY_BYTES / 2) + "k",
    "漢".repeat(Limits.MAX_KEY_BYTES / 3) + "漢",
    "😀".repeat(Limits.MAX_KEY_BYTES / 4) + "k",
  };
  private static final String[] MALFORMED = {
    "half \uD83D", "\uDE00 half", "half \uD83D in the middle", "\uDE00\uD83D the wrong way round"
  };

  private static void assertRefused(String argument, String bound, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InvalidArgumentException.class,
            refused -> assertThat(refused.argument()).isEqualTo(argument))
        .hasMessageContaining(argument)
        .hasMessageContaining(bound);
  }

  @FunctionalInterface
  private interface KeyOperation {
    void on(String key);
  }

  /** Every operation that is given a key. */
  private KeyOperation[] keyOperations() {
    return new KeyOperation[] {
      key -> store().claim(key, FINGERPRINT, TERMS),
      key -> store().find(key),
      key -> store().amend(key, new RecordVersion(1, 0), outcome("x")),
      key -> store().forget(key, 1),
      key -> new ClaimRequest(key, FINGERPRINT, TERMS, Owner.random()),
      key -> Ticket.of(key, Owner.random(), 1, 1),
    };
  }

  @Test
  @DisplayName("a key that is null or empty is refused by every operation")
  void missingKeyIsRefused() {
    for (KeyOperation operation : keyOperations()) {
      assertRefused("key", "1 to 1024 bytes of UTF-8, but is null", () -> operation.on(null));
      assertRefused("key", "1 to 1024 bytes of UTF-8, but is \"\"", () -> operation.on(""));
    }
  }

  @Test
  @DisplayName("a key of more than 1,024 bytes of UTF-8 is refused by every operation")
  void longKeyIsRefused() {
    for (KeyOperation operation : keyOperations()) {
      for (String key : TOO_LONG) {
        assertRefused("key", "1 to 1024 bytes of UTF-8", () -> operation.on(key));
        assertThatThrownBy(() -> operation.on(key))
            .hasMessageContaining(key.substring(0, 20))
            .hasMessageMatching("(?s).*\\(102[5-7] bytes\\).*");
      }
    }
  }

  @Test
  @DisplayName("a key with half of a surrogate pair is refused by every operation")
  void malformedKeyIsRefused() {
    for (KeyOperation operation : keyOperations()) {
      for (String key : MALFORMED) {
        assertRefused("key", "unpaired surrogate", () -> operation.on(key));
      }
    }
  }

  @Test
  @DisplayName("a key of exactly 1,024 bytes works, in any script, and its end counts")
  void longestKeysWork() {
    String unique = key();
    String[] fillers = {"k", "é", "漢", "😀"};
    int[] widths = {1, 2, 3, 4};
    for (int i = 0; i < fillers.length; i++) {
      int room = Limits.MAX_KEY_BYTES - unique.length() - 1;
      String start = unique + fillers[i].repeat(room / widths[i]) + "-".repeat(room % widths[i]);

      complete(acquire(start + "1"), outcome("one"));
      complete(acquire(start + "2"), outcome("two"));

      assertThat(completed(claim(start + "1")).outcome()).isEqualTo(outcome("one"));
      assertThat(completed(claim(start + "2")).outcome()).isEqualTo(outcome("two"));
      assertThat(completedRecord(start + "1").key()).isEqualTo(start + "1");
    }
  }

  @Test
  @DisplayName("keys that differ in case, blanks, NUL or Unicode form are different keys")
  void keysAreTakenLiterally() {
    String unique = key();
    String[] tails = {
      "a", "A", " a", "a ", "a\t", "a\n", "a\r\n", "a\0", "\0a", "a\0b", "a\0c", "é", "e\u0301",
      "ﬁ", "fi", "ß", "ss", "\u200Ba", "\uFEFFa", "*", "?", "a*", "[a]", "{a}", "a:b", "a/b",
      "a\\b", "%00", "'", "\"", "\uFFFD", "\uD83D\uDE00", "١", "1", "01", "1.0"
    };
    for (String tail : tails) {
      complete(acquire(unique + tail), outcome("of " + tail));
    }
    for (String tail : tails) {
      assertThat(completed(claim(unique + tail)).outcome()).isEqualTo(outcome("of " + tail));
      assertThat(completedRecord(unique + tail).key()).isEqualTo(unique + tail);
    }
  }

  @Test
  @DisplayName("keys that share a Java hash code are different keys")
  void collidingKeysAreDifferent() {
    String unique = key();
    // "Aa" and "BB" have the same hash code, and so has every mixture of them.
    for (int i = 0; i < 64; i++) {
      complete(acquire(unique + colliding(i)), outcome("" + i));
    }
    for (int i = 0; i < 64; i++) {
      assertThat(completed(claim(unique + colliding(i))).outcome()).isEqualTo(outcome("" + i));
    }
  }

  private static String colliding(int bits) {
    StringBuilder key = new StringBuilder();
    for (int bit = 0; bit < 6; bit++) {
      key.append((bits >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return key.toString();
  }

  @Test
  @DisplayName(
      "a claim without request, fingerprint, terms or owner is refused, and claims nothing")
  void missingPartOfAClaimIsRefused() {
    String key = key();

    assertRefused("request", "not null, but is null", () -> store().claim(null));
    assertRefused("fingerprint", "not null", () -> store().claim(key, null, TERMS));
    assertRefused("terms", "not null", () -> store().claim(key, FINGERPRINT, null));
    assertRefused("owner", "not null", () -> new ClaimRequest(key, FINGERPRINT, TERMS, null));
    assertAbsent(key);
  }

  @Test
  @DisplayName("a lease that is missing, not positive or too long is refused, and renews nothing")
  void badLeaseIsRefused() {
    String key = key();
    Ticket ticket = acquire(key);
    IdempotencyRecord before = pendingRecord(key);

    assertRefused("lease", "not null", () -> store().renew(ticket, null));
    assertRefused("lease", "not null", () -> ClaimTerms.of(null, TTL));
    for (Duration lease : notInBounds(Limits.MAX_LEASE)) {
      String bound = "positive and at most PT8784H, but is " + lease;
      assertRefused("lease", bound, () -> store().renew(ticket, lease));
      assertRefused("lease", bound, () -> ClaimTerms.of(lease, TTL));
    }
    assertThat(store().find(key)).contains(before);
  }

  @Test
  @DisplayName("a ttl that is missing, not positive or too long is refused, and completes nothing")
  void badTtlIsRefused() {
    String key = key();
    Ticket ticket = acquire(key);
    IdempotencyRecord before = pendingRecord(key);

    assertRefused("ttl", "not null", () -> store().complete(ticket, outcome("x"), null));
    assertRefused("ttl", "not null", () -> ClaimTerms.of(LEASE, null));
    for (Duration ttl : notInBounds(Limits.MAX_TTL)) {
      String bound = "positive and at most PT876600H, but is " + ttl;
      assertRefused("ttl", bound, () -> store().complete(ticket, outcome("x"), ttl));
      assertRefused("ttl", bound, () -> ClaimTerms.of(LEASE, ttl));
      assertRefused("ttl", bound, () -> new CompletionRequest(ticket, outcome("x"), ttl));
    }
    assertThat(store().find(key)).contains(before);
  }

  private static Duration[] notInBounds(Duration max) {
    return new Duration[] {
      Duration.ZERO,
      Duration.ofNanos(-1),
      Duration.ofSeconds(Long.MIN_VALUE),
      max.plusNanos(1),
      Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)
    };
  }

  @Test
  @DisplayName("a ticket that is missing is refused by every operation")
  void missingTicketIsRefused() {
    assertRefused("ticket", "not null", () -> store().complete(null, outcome("x"), TTL));
    assertRefused("ticket", "not null", () -> store().renew(null, LEASE));
    assertRefused("ticket", "not null", () -> store().release(null));
    assertRefused("ticket", "not null", () -> new CompletionRequest(null, outcome("x"), TTL));
  }

  @Test
  @DisplayName("an outcome or version that is missing is refused, and changes nothing")
  void missingOutcomeIsRefused() {
    String key = key();
    Ticket ticket = acquire(key);
    IdempotencyRecord before = pendingRecord(key);
    assertRefused("outcome", "not null", () -> store().complete(ticket, null, TTL));
    assertRefused("outcome", "not null", () -> new CompletionRequest(ticket, null, TTL));
    assertThat(store().find(key)).contains(before);

    complete(ticket, outcome("paid"));
    RecordVersion version = version(key);
    assertRefused("outcome", "not null", () -> store().amend(key, version, null));
    assertRefused("version", "not null", () -> store().amend(key, null, outcome("x")));
    assertThat(completed(claim(key)).outcome()).isEqualTo(outcome("paid"));
  }

  @Test
  @DisplayName(
      "a page of less than one record or more than 10,000, or of an impossible age, is refused")
  void badPageIsRefused() {
    for (int limit : new int[] {0, -1, Integer.MIN_VALUE, 10_001, Integer.MAX_VALUE}) {
      assertRefused(
          "limit", "1 to 10000, but is " + limit, () -> store().pending(LEASE, limit, null));
    }
    assertRefused("olderThan", "not null", () -> store().pending(null, 1, null));
    for (Duration bad :
        new Duration[] {
          Duration.ofNanos(-1), Limits.MAX_AGE.plusNanos(1), Duration.ofSeconds(Long.MAX_VALUE)
        }) {
      assertRefused(
          "olderThan",
          "zero to " + Limits.MAX_AGE + ", but is " + bad,
          () -> store().pending(bad, 1, null));
    }
  }

  @Test
  @DisplayName("a label that is empty, malformed or longer than 64 bytes is refused")
  void badLabelIsRefused() {
    for (String label : new String[] {"", "x".repeat(65), "é".repeat(32) + "x"}) {
      assertRefused("label", "1 to 64 bytes of UTF-8", () -> TERMS.withLabel(label));
    }
    assertRefused("label", "1 to 64 bytes of UTF-8", () -> TERMS.withLabel(null));
    assertRefused("label", "unpaired surrogate", () -> TERMS.withLabel("\uD83D"));
  }

  @Test
  @DisplayName("a refused claim of a bad key does not disturb the store")
  void refusalDisturbsNothing() {
    String key = key();
    Ticket ticket = acquire(key);
    assertThatThrownBy(() -> store().claim(ASCII_TOO_LONG, Fingerprint.NONE, TERMS))
        .isInstanceOf(InvalidArgumentException.class);

    inProgress(claim(key));
    complete(ticket, outcome("paid"));
  }
}
