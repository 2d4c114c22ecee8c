package io.github.semel.benchmarks;

import io.github.semel.benchmarks.contender.Conditions;
import io.github.semel.benchmarks.redis.CommandCount;
import io.github.semel.benchmarks.redis.RecordMemory;
import io.github.semel.benchmarks.redis.RedisTarget;
import io.github.semel.benchmarks.report.RedisReport;
import io.github.semel.redis.server.RedisBinary;
import io.github.semel.redis.server.RedisServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the servers, measures the store on Redis and its rivals over them, and writes what was
 * measured to files.
 */
final class RedisComparison {

  private final CompareOptions options;
  private final RedisPlan plan;
  private final Forks forks;
  private final Progress progress;
  private final List<String> counts = new ArrayList<>();
  private final List<String> memory = new ArrayList<>();
  private final List<String> notes;
  private final List<String> failures = new ArrayList<>();

  RedisComparison(CompareOptions options, RedisPlan plan, Forks forks, Progress progress) {
    this.options = options;
    this.plan = plan;
    this.forks = forks;
    this.progress = progress;
    this.notes = new ArrayList<>(plan.notes());
  }

  /**
   * Measures; notes it where there is no Redis for this system.
   *
   * @return whether all of it went well
   */
  boolean run() throws IOException {
    try {
      RedisBinary.find();
    } catch (RedisServerException e) {
      notes.add("Not measured: there is no Redis for this system; put redis-server on the PATH");
      writeFiles("none");
      return true;
    }
    try (RedisTarget alone = RedisTarget.start(RedisTarget.Kind.ALONE);
        RedisTarget replicated = RedisTarget.start(RedisTarget.Kind.REPLICATED)) {
      measure(alone, replicated);
    } catch (RedisServerException e) {
      failures.add("the servers: " + e.getMessage());
      writeFiles("unknown");
    }
    return forks.failures().isEmpty() && failures.isEmpty();
  }

  private void measure(RedisTarget alone, RedisTarget replicated) throws IOException {
    for (Plan.Run run : plan.runs()) {
      // A fork that failed has left its keys there.
      alone.empty();
      replicated.empty();
      forks.measure(run, alone.jvmArgument(), replicated.jvmArgument());
      writeFiles(alone.version());
    }
    for (String store : plan.counted()) {
      try {
        CommandCount count = CommandCount.of(store, alone);
        counts.add(count.toJson());
        progress.done("commands", store, "counted", 0);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while counting the commands of " + store, e);
      }
    }
    memory.add(RecordMemory.of(alone, plan.records(), Conditions.RESPONSE_BYTES).toJson());
    progress.done("memory of the server", plan.records() + " records", "measured", 0);
    writeFiles(alone.version());
  }

  private void writeFiles(String version) throws IOException {
    Path folder = options.results();
    List<String> allFailures = new ArrayList<>(forks.failures());
    allFailures.addAll(failures);
    forks.write(folder.resolve(RedisReport.JMH));
    Files.writeString(
        folder.resolve(RedisReport.COMMANDS), "[\n  " + String.join(",\n  ", counts) + "\n]\n");
    Files.writeString(
        folder.resolve(RedisReport.MEMORY), "[\n  " + String.join(",\n  ", memory) + "\n]\n");
    Files.writeString(
        folder.resolve(RedisReport.ENVIRONMENT),
        Environment.of(options, plan.settings())
            .with("Redis", version)
            .with("failures", allFailures)
            .with("notes", notes)
            .toJson());
  }
}
