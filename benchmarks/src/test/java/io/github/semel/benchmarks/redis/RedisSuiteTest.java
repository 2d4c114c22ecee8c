package io.github.semel.benchmarks.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.semel.benchmarks.redis.contender.FreshKey;
import io.github.semel.benchmarks.redis.contender.RedisContender;
import io.github.semel.benchmarks.redis.contender.RedisContenders;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

@DisplayName("The benchmarks over Redis")
class RedisSuiteTest {

  private static final List<RedisTarget> TARGETS =
      List.of(
          RedisTarget.start(RedisTarget.Kind.ALONE),
          RedisTarget.start(RedisTarget.Kind.REPLICATED));

  @BeforeAll
  static void handOn() {
    // JMH refuses to measure while another JMH measures; nothing is measured here.
    System.setProperty("jmh.ignoreLock", "true");
    for (RedisTarget target : TARGETS) {
      String[] property = target.jvmArgument().substring("-D".length()).split("=");
      System.setProperty(property[0], property[1]);
    }
  }

  @AfterAll
  static void stop() {
    TARGETS.forEach(RedisTarget::close);
  }

  @Test
  @DisplayName("run, each of them, with several threads, and leave no keys")
  void allRun() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("^" + getClass().getPackageName() + "\\.")
                    .param("store", RedisContenders.SEMEL_COMBINED)
                    .threads(2)
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(2)
                    .measurementTime(TimeValue.milliseconds(50))
                    .shouldFailOnError(true)
                    .build(),
                OutputFormatFactory.createFormatInstance(
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                    VerboseMode.SILENT))
            .run();

    assertThat(results)
        .extracting(result -> result.getParams().getBenchmark())
        .map(name -> name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1))
        .containsExactlyInAnyOrder(
            "RedisBatches.claimAll",
            "RedisClaims.take",
            "RedisClaimsOnVirtualThreads.take",
            "RedisDurability.take",
            "RedisOperations.take");
    assertThat(results).allMatch(result -> result.getPrimaryResult().getScore() > 0);
    for (RedisTarget target : TARGETS) {
      assertThat(target.command("DBSIZE")).isEqualTo(0L);
    }
  }

  @Test
  @DisplayName("fail when a fresh key is not free")
  void fail() {
    TakenKeys benchmark =
        new TakenKeys(RedisTarget.Kind.ALONE) {
          @Override
          RedisContender contender(RedisTarget server, int threads) {
            return new RedisContender() {
              @Override
              public boolean take(String key) {
                return false;
              }

              @Override
              public void close() {}
            };
          }
        };
    benchmark.open(1);

    assertThatThrownBy(benchmark::take)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not free");
    benchmark.close();
  }

  @ParameterizedTest
  @CsvSource({"semel-pooled, 2, 7", "semel-combined, 2, 7", "camel, 1, 1"})
  @DisplayName("count the commands that came over connections, and those of scripts")
  void commands(String store, int sent, int executed) throws InterruptedException {
    CommandCount count = CommandCount.of(store, TARGETS.get(0));

    // A store looks at its server now and then.
    assertThat(count.sent()).isBetween(sent * 500L, sent * 500L + 5);
    assertThat(count.executed()).isBetween(executed * 500L, executed * 500L + 5);
    assertThat(count.toJson()).contains("\"store\": \"" + store + "\"", "\"operations\": 500");
  }

  @Test
  @DisplayName("know a server with a replica from one without")
  void replicas() {
    assertThat(RedisTarget.hasReplica(URI.create(TARGETS.get(0).uri() + "?replicas=1"))).isFalse();
    assertThat(RedisTarget.hasReplica(URI.create(TARGETS.get(1).uri()))).isTrue();
  }

  @Test
  @DisplayName("make keys that differ")
  void keys() {
    assertThat(FreshKey.next()).hasSize(36).isNotEqualTo(FreshKey.next());
  }
}
