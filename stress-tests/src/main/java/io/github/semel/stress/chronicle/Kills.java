package io.github.semel.stress.chronicle;

import io.github.semel.ClaimRequest;
import io.github.semel.ClaimResult;
import io.github.semel.IdempotencyRecord;
import io.github.semel.IdempotencyStore;
import io.github.semel.Owner;
import io.github.semel.chronicle.ChronicleMapStore;
import io.github.semel.chronicle.ChronicleStoreListener;
import io.github.semel.chronicle.RecoveryReport;
import io.github.semel.stress.Count;
import io.github.semel.stress.Row;
import io.github.semel.stress.Scenario;
import io.github.semel.stress.Sizes;
import io.github.semel.stress.Tally;
import io.github.semel.stress.chronicle.KeyPlan.Fate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The process that owns a file is killed under load, and the next one opens it. */
public final class Kills implements Scenario {

  private static final int KILLS_A_ROUND = 7;

  /** So that the full campaign acknowledges more than two million keys. */
  private static final int KEYS_A_MILLISECOND = 36;

  private static final int SAMPLE = 16;

  /** Half of it for the keys that are done until a kill has come, and for large outcomes. */
  private static final int ROOM = 2;

  @Override
  public String store() {
    return "chronicle";
  }

  @Override
  public String name() {
    return "kills";
  }

  @Override
  public String description() {
    return "A process opens the file, claims keys on several threads and, by turns, holds, renews,"
        + " releases or completes them, within the reserved room and beyond it, and amends some."
        + " After so many acknowledged keys it is killed (SIGKILL) in the middle of its work, and"
        + " the file is recovered. Every key of the round is then looked at, and at the end all"
        + " keys again: each acknowledged outcome must be there byte for byte, each held claim be"
        + " held by its owner and be refused to others, each released key be free. Of a call that"
        + " was under way, either the state before or after it must stand. Chronicle Map's own"
        + " complaints during a recovery, beyond what a killed process always leaves, are counted.";
  }

