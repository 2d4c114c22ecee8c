package io.github.semel.stress.history;

import io.github.semel.stress.Count;
import io.github.semel.stress.Row;
import io.github.semel.stress.Tally;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Rounds against a store until the time is over or a history is forbidden, each judged at once. */
final class HistoryCampaign {

  private HistoryCampaign() {}

  /** Makes a campaign, and prints how it goes. */
  static Row run(Subject subject, Duration duration, int threads, long seed, PrintWriter out)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("semel-history");
    try {
      long end = System.nanoTime() + duration.toNanos();
      Grounds grounds = Grounds.of(folder, subject.injected(), threads, seed, end);
      try (Rounds rounds = subject.opening().apply(grounds)) {
        return run(subject, rounds, grounds, out);
      }
    } finally {
      delete(folder);
    }
  }

  private static Row run(Subject subject, Rounds rounds, Grounds grounds, PrintWriter out)
      throws IOException, InterruptedException {
    Tally tally = new Tally();
    Judge judge = new Judge(tally);
    long judging = 0;
    int number = 0;
    do {
      Rounds.Round round = rounds.round(number++);
      long began = System.nanoTime();
      judge.judge(round.calls(), round.forgetful());
      judging += System.nanoTime() - began;
      out.printf(
          "%s, round %d: %,d operations, %,d forbidden histories, %d s left%n",
          subject.name(),
          number,
          tally.get(Count.OPERATIONS),
          violations(tally),
          Math.max(0, (grounds.end() - System.nanoTime()) / 1_000_000_000));
    } while (!grounds.isOver() && violations(tally) == 0);
    grounds.field().addTo(tally);
    Path wrong = grounds.folder().resolve(ClientProcess.WRONG);
    if (Files.exists(wrong)) {
      try (Stream<String> lines = Files.lines(wrong)) {
        lines.forEach(line -> tally.add(Count.WRONG_ANSWERS, line));
      }
    }
    return Row.of(
        "history",
        rounds.title(),
        Row.Promise.NOTHING_LOST,
        tally,
        Map.of("judging", judging / 1_000_000));
  }

  private static long violations(Tally tally) {
    return tally.get(Count.FORBIDDEN_HISTORIES) + tally.get(Count.LOST_OUTCOMES);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
