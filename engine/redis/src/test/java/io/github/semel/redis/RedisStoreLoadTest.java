package io.github.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.semel.ClaimResult;
import io.github.semel.Completion;
import io.github.semel.IdempotencyStore;
import io.github.semel.Outcome;
import io.github.semel.testkit.CheckedStore;
import io.github.semel.testkit.LoadReport;
import io.github.semel.testkit.MixedLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads at once, on the server's own time, watched by the checker of the kit. */
@Tag("load")
class RedisStoreLoadTest {

  /** Where the records are and how calls travel. */
  enum Kind {
    STANDALONE_COMBINING,
    STANDALONE_POOLING,
    SENTINEL_COMBINING,
    CLUSTER_COMBINING,
    CLUSTER_POOLING;

    IdempotencyStore open() {
      RedisStoreBuilder builder =
          switch (this) {
            case STANDALONE_COMBINING, STANDALONE_POOLING -> Servers.store(Servers.standalone());
            case SENTINEL_COMBINING -> Servers.store(Servers.replication());
            case CLUSTER_COMBINING, CLUSTER_POOLING -> Servers.store(Servers.cluster());
          };
      if (name().endsWith("POOLING")) {
        builder.pooling(8, Duration.ofSeconds(20));
      }
      return builder
          .prefix(Keys.fresh() + ":")
          .timeout(Duration.ofSeconds(60))
          .replyTimeout(Duration.ofSeconds(30))
          .build();
    }
  }

  @AfterEach
  void emptyServers() {
    Servers.empty();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("8 threads that do everything on shared keys break no invariant")
  void mixedLoad(Kind kind) throws InterruptedException {
    try (IdempotencyStore store = kind.open()) {
      LoadReport report = MixedLoad.of(8, 8_000, 300, 7).run(new CheckedStore(store));
      assertThat(report.violations()).isEmpty();
      assertThat(report.operations()).isGreaterThanOrEqualTo(8_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("1,000 threads, virtual where there are any, acquire each key once")
  void thousandThreads(Kind kind) throws InterruptedException {
    int threads = 1_000;
    int keys = 200;
    try (IdempotencyStore store = kind.open()) {
      AtomicInteger acquired = new AtomicInteger();
      AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
      ThreadFactory factory = Threads.light();
      List<Thread> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int first = i;
        Thread thread =
            factory.newThread(
                () -> {
                  try {
                    for (int k = 0; k < 10; k++) {
                      String key = "key " + (first + k * 37) % keys;
                      if (Keys.claim(store, key) instanceof ClaimResult.Acquired won) {
                        acquired.incrementAndGet();
                        Outcome outcome = Keys.outcome(key);
                        assertThat(store.complete(won.ticket(), outcome, Keys.TTL))
                            .isInstanceOf(Completion.Recorded.class);
                      }
                    }
                  } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                  }
                });
        running.add(thread);
        thread.start();
      }
      for (Thread thread : running) {
        thread.join();
      }
      assertThat(failure.get()).isNull();
      assertThat(acquired.get()).isEqualTo(keys);
      for (int k = 0; k < keys; k++) {
        String key = "key " + k;
        assertThat(Keys.claim(store, key))
            .isInstanceOfSatisfying(
                ClaimResult.Completed.class,
                completed -> assertThat(completed.outcome()).isEqualTo(Keys.outcome(key)));
      }
    }
  }
}