  @Override
  public void run(Sizes sizes, Consumer<Row> done) throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory("semel-kills");
      try {
        done.accept(run(sizes, KILLS_A_ROUND * sizes.rounds(), folder));
      } finally {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Row run(Sizes sizes, int kills, Path folder) throws IOException, InterruptedException {
    long keys = sizes.load().toMillis() * KEYS_A_MILLISECOND;
    Campaign campaign =
        new Campaign(
            folder.resolve("store"),
            folder.resolve("progress"),
            sizes.threads(),
            sizes.seed(),
            ROOM * keys * kills);
    for (int kill = 0; kill < kills; kill++) {
      campaign.round(keys);
    }
    campaign.checkAll();
    return Row.of(name(), "SIGKILL", Row.Promise.NOTHING_LOST, campaign.tally, campaign.times);
  }

  /** One file, from the first process to the last. */
  private static final class Campaign implements ChronicleStoreListener {

    private final Path file;
    private final Path progress;
    private final int threads;
    private final long seed;
    private final long maxEntries;
    private final KeyPlan plan;
    private final ProgressLog log;
    private final Tally tally = new Tally();
    private final Map<String, Long> times = new TreeMap<>();

    /** Thread and number of the keys that were in the middle of something at a kill. */
    private final List<long[]> inFlight = new ArrayList<>();

    Campaign(Path file, Path progress, int threads, long seed, long maxEntries) throws IOException {
      this.file = file;
      this.progress = progress;
      this.threads = threads;
      this.seed = seed;
      this.maxEntries = maxEntries;
      this.plan = new KeyPlan(seed);
      this.log = new ProgressLog(progress, threads);
    }

    @Override
    public void recovered(RecoveryReport report) {
      times.merge(Row.RECOVERY, report.took().toMillis(), Math::max);
      tally.add(Count.RESTORED, report.restored());
      tally.add(Count.COMPLAINTS, report.complaints().size());
      for (long i = 0; i < report.damaged(); i++) {
        tally.add(Count.WRONG_ANSWERS, "a damaged record");
      }
    }

    private IdempotencyStore open() {
      return Victim.settings(ChronicleMapStore.file(file, maxEntries)).listener(this).open();
    }

    void round(long keys) throws IOException, InterruptedException {
      long[] from = new long[threads];
      for (int thread = 0; thread < threads; thread++) {
        from[thread] = log.number(thread);
      }
      Path output = progress.resolveSibling("output");
      Process victim = start(output);
      while (done(from) < keys && victim.isAlive()) {
        Thread.sleep(1);
      }
      if (!victim.isAlive()) {
        tally.add(Count.WRONG_ANSWERS, "the process ended: " + Files.readString(output));
      }
      victim.destroyForcibly().waitFor();
      tally.add(Count.PROCESS_KILLS);
      try (IdempotencyStore store = open()) {
        for (int thread = 0; thread < threads; thread++) {
          long at = log.number(thread);
          for (long number = from[thread]; number < at; number++) {
            check(store, thread, number, KeyPlan.fate(number).steps(), 0);
          }
          check(store, thread, at, log.acknowledged(thread), 1);
          count(thread, from[thread], at);
          // Whatever became of it is settled; the next process goes on behind it.
          log.at(thread, at + 1, 0);
          inFlight.add(new long[] {thread, at});
        }
      }
    }

    private long done(long[] from) {
      long done = 0;
      for (int thread = 0; thread < threads; thread++) {
        done += log.number(thread) - from[thread];
      }
      return done;
    }

    private Process start(Path output) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(ChronicleMapStore.jvmFlags());
      command.addAll(
          List.of(
              "-cp",
              System.getProperty("java.class.path"),
              Victim.class.getName(),
              file.toString(),
              "" + maxEntries,
              progress.toString(),
              "" + threads,
              "" + seed));
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    }

    private void count(int thread, long from, long to) {
      for (long number = from; number < to; number++) {
        Fate fate = KeyPlan.fate(number);
        tally.add(Count.OPERATIONS, fate.steps());
        tally.add(Count.ACQUIRED);
        if (fate == Fate.RECORDED || fate == Fate.GROWN || fate == Fate.AMENDED) {
          tally.add(Count.RECORDED);
        }
      }
      tally.add(Count.OPERATIONS, log.acknowledged(thread));
    }

    void checkAll() {
      try (IdempotencyStore store = open()) {
        for (int thread = 0; thread < threads; thread++) {
          for (long number = 0; number < log.number(thread); number++) {
            if (!wasInFlight(thread, number)) {
              check(store, thread, number, KeyPlan.fate(number).steps(), 0);
            }
          }
        }
      }
    }

    private boolean wasInFlight(int thread, long number) {
      return inFlight.stream().anyMatch(key -> key[0] == thread && key[1] == number);
    }

    /**
     * Checks a key of which {@code acknowledged} calls were, and {@code more} may have taken place.
     */
    private void check(
        IdempotencyStore store, int thread, long number, int acknowledged, int more) {
      String key = plan.key(thread, number);
      Optional<IdempotencyRecord> found = store.find(key);
      int most = Math.min(acknowledged + more, KeyPlan.fate(number).steps());
      for (int steps = acknowledged; steps <= most; steps++) {
        if (isAfter(found, thread, number, steps)) {
          if (number % SAMPLE == 0 && found.isPresent()) {
            challenge(store, key);
          }
          return;
        }
      }
      boolean recorded =
          acknowledged >= 2
              && KeyPlan.fate(number) != Fate.RENEWED
              && KeyPlan.fate(number) != Fate.RELEASED;
      String what =
          KeyPlan.fate(number) + " " + key + " after " + acknowledged + " calls is " + found;
      if (recorded) {
        tally.add(Count.LOST_OUTCOMES, what);
      } else if (found.isEmpty()) {
        tally.add(Count.LOST_CLAIMS, what);
      } else {
        tally.add(Count.WRONG_ANSWERS, what);
      }
    }

    private boolean isAfter(Optional<IdempotencyRecord> found, int thread, long number, int steps) {
      Fate fate = KeyPlan.fate(number);
      if (steps == 0 || (steps == 2 && fate == Fate.RELEASED)) {
        return found.isEmpty();
      }
      if (steps == 1 || fate == Fate.RENEWED) {
        return found.orElse(null) instanceof IdempotencyRecord.Pending pending
            && pending.owner().equals(plan.owner(thread, number))
            && pending.attempt() == 1;
      }
      return found.orElse(null) instanceof IdempotencyRecord.Completed completed
          && completed.outcome().equals(plan.outcome(thread, number, steps));
    }

    private void challenge(IdempotencyStore store, String key) {
      tally.add(Count.CHALLENGES);
      ClaimResult result =
          store.claim(new ClaimRequest(key, Victim.FINGERPRINT, Victim.TERMS, Owner.random()));
      if (result instanceof ClaimResult.Acquired) {
        tally.add(Count.DOUBLE_GRANTS, key);
      }
    }
  }
}
