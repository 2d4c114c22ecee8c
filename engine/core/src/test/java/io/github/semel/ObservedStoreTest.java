package io.github.semel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.heap.ConcurrentHashMapStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ObservedStoreTest {

  private static final ClaimTerms TERMS =
      ClaimTerms.of(Duration.ofSeconds(1), Duration.ofSeconds(5));
  private static final Duration TTL = Duration.ofSeconds(5);

  private final long[] now = {0};
  private final Recording heard = new Recording();
  private final IdempotencyStore store =
      ConcurrentHashMapStore.builder()
          .clock(() -> now[0])
          .maxEntries(2)
          .maxOutcomeBytes(4)
          .listener(heard)
          .build();

  /** Writes down what it hears, a line each. */
  private static final class Recording implements StoreListener {

    private final List<String> lines = new ArrayList<>();

    @Override
    public void claimed(String key, ClaimResult result, Duration took) {
      lines.add("claimed " + key + " " + result.getClass().getSimpleName());
    }

    @Override
    public void completed(Ticket ticket, Outcome outcome, Completion completion, Duration took) {
      lines.add("completed " + ticket.key() + " " + completion.getClass().getSimpleName());
    }

    @Override
    public void renewed(Ticket ticket, boolean renewed, Duration took) {
      lines.add("renewed " + ticket.key() + " " + renewed);
    }

    @Override
    public void released(Ticket ticket, boolean released, Duration took) {
      lines.add("released " + ticket.key() + " " + released);
    }

    @Override
    public void amended(
        String key, RecordVersion version, Outcome outcome, boolean amended, Duration took) {
      lines.add("amended " + key + " " + amended);
    }

    @Override
    public void forgotten(String key, long fence, boolean forgotten, Duration took) {
      lines.add("forgotten " + key + " " + forgotten);
    }

    @Override
    public void failed(
        StoreOperation operation,
        @Nullable String key,
        IdempotencyException failure,
        Duration took) {
      lines.add("failed " + operation + " " + key + " " + failure.getClass().getSimpleName());
    }

    @Override
    public void expired(long count) {
      lines.add("expired " + count);
    }
  }

  private Ticket claim(String key) {
    return (Ticket) store.claim(key, Fingerprint.NONE, TERMS);
  }

  @Test
  @DisplayName("every operation and its answer is told")
  void tellsEverything() {
    Ticket a = claim("a");
    store.renew(a, Duration.ofSeconds(1));
    store.complete(a, Outcome.success(new byte[] {1}), TTL);
    store.amend("a", new RecordVersion(a.fence(), 0), Outcome.omitted());
    store.claim("a", Fingerprint.NONE, TERMS);
    store.release(a);
    store.forget("a", a.fence());
    store.find("a");
    store.pending(Duration.ZERO, 1, null);
    assertThat(heard.lines)
        .containsExactly(
            "claimed a Entry",
            "renewed a true",
            "completed a Recorded",
            "amended a true",
            "claimed a Completed",
            "released a false",
            "forgotten a true");
  }

  @Test
  @DisplayName("failures are told, and thrown")
  void tellsFailures() {
    Ticket a = claim("a");
    claim("b");
    heard.lines.clear();
    assertThatThrownBy(() -> claim("c")).isInstanceOf(StoreFullException.class);
    assertThatThrownBy(() -> store.complete(a, Outcome.success(new byte[5]), TTL))
        .isInstanceOf(OutcomeTooLargeException.class);
    store.close();
    assertThatThrownBy(() -> store.find("a")).isInstanceOf(StoreClosedException.class);
    assertThat(heard.lines)
        .containsExactly(
            "failed CLAIM c StoreFullException",
            "failed COMPLETE a OutcomeTooLargeException",
            "failed FIND a StoreClosedException");
  }

  @Test
  @DisplayName("the items of a batch are told one by one")
  void tellsBatches() {
    ClaimRequest a = ClaimRequest.of("a", Fingerprint.NONE, TERMS);
    ClaimRequest b = ClaimRequest.of("b", Fingerprint.NONE, TERMS);
    ClaimRequest c = ClaimRequest.of("c", Fingerprint.NONE, TERMS);
    List<ItemResult<ClaimResult>> results = store.claimAll(List.of(a, b, c, a));
    store.completeAll(
        List.of(
            new CompletionRequest((Ticket) results.get(0).get(), Outcome.omitted(), TTL),
            new CompletionRequest(
                (Ticket) results.get(1).get(), Outcome.success(new byte[5]), TTL)));
    assertThat(heard.lines)
        .containsExactly(
            "claimed a Tracked",
            "claimed b Tracked",
            "failed CLAIM c StoreFullException",
            "claimed a Tracked",
            "completed a Recorded",
            "failed COMPLETE b OutcomeTooLargeException");
  }

  @Test
  @DisplayName("what expires is told when it is swept")
  void tellsExpiry() {
    claim("a");
    claim("b");
    now[0] += 10_000_000;
    heard.lines.clear();
    claim("c");
    assertThat(heard.lines)
        .contains("claimed c Entry")
        .anyMatch(line -> line.startsWith("expired"));
  }

  @Test
  @DisplayName(
      "what the listener throws changes nothing and reaches the uncaught exception handler")
  void survivesListener() {
    List<Throwable> uncaught = new ArrayList<>();
    Thread thread = Thread.currentThread();
    Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler((where, failure) -> uncaught.add(failure));
    StoreListener throwing =
        new StoreListener() {
          @Override
          public void claimed(String key, ClaimResult result, Duration took) {
            throw new IllegalStateException("no");
          }
        };
    try (IdempotencyStore observed = ObservedStore.of(ConcurrentHashMapStore.create(), throwing)) {
      assertThat(observed.claim("a", Fingerprint.NONE, TERMS)).isInstanceOf(Ticket.class);
      assertThat(uncaught).singleElement().isInstanceOf(IllegalStateException.class);
    } finally {
      thread.setUncaughtExceptionHandler(before);
    }
  }
}
